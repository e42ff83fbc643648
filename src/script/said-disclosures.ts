import { DemandedDisclosure, DisclosureDemand } from '../compliance/disclosures/disclosure-demand';
import { checkOpening } from '../conversation/disclosure-check';

/** Names and number that have to be heard. */
export interface CallIdentity {
  readonly callerName: string;
  readonly sellerName: string;
  /** E.164. */
  readonly callbackNumber: string;
}

/** A demand, and what in the script meets it. */
export interface DisclosureFinding extends DisclosureDemand {
  /** `late`: it is said, but by our estimate after the seconds that are allowed. */
  readonly result: 'said' | 'late' | 'missing';
  /** The words that say it. */
  readonly quote: string | null;
}

/** How fast a voice on the telephone speaks. */
const WORDS_PER_SECOND = 2.5;
/** What we take "at once" for, in seconds: time for a greeting and a sentence with two names. */
const AT_ONCE_SECONDS = 10;

/**
 * Which of the demands a script meets, by the same reading of words as a call's transcript gets afterwards. What may be
 * said anywhere in the call counts when the agent is told to say it.
 */
export function saidDisclosures(
  script: { readonly firstMessage: string; readonly systemPrompt: string },
  demands: readonly DisclosureDemand[],
  identity: CallIdentity,
): readonly DisclosureFinding[] {
  const spoken = script.firstMessage.split(/\s+/);
  return demands.map((demand) => {
    const { disclosure, withinSeconds } = demand;
    if (demand.during === 'call' && script.systemPrompt.includes(identity.callbackNumber))
      return { ...demand, result: 'said', quote: identity.callbackNumber };
    const quote = quoteOf(disclosure, script.firstMessage, identity);
    if (quote === undefined) return { ...demand, result: 'missing', quote: null };
    if (withinSeconds === undefined) return { ...demand, result: 'said', quote };
    const words = Math.max(withinSeconds, AT_ONCE_SECONDS) * WORDS_PER_SECOND;
    const inTime = quoteOf(disclosure, spoken.slice(0, words).join(' '), identity) !== undefined;
    return { ...demand, result: inTime ? 'said' : 'late', quote };
  });
}

function quoteOf(disclosure: DemandedDisclosure, text: string, identity: CallIdentity): string | undefined {
  const { said } = checkOpening([{ speaker: 'agent', text }], { disclosures: [disclosure], ...identity });
  return said[0]?.quote;
}
