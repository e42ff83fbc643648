import { grammarOf, withoutFillers } from './grammar';
import { LANGUAGES } from './language';
import { wordsOf } from './words';

/** Whether the utterance begins with a yes, in any of the languages. */
export function isAffirmation(utterance: string): boolean {
  const all = wordsOf(utterance.slice(0, 400));
  return LANGUAGES.some((language) => {
    const grammar = grammarOf(language);
    const words = withoutFillers(all, grammar);
    return grammar.affirmations.fitsAt(words, 0, { notInGaps: new Set() }).length > 0;
  });
}
