import { Language } from './language';
import { fit, Reading } from './pattern';
import { TimeLexicon, timeLexiconOf, TimeMeaning } from './time-lexicon';
import { Word, wordsOf } from './words';

/** A time named: what its words mean, and the numbers in it (`h` hour, `m` minute, `d` day, `n` how many). */
export interface TimeMention {
  readonly means: TimeMeaning;
  readonly numbers: Readonly<Record<string, number>>;
  /** Places among the words, to tell how much of them was understood. */
  readonly from: number;
  readonly to: number;
}

/** Characters that are read. */
const LONGEST = 2_000;
const TENS = new Set([20, 30, 40, 50]);

/** The times named in a text, in their order, without those taken back ("not Monday") or past. */
export function timeMentions(text: string, language: Language): readonly TimeMention[] {
  const lexicon = timeLexiconOf(language);
  const words = timeWords(text, lexicon);
  const reading: Reading = { notInGaps: new Set(), numberOf: (word) => numberOf(word, lexicon) };
  const mentions: TimeMention[] = [];
  let at = 0;
  while (at < words.length) {
    const found = longestAt(words, at, lexicon, reading, mentions.at(-1)?.to === at);
    if (found && found.means.ignore !== true && !isTakenBack(words, found, lexicon, reading))
      mentions.push(found);
    at = found?.to ?? at + 1;
  }
  return mentions;
}

function longestAt(
  words: readonly Word[],
  at: number,
  { rules }: TimeLexicon,
  reading: Reading,
  isAfterDay: boolean,
): TimeMention | undefined {
  let best: TimeMention | undefined;
  for (const [means, found] of rules.fitsAt(words, at, reading)) {
    if (means.afterDay === true && !isAfterDay) continue;
    if (found.to <= (best?.to ?? at) || !isSound(found.numbers)) continue;
    best = { means, numbers: found.numbers, from: at, to: found.to };
  }
  return best;
}

function isSound({ h = 0, m = 0, d = 1 }: Readonly<Record<string, number>>): boolean {
  return h <= 24 && m <= 59 && d >= 1 && d <= 31;
}

function isTakenBack(
  words: readonly Word[],
  { from, to }: TimeMention,
  lexicon: TimeLexicon,
  reading: Reading,
): boolean {
  const before = words[from]?.before === 'none' ? words[from - 1]?.text : undefined;
  if (before !== undefined && lexicon.notBefore.has(before)) return true;
  return lexicon.badAfter.some(
    (text) => words[to]?.before === 'none' && fit(text, words, to, reading) !== undefined,
  );
}

/** Figures and letters apart ("3pm", "15h30", "5th"), a colon read as an hour's mark, number words of two parts as one. */
function timeWords(text: string, lexicon: TimeLexicon): readonly Word[] {
  const spaced = text
    .slice(0, LONGEST)
    .replace(/(\d{1,2}) ?[:.] ?([0-5]\d)(?!\d)/g, '$1 h $2')
    .replace(/(\d) ?([ap])\.? ?m\b\.?/gi, '$1 $2m ')
    .replace(/\b([ap])\.m\./gi, '$1m ')
    .replace(/(\d)\.(?= )/g, '$1')
    .replace(/(\d)(?=\p{L})|(\p{L})(?=\d)/gu, '$1$2 ');
  const merged: Word[] = [];
  for (const word of wordsOf(spaced)) {
    const joined = joinedNumber(merged, word, lexicon);
    if (joined === undefined) merged.push(word);
    else
      merged.splice(joined.at, merged.length, { ...word, text: String(joined.value), before: joined.before });
  }
  return merged;
}

/** "Thirty five", "treinta y cinco", "vingt et une" as one number, and where its words begin. */
function joinedNumber(words: readonly Word[], word: Word, lexicon: TimeLexicon) {
  const unit = numberOf(word.text, lexicon);
  if (unit === undefined || unit < 1 || unit > 9 || /\d/.test(word.text) || word.before !== 'none')
    return undefined;
  const at = words.at(-1)?.text === lexicon.and && lexicon.and !== '' ? words.length - 2 : words.length - 1;
  const tens = words[at];
  const value = tens === undefined || /\d/.test(tens.text) ? undefined : numberOf(tens.text, lexicon);
  if (tens === undefined || value === undefined || !TENS.has(value)) return undefined;
  return { at, value: value + unit, before: tens.before };
}

function numberOf(word: string, { numbers }: TimeLexicon): number | undefined {
  return /^\d{1,2}$/.test(word) ? Number(word) : numbers.get(word);
}
