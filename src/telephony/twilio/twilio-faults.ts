import { ExternalApiError } from '../../common/errors';
import { scrub } from '../../common/redaction';
import { loose, parseJson, textIn } from '../loose-json';
import { FailedPlacement } from '../vapi/placement';

/** Twilio's error body: its own `code` (documented at `more_info`) beside the HTTP status. */
interface Refusal {
  readonly code: number;
  readonly message: string;
}

const MESSAGE_LIMIT = 300;

/** 10004: more calls at once than the account may have; 20429: too many requests. */
const TOO_MUCH: ReadonlySet<string> = new Set(['10004', '20429']);

/**
 * What every call of this deployment would meet: credentials (20003), an account that is not active (10001, 20005) or
 * may not use voice (10005), a `From` that is none of the account's (21210, 21212, 21213), a callback address that
 * Twilio does not take (21205, 21609).
 */
const SHARED: ReadonlySet<string> = new Set([
  ...['20003', '10001', '20005', '10005', '21210', '21212', '21213', '21205', '21609'],
]);

/** An answer outside 2xx. Twilio's own code becomes the error's type; a proxy in between gives none. */
export function twilioRefusal(
  operation: string,
  status: number,
  body: string,
  retryAfterMs: number | undefined,
): ExternalApiError {
  const told = loose<Refusal>(parseJson(body));
  const code = typeof told.code === 'number' ? String(told.code) : undefined;
  const said = textIn(told.message);
  const named = code === undefined ? '' : ` (${code})`;
  const words = said === undefined ? '' : `: ${scrub(said).slice(0, MESSAGE_LIMIT)}`;
  return new ExternalApiError('twilio', `${operation} was answered ${status}${named}${words}`, {
    effect: status >= 500 || status === 408 ? 'unknown' : 'refused',
    status,
    ...(code !== undefined && { type: code }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/**
 * What a failed request for a call means. The HTTP status goes first, since Twilio may change its codes; a code that is
 * not known here is taken to be about this call's own number, as most are.
 */
export function failedDial(error: ExternalApiError): FailedPlacement {
  const reason = error.message;
  const { effect, status = 0, type = '' } = error.detail;
  if (effect === 'unreachable') return { outcome: 'rejected', fault: 'capacity', reason };
  if (effect === 'unknown') return { outcome: 'in-doubt', reason };
  return { outcome: 'rejected', fault: faultOf(status, type), reason };
}

function faultOf(status: number, code: string): 'call' | 'account' | 'capacity' {
  if (status === 429 || status === 425 || TOO_MUCH.has(code)) return 'capacity';
  if (status < 400 || [401, 402, 404, 405].includes(status) || SHARED.has(code)) return 'account';
  // Without a code of Twilio's own, a 403 is a proxy's.
  return status === 403 && code === '' ? 'account' : 'call';
}

/** What an operator has to do about a refusal that every call would meet. */
export function twilioAdvice(error: ExternalApiError): string {
  const { status, type } = error.detail;
  if (status === 401 || type === '20003') {
    return 'Twilio refuses the credentials: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to those of one account';
  }
  if (status === 404) {
    return 'Twilio does not know the account: check TWILIO_ACCOUNT_SID and TWILIO_BASE_URL';
  }
  return `Twilio refuses what every call carries: check TWILIO_FROM_NUMBER, PUBLIC_URL and the account (${error.message})`;
}
