import { Anchors } from './anchors';
import { Grammar, withoutFillers } from './grammar';
import { Sense, senseAt } from './negation';
import { fit, Pattern, pattern, Reading } from './pattern';
import { indexed, PatternIndex } from './pattern-index';
import { Word } from './words';

/** `sure` means what it says; `doubtful` may. */
export type Certainty = 'sure' | 'doubtful';

/** The shape of a family of phrases in the data. */
export interface PhraseData {
  readonly say: readonly string[];
  /** Absent: sure. */
  readonly certainty?: string;
  /** A negator before it does not undo it: "you haven't taken me off your list" still asks for it. */
  readonly negatable?: boolean;
  /** Names of the limits that make it doubtful where they follow ("don't call me *before five*"). */
  readonly limits?: readonly string[];
}

export interface PhraseBookData {
  readonly sets: Readonly<Record<string, string>>;
  readonly phrases: Readonly<Record<string, PhraseData>>;
  /** Phrases that look like one of the others and are not: what overlaps with them counts for nothing. */
  readonly harmless: readonly string[];
  readonly limits: Readonly<Record<string, readonly string[]>>;
}

/** A phrase found; `from` and `to` are places in the words without fillers. */
export interface Finding {
  readonly id: string;
  readonly certainty: Certainty;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly id: string;
  readonly certainty: Certainty;
  readonly isNegatable: boolean;
  readonly limits: readonly Pattern[];
}

/** The phrases of one language. */
export class PhraseBook {
  readonly #phrases: PatternIndex<Phrase>;
  readonly #harmless: PatternIndex<true>;
  readonly #reading: Reading;

  /** Where these hold nothing, nothing is found, with or without the fillers. */
  readonly anchors: Anchors;

  constructor(
    readonly grammar: Grammar,
    data: PhraseBookData,
  ) {
    this.#reading = { notInGaps: grammar.negators, numberOf: figure };
    const phrases = phrasesOf(data);
    this.#phrases = new PatternIndex(phrases);
    this.anchors = new Anchors(phrases.map(([slots]) => slots));
    this.#harmless = indexed(data.harmless, data.sets);
  }

  /** Without the fillers: what `find` wants, and what a finding's places refer to. */
  wordsOf(words: readonly Word[]): readonly Word[] {
    return withoutFillers(words, this.grammar);
  }

  /** All phrases found. One that is undone or harmless is not among them; an unclear one is doubtful. */
  find(words: readonly Word[]): readonly Finding[] {
    const findings: Finding[] = [];
    let undoneTo = 0;
    for (const at of words.keys()) {
      const fits = this.#phrases
        .fitsAt(words, at, this.#reading)
        .filter(([, { to }]) => !this.isHarmless(words, at, to));
      if (fits.length === 0) continue;
      const sense = senseAt(words, at, this.grammar);
      for (const [phrase, { to }] of fits) {
        // What begins within a phrase that is undone is undone with it ("don't take me [off your list]").
        if (phrase.isNegatable && sense === 'undone') undoneTo = Math.max(undoneTo, to);
        if (!phrase.isNegatable || at >= undoneTo) findings.push(this.#finding(phrase, words, at, to, sense));
      }
    }
    return findings;
  }

  /** Whether the words from `from` to before `to` overlap with something that only looks like a phrase of the book. */
  isHarmless(words: readonly Word[], from: number, to: number): boolean {
    const within: Reading = { ...this.#reading, withinCommas: true };
    for (let at = Math.max(0, from - HARMLESS_BEFORE); at < to; at += 1) {
      if (this.#harmless.fitsAt(words, at, within).some(([, found]) => found.to > from)) return true;
    }
    return false;
  }

  #finding(phrase: Phrase, words: readonly Word[], at: number, to: number, sense: Sense): Finding {
    const { id, certainty, isNegatable, limits } = phrase;
    const isUnclear = isNegatable && sense === 'unclear';
    const isLimited = limits.some((limit) => fit(limit, words, to, this.#reading) !== undefined);
    return { id, certainty: isUnclear || isLimited ? 'doubtful' : certainty, from: at, to };
  }
}

function phrasesOf(data: PhraseBookData): readonly (readonly [Pattern, Phrase])[] {
  return Object.entries(data.phrases).flatMap(([id, { say, certainty, negatable, limits = [] }]) => {
    const phrase: Phrase = {
      id,
      certainty: certainty === 'doubtful' ? 'doubtful' : 'sure',
      isNegatable: negatable !== false,
      limits: limits.flatMap((name) => data.limits[name] ?? []).map((text) => pattern(text, data.sets)),
    };
    return say.map((text) => [pattern(text, data.sets), phrase] as const);
  });
}

function figure(word: string): number | undefined {
  return /^\d{1,4}$/.test(word) ? Number(word) : undefined;
}

/** How many words before a phrase something harmless may begin that it is a part of. */
const HARMLESS_BEFORE = 5;
const PLAIN: Reading = { notInGaps: new Set() };

/** Whether all of the words are such phrases or such other words, and at least one is such a phrase. */
export function isNothingBut(
  words: readonly Word[],
  phrases: PatternIndex<true>,
  others: ReadonlySet<string>,
): boolean {
  let at = 0;
  let found = 0;
  while (at < words.length) {
    const from = at;
    const to = Math.max(from, ...phrases.fitsAt(words, from, PLAIN).map(([, fits]) => fits.to));
    if (to === from && !others.has(words[at]?.text ?? '')) return false;
    if (to > from) found += 1;
    at = Math.max(to, from + 1);
  }
  return found > 0;
}
