import { normalise, Word } from './words';

/** What a slot of a pattern takes: one of several words, a number kept under a name, some words, or an edge. */
export type Slot =
  | {
      readonly kind: 'words';
      readonly exact: ReadonlySet<string>;
      readonly stems: readonly string[];
      readonly optional: boolean;
      /** The name of a number that fits as well. */
      readonly number: string | undefined;
      /** Fits the edge of a clause as well as its words. */
      readonly orEdge: boolean;
    }
  | { readonly kind: 'number'; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'edge' };

/** A phrase to look for. */
export type Pattern = readonly Slot[];

/** Where a pattern fits: words `from` to before `to`, and the numbers it named. */
export interface Fit {
  readonly from: number;
  readonly to: number;
  readonly numbers: Readonly<Record<string, number>>;
}

/** What a language adds to matching. */
export interface Reading {
  /** Words that a gap never swallows, since they turn the sense. */
  readonly notInGaps: ReadonlySet<string>;
  /** What number a word is, if any. */
  readonly numberOf?: (word: string) => number | undefined;
  /** Keep within commas as well; sentences are never crossed. */
  readonly withinCommas?: boolean;
}

/**
 * Reads a pattern: slots with blanks between them.
 * `a|b` one of these · `stem*` a word that begins so · a final `?` makes the slot optional · `@name` the words of a set ·
 * `#name` a number · `..3` up to three words · `^` and `$` the edge of a clause, `$` and `#name` also as one of several words.
 * German words are taken with umlauts written out as well (ü: u, ue).
 */
export function pattern(text: string, sets: Readonly<Record<string, string>> = {}): Pattern {
  return text.split(' ').map((piece): Slot => {
    if (piece === '^' || piece === '$') return { kind: 'edge' };
    if (piece.startsWith('..')) return { kind: 'gap', most: Number(piece.slice(2)) };
    const optional = piece.endsWith('?');
    const body = optional ? piece.slice(0, -1) : piece;
    if (body.startsWith('#') && !body.includes('|')) return { kind: 'number', name: body.slice(1), optional };
    const words = body.split('|').flatMap((word) => (word.startsWith('@') ? setOf(word, sets) : [word]));
    const [stems, exact] = [
      words.filter((word) => word.endsWith('*')),
      words.filter((word) => !/[*$]$|^#/.test(word)),
    ];
    return {
      kind: 'words',
      exact: new Set(exact.flatMap(spellings)),
      stems: stems.flatMap(spellings),
      optional,
      number: words.find((word) => word.startsWith('#'))?.slice(1),
      orEdge: words.includes('$'),
    };
  });
}

function setOf(name: string, sets: Readonly<Record<string, string>>): readonly string[] {
  const words = sets[name.slice(1)];
  if (words === undefined) throw new Error(`A phrase names the set ${name}, which does not exist`);
  return words.split(/[ |]/);
}

/** A word without accents, and with its umlauts written out. */
export function spellings(word: string): readonly string[] {
  const spelled = word
    .normalize('NFC')
    .replace(/[äöü]/g, (umlaut) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[umlaut] ?? umlaut);
  return [...new Set([normalise(word), normalise(spelled)])];
}

/** Fits a pattern from the word at `at` on, taking as much as it can. Its cost depends on the pattern alone. */
export function fit(slots: Pattern, words: readonly Word[], at: number, reading: Reading): Fit | undefined {
  const whole = fitFrom({ slots, words, reading, from: at }, 0, at, NO_NUMBERS);
  return whole === undefined || whole.to === at ? undefined : whole;
}

interface Fitting {
  readonly slots: Pattern;
  readonly words: readonly Word[];
  readonly reading: Reading;
  readonly from: number;
}

const NO_NUMBERS: Fit['numbers'] = {};

function fitFrom(fitting: Fitting, slotAt: number, at: number, numbers: Fit['numbers']): Fit | undefined {
  const slot = fitting.slots[slotAt];
  if (slot === undefined) return { from: fitting.from, to: at, numbers };
  if (slot.kind === 'edge')
    return isEdge(fitting.words, at) ? fitFrom(fitting, slotAt + 1, at, numbers) : undefined;
  if (slot.kind === 'gap') return fitGap(fitting, slot.most, slotAt + 1, at, numbers);
  const taken = take(slot, fitting, at, numbers);
  const rest = taken && fitFrom(fitting, slotAt + 1, at + 1, taken);
  if (rest !== undefined) return rest;
  const mayMiss = slot.optional || (slot.kind === 'words' && slot.orEdge && isEdge(fitting.words, at));
  return mayMiss ? fitFrom(fitting, slotAt + 1, at, numbers) : undefined;
}

function fitGap(
  fitting: Fitting,
  most: number,
  slotAt: number,
  at: number,
  numbers: Fit['numbers'],
): Fit | undefined {
  for (let next = at; next <= at + most; next += 1) {
    const rest = fitFrom(fitting, slotAt, next, numbers);
    if (rest !== undefined) return rest;
    const word = fitting.words[next];
    if (word === undefined || !isWithin(fitting, next, word) || fitting.reading.notInGaps.has(word.text))
      return undefined;
  }
  return undefined;
}

/** The numbers taken so far, with the one that the slot takes here; undefined if it does not take the word. */
function take(slot: Slot, fitting: Fitting, at: number, numbers: Fit['numbers']): Fit['numbers'] | undefined {
  const word = fitting.words[at];
  if (word === undefined || !isWithin(fitting, at, word)) return undefined;
  if (
    slot.kind === 'words' &&
    (slot.exact.has(word.text) || slot.stems.some((stem) => word.text.startsWith(stem)))
  ) {
    return numbers;
  }
  const name = slot.kind === 'words' ? slot.number : slot.kind === 'number' ? slot.name : undefined;
  const number = name === undefined ? undefined : fitting.reading.numberOf?.(word.text);
  return name === undefined || number === undefined ? undefined : { ...numbers, [name]: number };
}

function isWithin({ from, reading }: Fitting, at: number, { before }: Word): boolean {
  if (at === from || before === 'none') return true;
  return before === 'comma' && reading.withinCommas !== true;
}

function isEdge(words: readonly Word[], at: number): boolean {
  return at === 0 || at >= words.length || words[at]?.before !== 'none';
}
