/** The languages that conversations are read in. All four are tried on every utterance: nobody announces theirs. */
export const LANGUAGES = ['en', 'es', 'fr', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The languages with the likely one first, so that of equal readings its own is told. */
export function languagesFrom(likely: Language | undefined): readonly Language[] {
  return likely === undefined ? LANGUAGES : [likely, ...LANGUAGES.filter((language) => language !== likely)];
}
