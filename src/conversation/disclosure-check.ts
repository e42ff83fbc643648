import { Statement, statementIn } from './disclosure-book';
import { isNamed, withoutName } from './said-name';
import { Utterance } from './utterance';
import { Word, wordsOf } from './words';

/**
 * What has to be said at the beginning of a call: the caller's name, whom the call is for and that it is to sell
 * (16 CFR 310.4(d), 47 CFR 64.1200(b)(1)), that the voice is artificial, that the call is recorded, how to opt out
 * (47 CFR 64.1200(b)(3)).
 */
export type Disclosure =
  | 'caller-name'
  | 'seller-name'
  | 'sales-purpose'
  | 'artificial-voice'
  | 'recording'
  | 'opt-out'
  | 'callback-number';

export interface RequiredDisclosures {
  readonly disclosures: readonly Disclosure[];
  /** The name that the agent goes by. */
  readonly callerName?: string;
  /** The legal name of whom the call is for. */
  readonly sellerName?: string;
  /** E.164; its last seven digits have to be heard. */
  readonly callbackNumber?: string;
}

export interface OpeningCheck {
  /** What was said, with the words that said it. */
  readonly said: readonly { readonly disclosure: Disclosure; readonly quote: string }[];
  readonly missed: readonly Disclosure[];
}

/** How long the opening lasts, and how much of it is read where the provider tells no times. */
const OPENING_SECONDS = 30;
const OPENING_UTTERANCES = 3;
const LONGEST = 4_000;
const QUOTE_LIMIT = 200;
/** What each of them has to state in words; names are compared. */
const STATES = {
  'sales-purpose': 'sales',
  'artificial-voice': 'artificial',
  recording: 'recorded',
  'opt-out': 'opt-out',
  'callback-number': 'callback-number',
} as const satisfies Partial<Record<Disclosure, Statement>>;

/**
 * Which of the required disclosures the agent made in its opening: its utterances that begin in the first 30 seconds, or
 * its first three where no times are told. Names count as speech recognition may write them. A name that is required
 * but not given to compare with is taken for missed, and so is what is said with a not before it ("this call is not
 * recorded") or as a part of the seller's name ("Northwind Sales").
 */
export function checkOpening(utterances: readonly Utterance[], required: RequiredDisclosures): OpeningCheck {
  // Initials lose their points, which would end a sentence ("A.I.").
  const opening = openingOf(utterances)
    .slice(0, LONGEST)
    .replace(/\b([aik])\. ?([aik])\b\.?/gi, '$1$2');
  const words = wordsOf(opening);
  const unnamed = withoutName(required.sellerName, words);
  const found = required.disclosures.map((disclosure) => ({
    disclosure,
    quote: quoteOf(disclosure, required, opening, words, unnamed),
  }));
  return {
    said: found.flatMap(({ disclosure, quote }) => (quote === undefined ? [] : [{ disclosure, quote }])),
    missed: found.filter(({ quote }) => quote === undefined).map(({ disclosure }) => disclosure),
  };
}

function openingOf(utterances: readonly Utterance[]): string {
  const agent = utterances.filter(({ speaker }) => speaker === 'agent');
  const isTimed = agent.some(({ atSeconds }) => atSeconds !== undefined);
  const begins = isTimed ? (agent[0]?.atSeconds ?? 0) : 0;
  const opening = isTimed
    ? agent.filter(({ atSeconds = Infinity }) => atSeconds < begins + OPENING_SECONDS)
    : agent.slice(0, OPENING_UTTERANCES);
  return opening.map(({ text }) => text).join('\n');
}

function quoteOf(
  disclosure: Disclosure,
  required: RequiredDisclosures,
  text: string,
  words: readonly Word[],
  unnamed: readonly Word[],
): string | undefined {
  switch (disclosure) {
    case 'caller-name':
      return isNamed(required.callerName, words) ? required.callerName : undefined;
    case 'seller-name':
      return isNamed(required.sellerName, words) ? required.sellerName : undefined;
    case 'callback-number':
      return numberSaid(required.callbackNumber, text) ?? stated(STATES[disclosure], text, unnamed);
    default:
      return stated(STATES[disclosure], text, unnamed);
  }
}

function stated(statement: Statement, text: string, words: readonly Word[]): string | undefined {
  const found = statementIn(words, statement);
  return found && text.slice(words[found.from]?.start, words[found.to - 1]?.end).slice(0, QUOTE_LIMIT);
}

function numberSaid(number: string | undefined, text: string): string | undefined {
  const last = number?.replace(/\D/g, '').slice(-7);
  return last !== undefined && last.length === 7 && text.replace(/\D/g, '').includes(last) ? last : undefined;
}
