import Airtable from 'airtable';
import { ExternalApiError, ExternalEffect } from '../common/errors';
import { scrub } from '../common/redaction';
import { AirtableQuotaError, UnknownFieldError } from './airtable-errors';

/** How long Airtable asks a base to be left alone after a request too many. */
export const PENALTY_MS = 30_000;

const QUOTA = 'PUBLIC_API_BILLING_LIMIT_EXCEEDED';

/** Never got as far as sending. An empty reason is what several failed addresses of one host leave behind. */
const NOT_SENT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|certificate|altnames|absolute URLs|reason: $/i;

/**
 * Whatever the package threw, as an {@link ExternalApiError}. The package's own texts for connection faults hold the
 * whole URL, formula and all, or the token: neither they nor the thrown object are passed on.
 * @param askedMs what `Retry-After` asks for; after a request too many the penalty is waited for at least
 */
export function translateFault(
  operation: string,
  thrown: unknown,
  penaltyMs: number,
  askedMs?: number,
): ExternalApiError {
  if (thrown instanceof ExternalApiError) return thrown;
  if (!(thrown instanceof Airtable.Error))
    return failed(operation, 'failed without an answer', 'unknown', 'failed');
  const { error, message, statusCode: status } = thrown;
  if (!status) return connectionFault(operation, message);
  if (status < 400)
    return failed(
      operation,
      `was answered ${status} with something else than a JSON object`,
      'unknown',
      'invalid_answer',
    );
  if (status === 422 && error === 'UNKNOWN_FIELD_NAME') {
    const field = /unknown field names?: "(.*)"/i.exec(message)?.[1];
    if (field !== undefined) return new UnknownFieldError(operation, field);
  }
  if (status === 429) return tooMany(operation, error, Math.max(penaltyMs, askedMs ?? 0));
  const type = error === '' ? undefined : error;
  const said = [type, withoutValues(message)].filter(Boolean).join(': ');
  return new ExternalApiError('airtable', `${operation} was answered ${status}${said && ` ${said}`}`, {
    effect: status < 500 ? 'refused' : 'unknown',
    status,
    type,
    ...(askedMs !== undefined && { retryAfterMs: askedMs }),
  });
}

function tooMany(operation: string, type: string, retryAfterMs: number): ExternalApiError {
  if (type === QUOTA) {
    const message = `${operation} was refused: the workspace's monthly API requests are used up`;
    return new AirtableQuotaError('airtable', message, { effect: 'refused', status: 429, type });
  }
  return new ExternalApiError('airtable', `${operation} was refused: too many requests to this base`, {
    effect: 'refused',
    status: 429,
    type: 'RATE_LIMIT_REACHED',
    retryAfterMs,
  });
}

function connectionFault(operation: string, message: string): ExternalApiError {
  if (/legal HTTP header/i.test(message)) {
    const text = `${operation} was not sent: AIRTABLE_API_KEY holds characters that no token has`;
    return new ExternalApiError('airtable', text, { effect: 'refused', status: 401, type: 'INVALID_TOKEN' });
  }
  if (NOT_SENT.test(message))
    return failed(operation, 'could not reach Airtable', 'unreachable', 'unreachable');
  if (/aborted a request/i.test(message))
    return failed(operation, 'had no answer in time', 'unknown', 'timeout');
  return failed(operation, 'lost its connection before the answer', 'unknown', 'connection_lost');
}

function failed(operation: string, what: string, effect: ExternalEffect, type: string): ExternalApiError {
  return new ExternalApiError('airtable', `${operation} ${what}`, { effect, type });
}

/** Airtable quotes the cell's value in its refusals; names of columns stay, for they are what helps. */
function withoutValues(message: string): string {
  return scrub(message.replace(/(field )?"+[^"]*"+/gi, (quoted, field?: string) => (field ? quoted : '"…"')));
}
