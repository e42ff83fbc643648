import { ExternalApiError } from '../common/errors';

const FIRST_DELAY_MS = 10_000;
const LONGEST_DELAY_MS = 3_600_000;
/** What a receiver may ask for by `Retry-After`; more would hide a call for days. */
const LONGEST_WISH_MS = 24 * 3_600_000;
/** How long a receiver may be away until what is meant for it is given up. */
const ENDURANCE_MS = 3 * 24 * 3_600_000;

/**
 * What follows from a post that did not succeed:
 * - `not-sent`: we held it back ourselves, so it does not count as a try;
 * - `again`: the receiver is away or busy;
 * - `dead`: no repetition can help, or there were enough of them.
 */
export type DeliveryVerdict =
  | { readonly kind: 'not-sent'; readonly delayMs: number }
  | { readonly kind: 'again'; readonly delayMs: number; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string };

/** @param tries posts so far, the failed one included */
export function verdictOn(error: ExternalApiError, tries: number): DeliveryVerdict {
  const { effect, status, retryAfterMs = 0 } = error.detail;
  // The client of the receiver can't tell unreachable from lost: only the policy says that nothing was sent.
  if (effect === 'unreachable') return { kind: 'not-sent', delayMs: retryAfterMs };
  if (!error.retryable) return { kind: 'dead', reason: refusal(status) };
  const reason = status === undefined ? 'The receiver gave no answer' : `The receiver answered ${status}`;
  if (waitedMs(tries) >= ENDURANCE_MS)
    return { kind: 'dead', reason: `${reason} to each of ${tries} tries: see to it, then redeliver` };
  const delayMs = Math.max(delayAfter(tries), Math.min(retryAfterMs, LONGEST_WISH_MS));
  return { kind: 'again', delayMs, reason };
}

/** The wait after that many tries (ms): 10 s, then twice as long each time, an hour at most. */
function delayAfter(tries: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
}

/** How long that many tries have taken at least (ms). */
function waitedMs(tries: number): number {
  return Array.from({ length: tries - 1 }, (_, index) => delayAfter(index + 1)).reduce(
    (sum, ms) => sum + ms,
    0,
  );
}

function refusal(status: number | undefined): string {
  if (status === 410)
    return 'The receiver says that this address is gone for good (410): set AUTOMATION_WEBHOOK_URL to a new one, then redeliver';
  if (status === 401 || status === 403)
    return `The receiver does not let us in (${status}): make AUTOMATION_WEBHOOK_SECRET the same on both sides, then redeliver`;
  if (status === 404 || status === 405)
    return `The receiver takes no posts at this address (${status}): check AUTOMATION_WEBHOOK_URL, then redeliver`;
  if (status !== undefined && status < 400)
    return `The receiver points elsewhere (${status}), which is not followed: set AUTOMATION_WEBHOOK_URL to the new address, then redeliver`;
  return `The receiver refuses this (${status ?? 'no status'}): see there why, then redeliver`;
}
