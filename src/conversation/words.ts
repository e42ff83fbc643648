import { RecentCache } from '../common/recent-cache';

/** What stands between a word and the one before it: nothing but a blank, a comma or the like, a sentence's end. */
export type Break = 'none' | 'comma' | 'sentence';

/** A word as it is compared, with its place in the text that it was read from. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly before: Break;
}

const LETTERS = /[\p{L}\p{M}\p{N}]+(?:['’‘`´][\p{L}\p{M}\p{N}]+)*/gu;
const PIECES = new RegExp(`${LETTERS.source}|[.!?…\\n¿¡。]|[,;:–—"“”„«»()]`, 'gu');
const APOSTROPHES = /['’‘`´]/u;
/** French words that lose their vowel before another: two words where English contractions make one. */
const ELIDED = new Set(['c', 'd', 'j', 'l', 'm', 'n', 's', 't', 'qu', 'jusqu', 'lorsqu', 'puisqu']);

/**
 * Splits a text into words to compare: without accents, case and apostrophes, so that what speech recognition writes
 * in several ways reads as one. Takes time in proportion to the text; bounding the text is the caller's part.
 * @param most of the first words no more than so many are wanted
 */
export function wordsOf(text: string, most = Infinity): readonly Word[] {
  const words: Word[] = [];
  let before: Break = 'none';
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    const parts = partsOf(piece);
    if (parts.length === 0) {
      before = strongest(before, breakOf(piece));
      continue;
    }
    for (const part of parts) {
      words.push({ text: part, start: index, end: index + piece.length, before });
      if (words.length >= most) return words;
      before = 'none';
    }
  }
  return words;
}

/** The words that `wordsOf` finds, each once and without their places: much faster. */
export function vocabularyOf(text: string): ReadonlySet<string> {
  const said = new Set<string>();
  for (const piece of new Set(text.match(LETTERS))) for (const part of partsOf(piece)) said.add(part);
  return said;
}

/** The text as it is compared: words with a blank between them. Doing it twice changes nothing more. */
export function normalise(text: string): string {
  return wordsOf(text)
    .map((word) => word.text)
    .join(' ');
}

/** Whether nothing may be taken together over this break but what is one sentence. */
export function isBroken(before: Break): boolean {
  return before !== 'none';
}

export function strongest(one: Break, other: Break): Break {
  if (one === 'sentence' || other === 'sentence') return 'sentence';
  return one === 'comma' || other === 'comma' ? 'comma' : 'none';
}

function breakOf(piece: string): Break {
  if (/[.!?…\n¿¡。]/u.test(piece)) return 'sentence';
  return /[,;:–—"“”„«»()]/u.test(piece) ? 'comma' : 'none';
}

/** People use few words, and taking one apart costs the most of reading a text. */
const KNOWN = new RecentCache<readonly string[]>(10_000);

function partsOf(piece: string): readonly string[] {
  return KNOWN.get(piece, () => takeApart(piece));
}

function takeApart(piece: string): readonly string[] {
  const parts: string[] = [];
  let open = '';
  for (const part of piece.split(APOSTROPHES).map(folded)) {
    open += part;
    if (!ELIDED.has(open)) continue;
    parts.push(open);
    open = '';
  }
  return [...parts, open].filter((part) => part !== '');
}

/** Compatibility forms and accents away, lower case, ß as ss. */
function folded(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/ß/gu, 'ss')
    .replace(/[^\p{L}\p{N}]|ʼ/gu, '');
}
