import { Grammar } from './grammar';
import { Reading } from './pattern';
import { Word } from './words';

/**
 * What the words before a phrase make of it:
 * `stands` nothing · `undone` its contrary is meant, or the agent's words are repeated · `unclear` one can't be sure.
 */
export type Sense = 'stands' | 'undone' | 'unclear';

/** How many words back a negator is looked for. */
const REACH = 8;
const READING: Reading = { notInGaps: new Set() };

/**
 * The scope of negation and of quotation, read backwards from the phrase that begins at `at`.
 *
 * A negator counts only within its own clause and only if nothing but adverbs and links stand between: "I don't know
 * you stop calling me" negates the knowing. Right before the phrase, or with an embedding word there ("to", "said"), it
 * undoes it; through links alone ("I don't want you stop calling me") the phrase is unclear. Two negators may cancel
 * out, and "you don't stop calling" is a complaint: unclear both. Questions ("why don't you …") negate nothing.
 */
export function senseAt(words: readonly Word[], at: number, grammar: Grammar): Sense {
  const negated = negationAt(words, at, grammar);
  return negated === 'stands' ? quotationAt(words, at, grammar) : negated;
}

/** Whether a negator before the phrase that begins at `at` makes, or may make, its contrary of it. */
export function isNegatedAt(words: readonly Word[], at: number, grammar: Grammar): boolean {
  return negationAt(words, at, grammar) !== 'stands';
}

function negationAt(words: readonly Word[], at: number, grammar: Grammar): Sense {
  let found: Sense = 'stands';
  let isDirect = true;
  let isEmbedded = false;
  for (let i = at - 1; i >= 0 && i >= at - REACH; i -= 1) {
    const word = words[i];
    const next = words[i + 1];
    if (word === undefined || next === undefined || parts(next, grammar)) break;
    if (grammar.negators.has(word.text)) {
      if (isRhetorical(words, i, grammar)) break;
      const complaint = grammar.complained.has(words[i - 1]?.text ?? '') && word.before === 'none';
      if (found !== 'stands' || (complaint && isDirect)) return 'unclear';
      found = isDirect || isEmbedded ? 'undone' : 'unclear';
    } else if (grammar.adverbs.has(word.text)) {
      continue;
    } else if (grammar.links.has(word.text)) {
      isEmbedded ||= isDirect && grammar.embedders.has(word.text);
      isDirect = false;
    } else {
      break;
    }
  }
  return found;
}

/** Whether a clause ends before this word. A comma before "dass" or "que" ends none. */
function parts({ before, text }: Word, { subordinators }: Grammar): boolean {
  return before === 'sentence' || (before === 'comma' && !subordinators.has(text));
}

function isRhetorical(words: readonly Word[], at: number, { rhetorical }: Grammar): boolean {
  // "Warum rufen Sie mich nicht": the negator stands up to six words into the question.
  return Array.from({ length: 7 }, (_, back) => at - back).some((from) =>
    rhetorical.fitsAt(words, from, READING).some(([, { to }]) => to > at),
  );
}

function quotationAt(words: readonly Word[], at: number, grammar: Grammar): Sense {
  for (let i = at - 1; i >= 0 && i >= at - REACH; i -= 1) {
    if (words[i + 1]?.before === 'sentence') return 'stands';
    const cues = grammar.quotes.fitsAt(words, i, READING).filter(([, { to }]) => to <= at);
    if (cues.length === 0) continue;
    const cueTo = Math.max(...cues.map(([, { to }]) => to));
    const between = words.slice(cueTo, at).map(({ text }) => text);
    if (between.some((text) => grammar.promises.has(text))) return 'stands';
    return between.every((text) => grammar.links.has(text) || grammar.adverbs.has(text))
      ? 'undone'
      : 'unclear';
  }
  return 'stands';
}
