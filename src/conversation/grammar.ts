import de from './grammar/de.json';
import en from './grammar/en.json';
import es from './grammar/es.json';
import fr from './grammar/fr.json';
import { Language } from './language';
import { spellings } from './pattern';
import { indexed, PatternIndex } from './pattern-index';
import { strongest, Word } from './words';

/** The shape of `grammar/*.json`: words with blanks between them, and lists of patterns. */
interface GrammarData {
  readonly fillers: string;
  readonly negators: string;
  readonly adverbs: string;
  readonly links: string;
  readonly embedders: string;
  readonly subordinators: string;
  readonly complained: string;
  readonly rhetorical: readonly string[];
  readonly quotes: readonly string[];
  readonly promises: string;
  readonly affirmations: readonly string[];
}

/** What turns the sense of a phrase in one language. */
export interface Grammar {
  /** Words that change nothing: they are left out before anything is compared. */
  readonly fillers: ReadonlySet<string>;
  /** Words that turn what follows into its contrary. */
  readonly negators: ReadonlySet<string>;
  /** May stand between a negator and its phrase without a change of sense ("don't *ever* stop"). */
  readonly adverbs: ReadonlySet<string>;
  /** Through these a negator reaches further ("I *did* not *want you to* stop calling"). */
  readonly links: ReadonlySet<string>;
  /** Links right before a phrase that make it a part of what is negated ("to", "said"). */
  readonly embedders: ReadonlySet<string>;
  /** After a comma these carry the sentence on ("…, dass"). */
  readonly subordinators: ReadonlySet<string>;
  /** Of whom a negated phrase is a complaint ("*you* don't stop calling"). */
  readonly complained: ReadonlySet<string>;
  /** Questions in which a negator negates nothing ("why don't you stop calling me"). */
  readonly rhetorical: PatternIndex<true>;
  /** "You said", after which the agent's words are repeated … */
  readonly quotes: PatternIndex<true>;
  /** … unless what was said is a promise ("you said you *would* stop calling"). */
  readonly promises: ReadonlySet<string>;
  /** Ways of saying yes. */
  readonly affirmations: PatternIndex<true>;
}

const GRAMMARS: Readonly<Record<Language, Grammar>> = {
  en: grammar(en),
  es: grammar(es),
  fr: grammar(fr),
  de: grammar(de),
};

export function grammarOf(language: Language): Grammar {
  return GRAMMARS[language];
}

/** The words without the fillers; a break before a filler is kept before the word that follows it. */
export function withoutFillers(words: readonly Word[], { fillers }: Grammar): readonly Word[] {
  const kept: Word[] = [];
  let before: Word['before'] = 'none';
  for (const word of words) {
    before = strongest(before, word.before);
    if (fillers.has(word.text)) continue;
    kept.push(before === word.before ? word : { ...word, before });
    before = 'none';
  }
  return kept;
}

/** A set of the words of a line of data, in all their spellings. */
export function wordSet(line: string): ReadonlySet<string> {
  return new Set(line.split(' ').filter(Boolean).flatMap(spellings));
}

function grammar(data: GrammarData): Grammar {
  return {
    fillers: wordSet(data.fillers),
    negators: wordSet(data.negators),
    adverbs: wordSet(data.adverbs),
    links: wordSet(data.links),
    embedders: wordSet(data.embedders),
    subordinators: wordSet(data.subordinators),
    complained: wordSet(data.complained),
    rhetorical: indexed(data.rhetorical),
    quotes: indexed(data.quotes),
    promises: wordSet(data.promises),
    affirmations: indexed(data.affirmations),
  };
}
