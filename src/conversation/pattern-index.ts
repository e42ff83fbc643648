import { fit, Fit, Pattern, pattern, Reading, Slot } from './pattern';
import { Word } from './words';

/** Letters of a stem that it is filed under; no stem in the data is shorter. */
const STEM_KEY = 3;

/** Patterns filed by what they may begin with, so that each word of a text is held against the few that may fit. */
export class PatternIndex<T> {
  readonly #byWord = new Map<string, [Pattern, T][]>();
  readonly #byStem = new Map<string, [Pattern, T][]>();
  readonly #byNumber: [Pattern, T][] = [];
  readonly #anywhere: [Pattern, T][] = [];

  constructor(entries: Iterable<readonly [Pattern, T]>) {
    for (const [slots, value] of entries) this.#file(slots, value);
  }

  /** All that fits from the word at `at` on, and where to; in no order. */
  fitsAt(words: readonly Word[], at: number, reading: Reading): readonly (readonly [T, Fit])[] {
    const text = words[at]?.text;
    if (text === undefined) return [];
    const byWord = this.#byWord.get(text);
    const byStem = this.#byStem.size > 0 ? this.#byStem.get(text.slice(0, STEM_KEY)) : undefined;
    const byNumber =
      this.#byNumber.length > 0 && reading.numberOf?.(text) !== undefined ? this.#byNumber : undefined;
    if (byWord === undefined && byStem === undefined && byNumber === undefined && this.#anywhere.length === 0)
      return [];
    const found: [T, Fit][] = [];
    for (const list of [byWord, byStem, byNumber, this.#anywhere]) {
      for (const [slots, value] of list ?? []) {
        const match = fit(slots, words, at, reading);
        if (match !== undefined) found.push([value, match]);
      }
    }
    return found;
  }

  #file(slots: Pattern, value: T): void {
    const entry: [Pattern, T] = [slots, value];
    const first = beginnings(slots);
    if (first === undefined) {
      this.#anywhere.push(entry);
      return;
    }
    const words = first.flatMap((slot) => (slot.kind === 'words' ? [...slot.exact] : []));
    const stems = first.flatMap((slot) => (slot.kind === 'words' ? slot.stems : []));
    // Filed under a word and a stem that both fit, it is found twice, which does no harm.
    for (const word of new Set(words)) push(this.#byWord, word, entry);
    for (const stem of new Set(stems.map((text) => text.slice(0, STEM_KEY)))) push(this.#byStem, stem, entry);
    if (first.some((slot) => slot.kind === 'number' || (slot.kind === 'words' && slot.number !== undefined)))
      this.#byNumber.push(entry);
  }
}

/** Patterns of which it matters only that one fits. @param sets as `pattern` takes them */
export function indexed(
  texts: readonly string[],
  sets?: Readonly<Record<string, string>>,
): PatternIndex<true> {
  return new PatternIndex(texts.map((text) => [pattern(text, sets), true] as const));
}

function push<T>(lists: Map<string, T[]>, key: string, entry: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [entry]);
  else list.push(entry);
}

/** The slots that the first word may be taken by; undefined where anything may stand first. */
function beginnings(slots: Pattern): readonly Slot[] | undefined {
  const first: Slot[] = [];
  for (const slot of slots) {
    if (slot.kind === 'edge') continue;
    if (slot.kind === 'gap') return undefined;
    first.push(slot);
    if (!slot.optional && !(slot.kind === 'words' && slot.orEdge)) return first;
  }
  return undefined;
}
