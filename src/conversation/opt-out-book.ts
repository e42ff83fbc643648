import { Anchors } from './anchors';
import { grammarOf, wordSet } from './grammar';
import { Language } from './language';
import { Pattern, pattern } from './pattern';
import { indexed, PatternIndex } from './pattern-index';
import { PhraseBook, PhraseBookData } from './phrase-book';
import de from './phrases/de.json';
import en from './phrases/en.json';
import es from './phrases/es.json';
import fr from './phrases/fr.json';
import { Word } from './words';

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
  /** False: there is neither an opt-out in these words, nor anything like one, unless they answer a question. */
  mayHold(words: readonly Word[]): boolean;
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

function book(language: Language, data: OptOutData): OptOutBook {
  const phrases = new PhraseBook(grammarOf(language), data);
  const whole = new Anchors(data.whole.map((text) => pattern(text, data.sets)));
  return {
    phrases,
    mayHold: (words) => phrases.mayFind(words) || whole.mayHold(words),
    whole: indexed(data.whole, data.sets),
    around: wordSet(data.around),
    offers: data.offers.map((text) => pattern(text, data.sets)),
  };
}
