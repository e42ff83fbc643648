import { Pattern, Slot } from './pattern';
import { Word } from './words';

type WordSlot = Extract<Slot, { kind: 'words' }>;

/** Letters of a stem that it is filed under; no stem in the data is shorter. */
const STEM_KEY = 3;

/**
 * Tells cheaply that none of many patterns can fit a text: each pattern has a word that it cannot do without, and of
 * those the longest is looked for, since long words are rare. Most of what people say is ruled out so.
 */
export class Anchors {
  readonly #exact = new Set<string>();
  readonly #stems = new Map<string, string[]>();
  #isEverywhere = false;

  constructor(patterns: Iterable<Pattern>) {
    for (const slots of patterns) this.#add(anchorOf(slots));
  }

  /** False: none of the patterns fits anywhere in these words. True says nothing. */
  mayHold(words: readonly Word[]): boolean {
    return this.#isEverywhere || words.some(({ text }) => this.#exact.has(text) || this.#isStemmed(text));
  }

  #isStemmed(text: string): boolean {
    const stems = this.#stems.get(text.slice(0, STEM_KEY));
    return stems !== undefined && stems.some((stem) => text.startsWith(stem));
  }

  #add(anchor: WordSlot | undefined): void {
    if (anchor === undefined) {
      this.#isEverywhere = true;
      return;
    }
    for (const word of anchor.exact) this.#exact.add(word);
    for (const stem of anchor.stems) {
      const key = stem.slice(0, STEM_KEY);
      this.#stems.set(key, [...(this.#stems.get(key) ?? []), stem]);
    }
  }
}

/** The slot that must be taken by a word, of several the one whose shortest word is longest. */
function anchorOf(slots: Pattern): WordSlot | undefined {
  let best: WordSlot | undefined;
  for (const slot of slots) {
    if (slot.kind !== 'words' || slot.optional || slot.orEdge || slot.number !== undefined) continue;
    if (best === undefined || shortest(slot) > shortest(best)) best = slot;
  }
  return best;
}

function shortest({ exact, stems }: WordSlot): number {
  return Math.min(...[...exact, ...stems].map(({ length }) => length));
}
