import de from './disclosures/de.json';
import en from './disclosures/en.json';
import es from './disclosures/es.json';
import fr from './disclosures/fr.json';
import { Grammar, grammarOf, wordSet } from './grammar';
import { Language, LANGUAGES } from './language';
import { isNegatedAt } from './negation';
import { OPT_OUT_KEY } from './opt-out-key';
import { Fit, Pattern, pattern, Reading } from './pattern';
import { indexed, PatternIndex } from './pattern-index';
import { timeLexiconOf } from './time-lexicon';
import { Word } from './words';

/** What can be said in many words; `disclosures/*.json`. */
export type Statement = 'artificial' | 'recorded' | 'opt-out' | 'callback-number' | 'sales';

interface DisclosureData {
  readonly say: Readonly<Record<Statement, readonly string[]>>;
  /** Over and above those of the grammar, for statements about the call itself; words with blanks between them. */
  readonly negators: string;
  readonly links: string;
  /** Phrases that take back every statement that begins in them, where the negator comes behind. */
  readonly denials: readonly string[];
}

const DATA: Readonly<Record<Language, DisclosureData>> = { en, es, fr, de };

const READING: Reading = {
  notInGaps: new Set(),
  numberOf: (word) =>
    /^\d$/.test(word)
      ? Number(word)
      : LANGUAGES.map((language) => timeLexiconOf(language).numbers.get(word)).find(
          (number) => number !== undefined,
        ),
};

const STATEMENTS = new PatternIndex<Statement>(LANGUAGES.flatMap((language) => patternsOf(DATA[language])));
const DENIALS = LANGUAGES.map((language) => indexed(DATA[language].denials));
/** How many words before a statement a denial of it may begin. */
const DENIAL_BEFORE = 8;

/** By which the invitation to opt out is read: "if you don't want a call, say stop" must not lose its stop. */
const PLAIN = LANGUAGES.map((language) => withoutQuestions(grammarOf(language)));
/** By which statements about the call are read: a negator reaches them through articles and adjectives too. */
const WIDE = LANGUAGES.map((language, index) => widened(PLAIN[index] ?? grammarOf(language), DATA[language]));

/** Where the words make the statement, in whatever language; one that is negated is not made. */
export function statementIn(words: readonly Word[], statement: Statement): Fit | undefined {
  for (const at of words.keys()) {
    const found = STATEMENTS.fitsAt(words, at, READING).find(
      ([made, { numbers }]) => made === statement && [undefined, Number(OPT_OUT_KEY)].includes(numbers.key),
    );
    if (found && !isDenied(words, at, statement)) return found[1];
  }
  return undefined;
}

/** Every language is asked: openings mix them, and "AI" or "stop" are words of several. */
function isDenied(words: readonly Word[], at: number, statement: Statement): boolean {
  const grammars = statement === 'opt-out' ? PLAIN : WIDE;
  return grammars.some((grammar) => isNegatedAt(words, at, grammar)) || isWithinDenial(words, at);
}

function isWithinDenial(words: readonly Word[], at: number): boolean {
  const within: Reading = { ...READING, withinCommas: true };
  for (let from = Math.max(0, at - DENIAL_BEFORE); from <= at; from += 1) {
    if (DENIALS.some((denials) => denials.fitsAt(words, from, within).some(([, { to }]) => to > at)))
      return true;
  }
  return false;
}

/** Fillers change nothing here, and an agent asks no rhetorical questions. */
function withoutQuestions(grammar: Grammar): Grammar {
  return {
    ...grammar,
    adverbs: new Set([...grammar.adverbs, ...grammar.fillers]),
    rhetorical: indexed([]),
  };
}

function widened(grammar: Grammar, { negators, links }: DisclosureData): Grammar {
  return {
    ...grammar,
    negators: new Set([...grammar.negators, ...wordSet(negators)]),
    links: new Set([...grammar.links, ...wordSet(links)]),
  };
}

function patternsOf({ say }: DisclosureData): readonly (readonly [Pattern, Statement])[] {
  const texts = Object.entries(say) as [Statement, readonly string[]][];
  return texts.flatMap(([statement, list]) => list.map((text) => [pattern(text), statement] as const));
}
