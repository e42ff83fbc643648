import { isRecord } from '../telephony/loose-json';

const PATIENCE_MS = 8_000;

/** What came back from an address, as far as a check wants to know. */
export interface Reply {
  readonly status: number;
  /** The body where it is a JSON object, else empty. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** By the clock of whoever answered, to the second. */
  readonly date: Date | undefined;
}

/** An address that gave no answer; `reason` is the system's word for why, e.g. `ENOTFOUND`. */
export interface NoReply {
  readonly reason: string;
}

/** Asks an address once; redirects are answers, not followed. Never rejects. */
export async function ask(url: string, init: RequestInit = {}): Promise<Reply | NoReply> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await answer.text();
    const date = new Date(answer.headers.get('date') ?? NaN);
    return {
      status: answer.status,
      json: parsed(text),
      text,
      date: Number.isNaN(date.getTime()) ? undefined : date,
    };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

export function isReply(answer: Reply | NoReply): answer is Reply {
  return 'status' in answer;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The code alone: messages may hold the whole address. */
function reasonOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1000} seconds`;
    if ('code' in one && typeof one.code === 'string') return one.code;
  }
  return 'no connection';
}
