import { isAxiosError } from 'axios';
import { ExternalApiError, ExternalEffect } from '../../common/errors';
import { scrub } from '../../common/redaction';
import { loose, Loose, parseJson, textIn } from '../loose-json';

/** Nest's error body; `message` is one text or a list of them. */
interface Refusal {
  readonly message: unknown;
  readonly error: string;
  readonly statusCode: number;
}

/** Certificate faults: the connection is given up before a byte of the request is sent. */
const UNTRUSTED = /^(ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How a handshake that failed for another reason is told, by Node and by OpenSSL. */
const NO_HANDSHAKE = /before secure TLS connection was established|wrong version number|handshake failure/;
const MESSAGE_LIMIT = 300;

/** An answer outside 2xx. A 408 may follow a request that was read; redirects are never followed and do nothing. */
export function refusalFault(
  operation: string,
  status: number,
  body: string,
  retryAfter: unknown,
): ExternalApiError {
  const effect: ExternalEffect = status >= 500 || status === 408 ? 'unknown' : 'refused';
  const refusal = loose<Refusal>(parseJson(body));
  const said = wordsOf(refusal);
  const text = `${operation} was answered ${status}${said === undefined ? '' : `: ${said}`}`;
  const retryAfterMs = /^\d{1,5}$/.test(String(retryAfter)) ? Number(retryAfter) * 1000 : undefined;
  const type = typeOf(refusal, said);
  return new ExternalApiError('vapi', text, {
    effect,
    status,
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

/**
 * A request that got no whole answer. Only what fails while connecting is `unreachable`; a reset, an abort or a broken
 * body leaves open what was done. The cause is made anew: axios' own error holds the token and the number called.
 */
export function transportFault(operation: string, thrown: unknown): ExternalApiError {
  const code = codeOf(thrown);
  const effect: ExternalEffect = neverSent(thrown) ? 'unreachable' : 'unknown';
  const what = effect === 'unreachable' ? 'could not be sent' : 'got no whole answer';
  const cause = new Error(`Transport failure ${code}`);
  return new ExternalApiError('vapi', `${operation} ${what} (${code})`, {
    effect,
    type: code.toLowerCase(),
    cause,
  });
}

/** Whether the answer was longer than the client takes. */
export function isTooLarge(thrown: unknown): boolean {
  return isAxiosError(thrown) && thrown.message.startsWith('maxContentLength');
}

function codeOf(thrown: unknown): string {
  const code = textIn(loose<NodeJS.ErrnoException>(thrown).code);
  return code !== undefined && /^\w{1,60}$/.test(code) ? code : 'FAILED';
}

function neverSent(thrown: unknown): boolean {
  return causesOf(thrown).some((error) => {
    const { code, syscall, message } = loose<NodeJS.ErrnoException>(error);
    const connecting = syscall === 'connect' || syscall === 'getaddrinfo';
    const noHandshake = NO_HANDSHAKE.test(textIn(message) ?? '');
    return connecting || noHandshake || code === 'ERR_INVALID_URL' || UNTRUSTED.test(textIn(code) ?? '');
  });
}

/** The error, its causes, and the addresses tried one by one when a name has several. */
function causesOf(thrown: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const open: unknown[] = [thrown];
  while (open.length > 0 && found.length < 20) {
    const next = open.pop();
    if (next === undefined || next === null) continue;
    found.push(next);
    if (next instanceof AggregateError) open.push(...next.errors);
    if (next instanceof Error) open.push(next.cause);
  }
  return found;
}
