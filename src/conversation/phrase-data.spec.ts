import { grammarOf } from './grammar';
import { Language, LANGUAGES } from './language';
import { pattern, Pattern } from './pattern';
import { PhraseBookData } from './phrase-book';
import optOutDe from './phrases/de.json';
import optOutEn from './phrases/en.json';
import optOutEs from './phrases/es.json';
import optOutFr from './phrases/fr.json';
import signalsDe from './signals/de.json';
import signalsEn from './signals/en.json';
import signalsEs from './signals/es.json';
import signalsFr from './signals/fr.json';

const DATA: Readonly<Record<Language, readonly PhraseBookData[]>> = {
  en: [optOutEn, signalsEn],
  es: [optOutEs, signalsEs],
  fr: [optOutFr, signalsFr],
  de: [optOutDe, signalsDe],
};

function textsOf({ phrases, harmless, limits }: PhraseBookData): readonly string[] {
  return [...Object.values(phrases).flatMap(({ say }) => say), ...harmless, ...Object.values(limits).flat()];
}

/** A slot that only fillers fit can never fit: they are gone by then. */
function hasDeadSlot(slots: Pattern, fillers: ReadonlySet<string>): boolean {
  return slots.some(
    (slot) =>
      slot.kind === 'words' &&
      !slot.optional &&
      !slot.orEdge &&
      slot.stems.length === 0 &&
      [...slot.exact].every((word) => fillers.has(word)),
  );
}

describe('the phrase data', () => {
  const rows = LANGUAGES.flatMap((language) => DATA[language].map((data) => ({ language, data })));

  it.each(rows)('has no phrase in $language that waits for a filler', ({ language, data }) => {
    const { fillers } = grammarOf(language);
    const dead = textsOf(data).filter((text) => hasDeadSlot(pattern(text, data.sets), fillers));
    expect(dead).toEqual([]);
  });

  it.each(rows)('has no phrase in $language whose single words are more than one', ({ data }) => {
    const slots = textsOf(data).flatMap((text) => pattern(text, data.sets));
    const words = slots.flatMap((slot) => (slot.kind === 'words' ? [...slot.exact, ...slot.stems] : []));
    expect(words.filter((word) => word === '' || /\s/.test(word))).toEqual([]);
  });

  it.each(rows)('names only limits and certainties in $language that exist', ({ data }) => {
    const entries = Object.values(data.phrases);
    expect(entries.flatMap(({ limits = [] }) => limits).filter((name) => !(name in data.limits))).toEqual([]);
    expect(entries.filter(({ certainty = 'sure' }) => !['sure', 'doubtful'].includes(certainty))).toEqual([]);
  });
});
