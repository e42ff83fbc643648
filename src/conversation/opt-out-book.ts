import { RecentCache } from '../common/recent-cache';
import { Anchors } from './anchors';
import { grammarOf, wordSet } from './grammar';
import { Language, LANGUAGES } from './language';
import { Pattern, pattern } from './pattern';
import { indexed, PatternIndex } from './pattern-index';
import { PhraseBook, PhraseBookData } from './phrase-book';
import de from './phrases/de.json';
import en from './phrases/en.json';
import es from './phrases/es.json';
import fr from './phrases/fr.json';
import { vocabularyOf } from './words';

interface OptOutData extends PhraseBookData {
  readonly whole: readonly string[];
  readonly around: string;
  readonly offers: readonly string[];
}

/** What an opt-out sounds like in one language; `phrases/*.json`. */
export interface OptOutBook {
  readonly phrases: PhraseBook;
  /** An opt-out where they are all that was said; in US law at once: 47 CFR 64.1200(a)(10). */
  readonly whole: PatternIndex<true>;
  /** Where none of these holds anything, there is neither an opt-out nor anything like one, but for an answer. */
  readonly anchors: readonly Anchors[];
  /** Words that may stand around those without a change of sense. */
  readonly around: ReadonlySet<string>;
  /** What an agent's question offers, where a yes is an opt-out. */
  readonly offers: readonly Pattern[];
}

const BOOKS: Readonly<Record<Language, OptOutBook>> = {
  en: book('en', en),
  es: book('es', es),
  fr: book('fr', fr),
  de: book('de', de),
};

export function optOutBookOf(language: Language): OptOutBook {
  return BOOKS[language];
}

/** For each word the languages in which a phrase may hang on it; people use few words. */
const HINTS = new RecentCache<readonly Language[]>(10_000);

/**
 * The languages in which a text may hold an opt-out, or anything like one; in any other it holds none, unless it answers
 * a question. Most of what people say is ruled out so, in a fraction of the time that reading it takes.
 */
export function languagesOfOptOutIn(text: string): readonly Language[] {
  const said = vocabularyOf(text);
  const hinted = new Set<Language>();
  for (const word of said) for (const language of hintsOf(word)) hinted.add(language);
  return [...hinted].filter((language) => BOOKS[language].anchors.some((anchors) => anchors.mayHold(said)));
}

function hintsOf(word: string): readonly Language[] {
  return HINTS.get(word, () =>
    LANGUAGES.filter((language) => BOOKS[language].anchors.some((anchors) => anchors.isAnchor(word))),
  );
}

function book(language: Language, data: OptOutData): OptOutBook {
  const phrases = new PhraseBook(grammarOf(language), data);
  const whole = new Anchors(data.whole.map((text) => pattern(text, data.sets)));
  return {
    phrases,
    anchors: [phrases.anchors, whole],
    whole: indexed(data.whole, data.sets),
    around: wordSet(data.around),
    offers: data.offers.map((text) => pattern(text, data.sets)),
  };
}
