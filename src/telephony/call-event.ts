import { ToolClaims } from '../conversation/conversation-claims';
import { Language } from '../conversation/language';
import { Utterance } from '../conversation/utterance';

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
 * `start-refused` nobody's phone rang · `withdrawn` taken back before anybody picked up · `in-call-failure` it broke
 * while up · `unknown` a word we do not know.
 */
export type EndCategory =
  | 'conversation'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'bad-number'
  | 'canceled'
  | 'withdrawn'
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
  /** Who said what, in the order in which it was said. */
  readonly utterances?: readonly Utterance[];
  /** What the agent's tools were called with, in case the webhooks that carried it never came. */
  readonly tools?: ToolClaims;
  /** The person pressed the key that means "no more calls". */
  readonly optOutKeyPressed?: boolean;
}

/**
 * The ways in which a person can say stop on a call: the agent's tool · a key · words, heard while the call is up · words
 * in the transcript that comes after it · what the analysis made of it.
 */
export type OptOutChannel = 'tool' | 'keypress' | 'words' | 'transcript' | 'analysis';

/** When the person wants to be called, as the agent took it down: as an instant, in their own words, or both. */
export interface CallbackWish {
  readonly at?: Date;
  readonly words?: string;
}

/** A provider's message in our words. */
export type CallEvent =
  | {
      readonly kind: 'progress';
      readonly call: CallReference;
      readonly status: CallProgress;
      readonly at: Date;
      /** The sender's number of the event within its call, where it has one: a later number is later news. */
      readonly sequence?: number | undefined;
    }
  | {
      /** The call is over; the report is still to come. */
      readonly kind: 'hung-up';
      readonly call: CallReference;
      readonly category: EndCategory;
      readonly endedReason: string | undefined;
      readonly at: Date;
      readonly sequence?: number | undefined;
    }
  | { readonly kind: 'report'; readonly call: CallReference; readonly report: CallReport; readonly at: Date }
  | {
      readonly kind: 'opt-out';
      readonly call: CallReference;
      readonly channel: Exclude<OptOutChannel, 'transcript' | 'analysis'>;
      /** When the person said it; `at` is when we were told. */
      readonly saidAt: Date;
      /** In which it was said, where that is known. */
      readonly language?: Language;
      readonly at: Date;
    }
  /** Words, heard while the call is up, that may be an opt-out. */
  | { readonly kind: 'doubt'; readonly call: CallReference; readonly at: Date }
  | {
      readonly kind: 'callback';
      readonly call: CallReference;
      readonly wish: CallbackWish;
      readonly at: Date;
    }
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
