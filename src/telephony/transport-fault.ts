import { isAxiosError } from 'axios';
import { ExternalApi, ExternalApiError, ExternalEffect } from '../common/errors';
import { loose, textIn } from './loose-json';

/** Certificate faults: the connection is given up before a byte of the request is sent. */
const UNTRUSTED = /^(ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How a handshake that failed for another reason is told, by Node and by OpenSSL. */
const NO_HANDSHAKE = /before secure TLS connection was established|wrong version number|handshake failure/;

/**
 * A request that got no whole answer. Only what fails while connecting is `unreachable`; a reset, an abort or a broken
 * body leaves open what was done. The cause is made anew: axios' own error holds the token and the number called.
 */
export function transportFault(api: ExternalApi, operation: string, thrown: unknown): ExternalApiError {
  const code = codeOf(thrown);
  const effect: ExternalEffect = neverSent(thrown) ? 'unreachable' : 'unknown';
  const what = effect === 'unreachable' ? 'could not be sent' : 'got no whole answer';
  const cause = new Error(`Transport failure ${code}`);
  return new ExternalApiError(api, `${operation} ${what} (${code})`, {
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
