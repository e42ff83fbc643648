import { parseDuration } from './duration';

/** The outcomes after which the same lead may be dialed again. */
export const RETRYABLE_OUTCOMES = ['no-answer', 'busy', 'voicemail', 'failed'] as const;
export type RetryableOutcome = (typeof RETRYABLE_OUTCOMES)[number];

/** Wait in milliseconds after attempt 1, 2, …; the last one repeats. */
export type RetryDelays = Readonly<Record<RetryableOutcome, readonly number[]>>;

export const DEFAULT_RETRY_DELAYS = 'no-answer=4h,1d;busy=15m,1h;voicemail=1d;failed=10m';

/**
 * Reads `no-answer=4h,1d;busy=15m`. Outcomes left out keep their default.
 * Returns `undefined` when any part does not parse: a retry rule that is half understood is not applied.
 */
export function parseRetryDelays(text: string): RetryDelays | undefined {
  const given = parseRules(text);
  const defaults = parseRules(DEFAULT_RETRY_DELAYS);
  return given && defaults ? ({ ...defaults, ...given } as RetryDelays) : undefined;
}

function parseRules(text: string): Partial<Record<RetryableOutcome, number[]>> | undefined {
  const rules: Partial<Record<RetryableOutcome, number[]>> = {};
  for (const part of text.split(';').filter((part) => part.trim() !== '')) {
    const [name, list, ...rest] = part.split('=').map((word) => word.trim());
    const outcome = RETRYABLE_OUTCOMES.find((known) => known === name);
    const delays = (list ?? '').split(',').map(parseDuration);
    if (!outcome || rest.length > 0 || delays.some((delay) => delay === undefined)) return undefined;
    rules[outcome] = delays as number[];
  }
  return rules;
}
