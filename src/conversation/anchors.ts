import { Pattern, Slot } from './pattern';

type WordSlot = Extract<Slot, { kind: 'words' }>;

/** Letters of a stem that it is filed under; no stem in the data is shorter. */
const STEM_KEY = 3;

/**
 * Tells cheaply that none of many patterns can fit a text: each has words that it cannot do without. It is filed under
 * the longest of them, since long words are rare, and looked at only where that one was said. Most of what people say is
 * ruled out so.
 */
export class Anchors {
  readonly #byWord = new Map<string, (readonly WordSlot[])[]>();
  readonly #byStem = new Map<string, [stem: string, needed: readonly WordSlot[]][]>();
  #isEverywhere = false;

  constructor(patterns: Iterable<Pattern>) {
    for (const slots of patterns) this.#file(slots.filter(isNeeded));
  }

  /** Whether patterns are filed under this word: a text of none such words holds none of them. */
  isAnchor(word: string): boolean {
    return this.#isEverywhere || this.#under(word).length > 0;
  }

  /** False: none of the patterns fits anywhere in a text of these words, in whatever order. True says nothing. */
  mayHold(said: ReadonlySet<string>): boolean {
    if (this.#isEverywhere) return true;
    for (const word of said)
      if (this.#under(word).some((needed) => needed.every((slot) => isSaid(slot, said)))) return true;
    return false;
  }

  /** What the patterns that are filed under this word cannot do without. */
  #under(word: string): readonly (readonly WordSlot[])[] {
    const byWord = this.#byWord.get(word);
    const byStem = this.#byStem.get(word.slice(0, STEM_KEY));
    if (byStem === undefined) return byWord ?? [];
    return [
      ...(byWord ?? []),
      ...byStem.flatMap(([stem, needed]) => (word.startsWith(stem) ? [needed] : [])),
    ];
  }

  #file(needed: readonly WordSlot[]): void {
    const anchor = needed.toSorted((one, other) => shortest(other) - shortest(one))[0];
    if (anchor === undefined) {
      this.#isEverywhere = true;
      return;
    }
    for (const word of anchor.exact) this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), needed]);
    for (const stem of anchor.stems) {
      const key = stem.slice(0, STEM_KEY);
      this.#byStem.set(key, [...(this.#byStem.get(key) ?? []), [stem, needed]]);
    }
  }
}

/** A word has to take it: neither the edge of a clause nor a number will do, and it cannot be passed over. */
function isNeeded(slot: Slot): slot is WordSlot {
  return slot.kind === 'words' && !slot.optional && !slot.orEdge && slot.number === undefined;
}

function isSaid({ exact, stems }: WordSlot, said: ReadonlySet<string>): boolean {
  for (const word of exact) if (said.has(word)) return true;
  if (stems.length > 0) for (const word of said) if (stems.some((stem) => word.startsWith(stem))) return true;
  return false;
}

function shortest({ exact, stems }: WordSlot): number {
  return Math.min(...[...exact, ...stems].map(({ length }) => length));
}
