import { Word, wordsOf } from './words';

/** Words of a legal form, which nobody says. */
const LEGAL_FORMS = new Set(
  'inc incorporated llc llp ltd limited corp corporation co company plc gmbh ag kg se sa sas sarl sl slu srl spa bv nv oy ab the und and et y'.split(
    ' ',
  ),
);

/**
 * Whether a name was said: its words in a row, without the legal form, each as it is written or one letter off for
 * every four, or with other vowels (speech recognition spells names as it hears them), split or run together alike.
 */
export function isNamed(name: string | undefined, words: readonly Word[]): boolean {
  const wanted = wordsOf(name ?? '')
    .map(({ text }) => text)
    .filter((text, _, all) => !LEGAL_FORMS.has(text) || all.every((word) => LEGAL_FORMS.has(word)))
    .join('')
    .slice(0, 60);
  if (wanted === '') return false;
  if (words.some(({ text }) => text.length > 3 && skeleton(text) === skeleton(wanted))) return true;
  const allowed = Math.floor(wanted.length / 4);
  return words.some((_, at) => {
    let heard = '';
    for (const { text } of words.slice(at, at + 8)) {
      heard += LEGAL_FORMS.has(text) ? '' : text;
      if (heard.length > wanted.length + allowed) return false;
      if (Math.abs(heard.length - wanted.length) <= allowed && distance(heard, wanted) <= allowed)
        return true;
    }
    return false;
  });
}

/** The words with those of a name of several blanked, so that "Northwind Sales" says nothing of what the call is for. */
export function withoutName(name: string | undefined, words: readonly Word[]): readonly Word[] {
  const wanted = wordsOf(name ?? '').map(({ text }) => text);
  while (wanted.length > 0 && LEGAL_FORMS.has(wanted.at(-1) ?? '')) wanted.pop();
  if (wanted.length < 2) return words;
  const begins = words.map((_, at) => wanted.every((text, index) => words[at + index]?.text === text));
  const isOfName = (at: number) => wanted.some((_, back) => begins[at - back]);
  return words.map((word, at) => (isOfName(at) ? { ...word, text: '' } : word));
}

/** A word with its vowels all alike: what is heard of "Laura" and "Lora". */
function skeleton(text: string): string {
  return text.replace(/[aeiouy]+/g, 'a');
}

/** Letters to insert, drop or change to make one of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const change = (row[j] ?? 0) + (letter === other[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? other.length;
}
