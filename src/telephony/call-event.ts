/** What tells which call or attempt an event speaks of; whatever is known, the surest first. */
export interface CallReference {
  readonly providerCallId: string | undefined;
  /** From the metadata that we sent along; present even when the event outruns the answer to our request. */
  readonly attemptId: string | undefined;
  /** Twilio's CallSid. */
  readonly carrierCallId: string | undefined;
  /** E.164, where the event names it. */
  readonly phone: string | undefined;
  /** The sender reports this call to us outright (the flat form), so it is logged even if we did not place it. */
  readonly reported?: boolean;
}

/** Before the end. */
export type CallProgress = 'queued' | 'ringing' | 'in-progress' | 'forwarding';

/**
 * How a call ended, seen from the provider alone:
 * `conversation` a person was connected · `bad-number` it can't be reached at all · `carrier-failure`,
 * `start-refused` nobody's phone rang · `in-call-failure` it broke while up · `unknown` a word we do not know.
 */
export type EndCategory =
  | 'conversation'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'bad-number'
  | 'canceled'
  | 'carrier-failure'
  | 'start-refused'
  | 'in-call-failure'
  | 'unknown';

/** What the provider's analysis made of the conversation; every field may be missing. */
export interface CallAnalysis {
  readonly reached?: boolean;
  readonly outcome?: string;
  readonly interest?: string;
  readonly objection?: string;
  readonly nextAction?: string;
  readonly callbackAt?: Date;
  readonly optOut?: boolean;
  readonly wrongNumber?: boolean;
  readonly wantsHuman?: boolean;
}

/** All that is told about a finished call. Absent means not told, not "none". */
export interface CallReport {
  readonly category: EndCategory;
  readonly endedReason: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly costUsd: number | undefined;
  readonly summary: string | undefined;
  readonly transcript: string | undefined;
  readonly recordingUrl: string | undefined;
  readonly analysis: CallAnalysis;
  /** Evidence that somebody was on the line: connected, lasted, or words of theirs. */
  readonly personOnLine: boolean;
}

/** A provider's message in our words. */
export type CallEvent =
  | {
      readonly kind: 'progress';
      readonly call: CallReference;
      readonly status: CallProgress;
      readonly at: Date;
    }
  | {
      /** The call is over; the report is still to come. */
      readonly kind: 'hung-up';
      readonly call: CallReference;
      readonly category: EndCategory;
      readonly endedReason: string | undefined;
      readonly at: Date;
    }
  | { readonly kind: 'report'; readonly call: CallReference; readonly report: CallReport; readonly at: Date }
  | { readonly kind: 'opt-out'; readonly call: CallReference; readonly at: Date }
  | { readonly kind: 'other'; readonly call: CallReference; readonly at: Date };

/** A report that tells nothing but how the call ended. */
export function bareReport(
  category: EndCategory,
  endedReason: string | undefined,
  endedAt?: Date,
): CallReport {
  return {
    category,
    endedReason,
    startedAt: undefined,
    endedAt,
    costUsd: undefined,
    summary: undefined,
    transcript: undefined,
    recordingUrl: undefined,
    analysis: {},
    personOnLine: false,
  };
}
