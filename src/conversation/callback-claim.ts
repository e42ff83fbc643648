import { isAffirmation } from './affirmation';
import { CallbackTime, readCallbackTime } from './callback-time';
import { AnalysisClaims, Evidence, ToolClaims } from './conversation-claims';
import { Language } from './language';
import { firstSignal } from './signals';
import { Utterance } from './utterance';

/** Whether the person asked to be called at another time, when, and how that is known. */
export interface CallbackFinding {
  readonly isAsked: boolean;
  readonly at?: Date;
  readonly evidence: readonly Evidence[];
  /** Why it is not sure, in plain words. */
  readonly doubts: readonly string[];
}

export interface CallbackFacts {
  /** Of the person and the agent, from the moment that the person was on the line. */
  readonly utterances: readonly Utterance[];
  readonly analysis: AnalysisClaims;
  readonly tools: ToolClaims;
  readonly now: Date;
  readonly zone: string;
  readonly language?: Language;
}

/** How far a claimed time may lie from the words, by how exact those are. */
const TOLERANCE_MS: Readonly<Record<CallbackTime['precision'], number>> = {
  minute: 15 * 60_000,
  hour: 60 * 60_000,
  'day-part': 5 * 3_600_000,
  day: 14 * 3_600_000,
};

/**
 * A callback needs words: the person named a time, or said yes to the one that the agent named. A time that only the
 * analysis has is not believed; one that the agent's tool took down is, since the agent read it back to the person.
 */
export function callbackFinding(facts: CallbackFacts): CallbackFinding {
  const { utterances, analysis, tools, now } = facts;
  const customer = utterances.filter(({ speaker }) => speaker === 'customer').map(({ text }) => text);
  const wish = firstSignal(customer, 'callback');
  const excuse = wish ?? firstSignal(customer, 'busy');
  const words = wordsOnTime(facts, excuse !== undefined);
  const isClaimed = analysis.outcome === 'callback' || analysis.callbackAt !== undefined;
  const tool = afterNow(tools.callbackAt, now);
  const claim = tool ?? afterNow(analysis.callbackAt, now);
  const isAsked = tool !== undefined || wish !== undefined || (isClaimed && (words ?? excuse) !== undefined);
  const source = tool === undefined ? 'analysis' : 'tool';
  if (!isAsked) {
    const doubts = isClaimed
      ? ['callbackAt: the analysis names a callback, but no words of the person do']
      : [];
    return { isAsked, evidence: [], doubts };
  }
  const quote = words?.quote ?? excuse?.quote;
  const spoken: readonly Evidence[] =
    quote === undefined ? [] : [{ field: 'callbackAt', source: 'transcript', quote }];
  if (claim === undefined) {
    const at = words?.time.at;
    return {
      isAsked,
      ...(at && { at }),
      evidence: spoken,
      doubts: at ? [] : ['callbackAt: no time was named'],
    };
  }
  if (tool === undefined && words === undefined) {
    return { isAsked, evidence: spoken, doubts: ['callbackAt: the analysis has a time that nobody named'] };
  }
  const isNear =
    words === undefined ||
    Math.abs(claim.getTime() - words.time.at.getTime()) <= TOLERANCE_MS[words.time.precision];
  return {
    isAsked,
    at: claim,
    evidence: [{ field: 'callbackAt', source }, ...spoken],
    doubts: isNear ? [] : [`callbackAt: the ${source} has another time than the words`],
  };
}

function afterNow(at: Date | undefined, now: Date): Date | undefined {
  return at !== undefined && at > now ? at : undefined;
}

/** The last time that the person named or agreed to: what is settled on comes after what is proposed. */
function wordsOnTime(
  { utterances, now, zone, language }: CallbackFacts,
  isWish: boolean,
): { time: CallbackTime; quote: string } | undefined {
  const context = { now, zone, ...(language && { language }) };
  for (const [i, { speaker, text }] of [...utterances.entries()].toReversed()) {
    if (speaker !== 'customer') continue;
    const own = readCallbackTime(text, context);
    if (own) return { time: own, quote: text };
    const proposed = utterances[i - 1];
    const agreed =
      proposed?.speaker === 'agent' && /\?/.test(proposed.text) && isAffirmation(text)
        ? readCallbackTime(proposed.text, context)
        : undefined;
    if (agreed && (isWish || firstSignal([proposed?.text ?? ''], 'callback')))
      return { time: agreed, quote: `${proposed?.text ?? ''} – ${text}` };
  }
  return undefined;
}
