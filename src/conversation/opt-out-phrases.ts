import { Language, LANGUAGES, languagesFrom } from './language';
import { languagesOfOptOutIn, OptOutBook, optOutBookOf } from './opt-out-book';
import { fit, Reading } from './pattern';
import { isNothingBut } from './phrase-book';
import { Utterance } from './utterance';
import { Word, wordsOf } from './words';

/**
 * What one thing said means for later calls: `opt-out` no more of them · `doubtful` a person has to look, and no call
 * meanwhile · `none` nothing in it.
 */
export interface OptOutReading {
  readonly verdict: 'opt-out' | 'doubtful' | 'none';
  /** The words that say so, as they stand in the transcript. */
  readonly evidence?: string;
  readonly language?: Language;
  /** The family of phrases, a key of `phrases/*.json`; or `whole`, `answer`, `too-long`. */
  readonly phraseId?: string;
}

export interface OptOutContext {
  /** Tried first; the others are tried all the same. */
  readonly language?: Language;
  /** What the agent said right before: a yes to "shall I take you off our list?" is an opt-out. */
  readonly agentSaid?: string;
}

/** Characters of an utterance that are read. Four minutes without a pause have less; what is cut off makes it doubtful. */
export const LONGEST_UTTERANCE = 4_000;
/** Characters read of all that a customer said. */
const LONGEST_TALK = 48_000;
/** Words that an utterance of nothing but stop words may have. */
const MOST_WHOLE_WORDS = 60;
/** An answer begins with its yes, after some fillers at most. */
const YES_WITHIN = 12;
const EVIDENCE_LIMIT = 200;
const NONE: OptOutReading = { verdict: 'none' };
const TOO_LONG: OptOutReading = { verdict: 'doubtful', phraseId: 'too-long' };
const READING: Reading = { notInGaps: new Set() };

/**
 * Reads whether the customer asked for no more calls: in one final transcript, or in anything of theirs. Revocation
 * counts by any reasonable means (47 CFR 64.1200(a)(10)), so no set words are needed, and doubt is never `none`.
 * Takes time in proportion to the text, up to `LONGEST_UTTERANCE` characters of it.
 */
export function readOptOut(utterance: string, context: OptOutContext = {}): OptOutReading {
  const text = utterance.slice(0, LONGEST_UTTERANCE);
  const agreed = agreedIn(text, context.agentSaid);
  const hinted = languagesOfOptOutIn(text);
  const languages = languagesFrom(context.language).filter((one) => agreed.has(one) || hinted.includes(one));
  const words = languages.length > 0 ? wordsOf(text) : [];
  const found = strongestOf(languages.map((language) => readIn(language, text, words, agreed.has(language))));
  return found.verdict === 'none' && text.length < utterance.length ? TOO_LONG : found;
}

/** The strongest reading of all that the customer said; one opt-out stands, whatever is said after it. */
export function readOptOuts(utterances: readonly Utterance[], context: OptOutContext = {}): OptOutReading {
  let left = LONGEST_TALK;
  let found = NONE;
  for (const [i, { speaker, text }] of utterances.entries()) {
    if (speaker !== 'customer') continue;
    if (left <= 0) return strongestOf([found, TOO_LONG]);
    left -= Math.min(text.length, LONGEST_UTTERANCE) + 1;
    const before = utterances[i - 1];
    const agentSaid = before?.speaker === 'agent' ? before.text : undefined;
    found = strongestOf([
      found,
      readOptOut(text, { ...context, ...(agentSaid !== undefined && { agentSaid }) }),
    ]);
    if (found.verdict === 'opt-out') return found;
  }
  return found;
}

/** Of equal readings the first. */
export function strongestOf(readings: readonly OptOutReading[]): OptOutReading {
  return (
    readings.find(({ verdict }) => verdict === 'opt-out') ??
    readings.find(({ verdict }) => verdict === 'doubtful') ??
    NONE
  );
}

function readIn(language: Language, text: string, all: readonly Word[], isAnswer: boolean): OptOutReading {
  const book = optOutBookOf(language);
  const words = book.phrases.wordsOf(all);
  const told = (
    verdict: OptOutReading['verdict'],
    phraseId: string,
    from: number,
    to: number,
  ): OptOutReading => {
    const evidence = text.slice(words[from]?.start, words[to - 1]?.end).slice(0, EVIDENCE_LIMIT);
    return { verdict, evidence, language, phraseId };
  };
  const findings = book.phrases.find(words);
  const sure = findings.find(({ certainty }) => certainty === 'sure');
  if (sure) return told('opt-out', sure.id, sure.from, sure.to);
  if (
    words.length <= MOST_WHOLE_WORDS &&
    isNothingBut(words, book.whole, book.around) &&
    !book.phrases.isHarmless(words, 0, 1)
  )
    return told('opt-out', 'whole', 0, words.length);
  if (isAnswer) return told('opt-out', 'answer', 0, words.length);
  const doubtful = findings[0];
  return doubtful ? told('doubtful', doubtful.id, doubtful.from, doubtful.to) : NONE;
}

/** The languages in which the customer begins with a yes to the agent's last sentence, a question that offers the opt-out. */
function agreedIn(text: string, agentSaid: string | undefined): ReadonlySet<Language> {
  const question = lastQuestion(agentSaid);
  if (question === undefined) return new Set();
  const first = wordsOf(text, YES_WITHIN);
  return new Set(LANGUAGES.filter((language) => isYesToOffer(optOutBookOf(language), first, question)));
}

function isYesToOffer({ phrases, offers }: OptOutBook, first: readonly Word[], question: string): boolean {
  const words = phrases.wordsOf(first);
  if (phrases.grammar.affirmations.fitsAt(words, 0, READING).length === 0) return false;
  const asked = phrases.wordsOf(wordsOf(question));
  return offers.some((offer) => asked.some((_, at) => fit(offer, asked, at, READING) !== undefined));
}

/**
 * What was asked last, if nothing was said after it. By the ends of sentences rather than by one expression, which would
 * begin anew at every character of everything that is no question.
 */
function lastQuestion(agentSaid = ''): string | undefined {
  const said = agentSaid.slice(-400).trimEnd();
  if (!said.endsWith('?')) return undefined;
  return said.slice(0, -1).split(/[.!?]/).at(-1) || undefined;
}
