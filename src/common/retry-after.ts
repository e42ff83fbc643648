/**
 * What a service asks for by `Retry-After` (ms), in seconds or as a date; `undefined` when it asks for nothing that
 * can be read. A date is counted from the answer's own `Date`: our clock may be wrong without a wait becoming one too.
 */
export function retryAfterMs(retryAfter: unknown, date: unknown): number | undefined {
  if (typeof retryAfter !== 'string') return undefined;
  if (/^\d{1,5}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const waitMs = Date.parse(retryAfter) - Date.parse(String(date));
  return waitMs >= 0 ? waitMs : undefined;
}
