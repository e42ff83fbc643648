import { grammarOf } from './grammar';
import { Language, LANGUAGES } from './language';
import { Certainty, PhraseBook } from './phrase-book';
import de from './signals/de.json';
import en from './signals/en.json';
import es from './signals/es.json';
import fr from './signals/fr.json';
import { wordsOf } from './words';

/** What an utterance may be about, besides an opt-out. */
export type SignalKind =
  | 'wrong-number'
  | 'wants-human'
  | 'robot-question'
  | 'not-interested'
  | 'interested'
  | 'callback'
  | 'busy'
  | 'voicemail'
  | 'voicemail-maybe'
  | 'screening'
  | 'menu';

export interface Signal {
  readonly kind: string;
  readonly certainty: Certainty;
  readonly language: Language;
  readonly quote: string;
  /** Asked rather than said: "is this the wrong number?" */
  readonly isQuestion: boolean;
}

const LONGEST = 4_000;
const QUOTE_LIMIT = 200;
const BOOKS: Readonly<Record<Language, PhraseBook>> = {
  en: new PhraseBook(grammarOf('en'), en),
  es: new PhraseBook(grammarOf('es'), es),
  fr: new PhraseBook(grammarOf('fr'), fr),
  de: new PhraseBook(grammarOf('de'), de),
};

/** All signals of an utterance, in any of the languages; its first 4,000 characters are read. */
export function signalsIn(utterance: string): readonly Signal[] {
  const text = utterance.slice(0, LONGEST);
  const all = wordsOf(text);
  return LANGUAGES.flatMap((language) => {
    const book = BOOKS[language];
    const words = book.wordsOf(all);
    return book.find(words).map(({ id, certainty, from, to }): Signal => {
      const end = words[to - 1]?.end ?? 0;
      const quote = text.slice(words[from]?.start, end).slice(0, QUOTE_LIMIT);
      return { kind: id, certainty, language, quote, isQuestion: /^[^.!?]{0,120}\?/.test(text.slice(end)) };
    });
  });
}

/** The first signal of a kind in any of the utterances. */
export function firstSignal(utterances: readonly string[], kind: SignalKind): Signal | undefined {
  for (const utterance of utterances) {
    const found = signalsIn(utterance).find((signal) => signal.kind === kind);
    if (found) return found;
  }
  return undefined;
}
