import { ExternalApiError, ExternalEffect } from '../../common/errors';
import { scrub } from '../../common/redaction';
import { loose, Loose, parseJson, textIn } from '../loose-json';

/** Nest's error body; `message` is one text or a list of them. */
interface Refusal {
  readonly message: unknown;
  readonly error: string;
  readonly statusCode: number;
}

const MESSAGE_LIMIT = 300;

/** What a 429 says when it is not the pace that is too much: no waiting heals it. */
const SPENT = /credit|wallet|billing|quota|payment|subscription|daily .*limit|month/i;

/**
 * An answer outside 2xx. A 408 may follow a request that was read; redirects are never followed and do nothing. A 429
 * for want of money or quota is told as the 402 that it is, so that nobody repeats it and the operator hears of it.
 */
export function refusalFault(
  operation: string,
  status: number,
  body: string,
  retryAfterMs: number | undefined,
): ExternalApiError {
  const effect: ExternalEffect = status >= 500 || status === 408 ? 'unknown' : 'refused';
  const refusal = loose<Refusal>(parseJson(body));
  const said = wordsOf(refusal);
  const text = `${operation} was answered ${status}${said === undefined ? '' : `: ${said}`}`;
  const isSpent = status === 429 && said !== undefined && SPENT.test(said) && !/concurren/i.test(said);
  const type = typeOf(refusal, said);
  return new ExternalApiError('vapi', text, {
    effect,
    status: isSpent ? 402 : status,
    ...(type !== undefined && { type }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** What VAPI gives as its reason, without numbers; its edge answers in plain text or HTML, which is left out. */
function wordsOf({ message }: Loose<Refusal>): string | undefined {
  const texts = Array.isArray(message) ? message : [message];
  const known = texts.map(textIn).filter((text) => text !== undefined);
  return known.length === 0 ? undefined : scrub(known.join('; ')).slice(0, MESSAGE_LIMIT);
}

/**
 * VAPI's name for the fault (`bad_request`), set only where the answer is VAPI's own: a proxy gives no reason, and a
 * server that merely lacks the route says `Cannot GET …`.
 */
function typeOf({ error }: Loose<Refusal>, said: string | undefined): string | undefined {
  if (said === undefined || said.startsWith('Cannot ')) return undefined;
  const name = textIn(error)
    ?.toLowerCase()
    .replace(/[^a-z]+/g, '_');
  return name ?? 'refused';
}
