/**
 * How a simulated call ends, as the provider and its analysis would report it; what that means for the lead is decided by
 * the call log's own rules.
 */
export const CALL_ENDS = [
  'interested',
  'declined',
  'callback',
  'opt-out',
  'doubtful-opt-out',
  'wants-human',
  'wrong-number',
  'silence',
  'voicemail',
  'no-answer',
  'busy',
  'bad-number',
  'carrier-failure',
  'start-refused',
  'in-call-failure',
  'canceled',
] as const;

export type CallEnd = (typeof CALL_ENDS)[number];

/** The course of one simulated call. All times in business ms. */
export interface CallCourse {
  readonly end: CallEnd;
  /** From the order to the end of the call: how long it takes up its line. */
  readonly lineMs: number;
  /** From the end of the call to the provider's report, which tells what was said and what it cost; absent: none comes. */
  readonly reportMs?: number;
  readonly costUsd: number;
  /** For `callback`: how long after the call the person wants to be called; absent: at a time that is not sure. */
  readonly callbackInMs?: number;
}

export interface CallToDraw {
  readonly phone: string;
  /** Calls to this number so far, this one included. */
  readonly nth: number;
  readonly at: Date;
  /** Hour of the day, 0 to 23, in the first zone that the person may be in. */
  readonly localHour: number;
  /** The run's. */
  readonly seed: number;
}

/** Who answers, and how. Must follow from its arguments alone, or runs could not be repeated. */
export interface OutcomeModel {
  draw(call: CallToDraw): CallCourse;
}
