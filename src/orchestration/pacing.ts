/** What the dial rate allows now, over all replicas. */
export interface DialSlots {
  /** When each of the next dials may begin, in order. */
  readonly at: readonly Date[];
  /** When the rate allows the dial after them: kept in the campaign's row. */
  readonly nextDialAt: Date;
}

export interface PacingInput {
  readonly now: Date;
  /** From the campaign's row; `undefined` before the first dial. */
  readonly nextDialAt: Date | undefined;
  readonly callsPerSecond: number;
  /** How far ahead slots are given out (business ms): the time until the next tick gives out more. */
  readonly horizonMs: number;
  readonly wanted: number;
}

/** Clocks of replicas differ by less than this (ms): a stored instant so little ahead is another replica's. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Gives out dial slots, `1/rate` apart. A past without dials is not saved up: a pause is never followed by a burst.
 * A stored instant far ahead (the clock was set back) counts as now, since it would stop the campaign for as long.
 */
export function dialSlots({ now, nextDialAt, callsPerSecond, horizonMs, wanted }: PacingInput): DialSlots {
  const spacingMs = 1000 / callsPerSecond;
  const limit = now.getTime() + horizonMs;
  const stored = nextDialAt?.getTime() ?? 0;
  const ahead = stored > limit + spacingMs + CLOCK_SKEW_MS ? 0 : stored;
  let next = Math.max(now.getTime(), ahead);
  const at: Date[] = [];
  while (at.length < wanted && next <= limit) {
    at.push(new Date(next));
    next += spacingMs;
  }
  return { at, nextDialAt: new Date(Math.ceil(next)) };
}
