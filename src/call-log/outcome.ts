import {
  ConversationFacts,
  ConversationOutcome,
  conversationOutcome,
} from '../conversation/conversation-outcome';
import type { Disposition } from '../conversation/disposition-of';
import { Language } from '../conversation/language';
import type { EndClass } from '../conversation/person-reached';
import { CallReport, EndCategory } from '../telephony/call-event';

export type { Disposition } from '../conversation/disposition-of';

export interface Outcome {
  readonly disposition: Disposition;
  /** Whether it uses up one of the lead's attempts: a provider's fault with nobody on the line does not. */
  readonly counts: boolean;
  /** Set when the number or the lead can't be called again for a reason that a person must look at. */
  readonly fault?: { readonly status: 'invalid' | 'needs review'; readonly reason: string };
  readonly callbackAt?: Date;
  /** What was said, each field with what it rests on. */
  readonly conversation: ConversationOutcome;
}

/** What is known of a call besides its report: told while it was up. */
export interface KnownOfCall {
  readonly optedOut: boolean;
  readonly optOutDoubtful: boolean;
  /** Agreed on with the person. */
  readonly callbackAt: Date | null;
}

/** What words are understood by. */
export interface Hearer {
  /** The zones (IANA) that the person may be in; empty: not known. */
  readonly zones: readonly string[];
  readonly language?: Language;
  readonly now: Date;
}

const WRONG_NUMBER = 'The person reached says that this is the wrong number';
export const MAYBE_OPT_OUT =
  "Words on the call may have been an opt-out: read its transcript, then suppress the number or set the status to 'new'";

/**
 * Decides in two stages: was a person reached; only then, what did they say. What the analysis claims counts where the
 * transcript bears it out; an opt-out is always believed.
 */
export function decideOutcome(report: CallReport, known: KnownOfCall, hearer: Hearer): Outcome {
  const conversation = readConversation(report, known, hearer);
  const { disposition, callbackAt } = conversation;
  const fault = disposition === 'opted-out' ? undefined : faultOf(report, known, conversation);
  return {
    disposition,
    counts: countsAsAttempt(report, conversation),
    ...(fault && { fault }),
    ...(callbackAt && { callbackAt }),
    conversation,
  };
}

function readConversation(report: CallReport, known: KnownOfCall, hearer: Hearer): ConversationOutcome {
  const { category, analysis, tools, startedAt, endedAt, utterances = [] } = report;
  const callbackAt = known.callbackAt ?? tools?.callbackAt;
  const lengthMs = startedAt && endedAt && endedAt.getTime() - startedAt.getTime();
  // Who reports a conversation without its words or its length vouches for it: there is nothing to check it by.
  const durationSeconds =
    lengthMs === undefined ? (report.personOnLine ? Infinity : undefined) : lengthMs / 1000;
  const isOptOut = known.optedOut || tools?.optOut === true || report.optOutKeyPressed === true;
  const facts: Omit<ConversationFacts, 'zone'> = {
    endClass: endClassOf(category),
    utterances,
    ...(durationSeconds !== undefined && { durationSeconds }),
    analysis,
    tools: { ...(isOptOut && { optOut: true }), ...(callbackAt && { callbackAt }) },
    endedAt: endedAt ?? hearer.now,
    ...(hearer.language && { language: hearer.language }),
  };
  const [zone = 'UTC', ...others] = hearer.zones;
  const outcome = conversationOutcome({ ...facts, zone });
  if (outcome.callbackAt === undefined || callbackAt !== undefined) return outcome;
  const isSame = (other: string) =>
    conversationOutcome({ ...facts, zone: other }).callbackAt?.getTime() === outcome.callbackAt?.getTime();
  if (hearer.zones.length > 0 && others.every(isSame)) return outcome;
  const { callbackAt: _doubtful, ...rest } = outcome;
  return {
    ...rest,
    nextAction: 'Call back: find out the time zone in which the person named the time',
    doubtful: [...outcome.doubtful, 'callbackAt: it is not sure in which time zone it was meant'],
  };
}

/** To a conversation it is all one whether nobody picked up in time, or somebody cut it off. */
export function endClassOf(category: EndCategory): EndClass {
  return category === 'withdrawn' ? 'canceled' : category;
}

function countsAsAttempt(report: CallReport, { disposition, reached }: ConversationOutcome): boolean {
  if (disposition === 'opted-out' || disposition === 'callback-requested') return true;
  switch (report.category) {
    case 'carrier-failure':
    case 'start-refused':
    case 'withdrawn':
      return false;
    case 'in-call-failure':
    case 'canceled':
      return reached || report.personOnLine;
    default:
      return true;
  }
}

/** What protects the person comes first. */
function faultOf(
  report: CallReport,
  known: KnownOfCall,
  conversation: ConversationOutcome,
): Outcome['fault'] {
  if (known.optOutDoubtful || conversation.optOut === 'doubtful')
    return { status: 'needs review', reason: MAYBE_OPT_OUT };
  if (conversation.wrongNumber) return { status: 'invalid', reason: WRONG_NUMBER };
  if (conversation.disposition === 'callback-requested') {
    if (conversation.callbackAt) return undefined;
    return { status: 'needs review', reason: 'Asked to be called back, at a time that is not sure' };
  }
  switch (report.category) {
    case 'bad-number':
      return { status: 'invalid', reason: 'The carrier reports that this number cannot be reached' };
    case 'canceled':
      return { status: 'needs review', reason: 'The call was cut off at the provider' };
    case 'unknown': {
      const told = report.endedReason ?? 'none given';
      const reason = `The provider ended the call for a reason not known here: ${told}`;
      return { status: 'needs review', reason };
    }
    default:
      return undefined;
  }
}
