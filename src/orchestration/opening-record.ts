/** What the openings of the last answered calls left out. */
export interface OpeningRecord {
  /** Answered calls that were looked at, at most {@link OPENINGS}. */
  readonly answered: number;
  /** Those of them in which something that must be said was not. */
  readonly missed: number;
  /** How often each disclosure was left out. */
  readonly byDisclosure: Readonly<Record<string, number>>;
}

/** How many answered calls are looked back on. */
export const OPENINGS = 50;
/** Fewer misses than this may be the transcriber's; … */
const TOLERATED = 5;
/** … from this share on, it is the script's or the model's. */
const SHARE = 0.1;

/** @param missed the disclosures that each call left out */
export function openingRecord(missed: readonly (readonly string[])[]): OpeningRecord {
  const byDisclosure: Record<string, number> = {};
  for (const disclosure of missed.flat()) byDisclosure[disclosure] = (byDisclosure[disclosure] ?? 0) + 1;
  return {
    answered: missed.length,
    missed: missed.filter((disclosures) => disclosures.length > 0).length,
    byDisclosure,
  };
}

/** Why dialing has to pause, in words; `undefined` while it may go on. */
export function pauseReason({ answered, missed, byDisclosure }: OpeningRecord): string | undefined {
  if (missed < TOLERATED || missed < answered * SHARE) return undefined;
  const which = Object.entries(byDisclosure).map(([disclosure, times]) => `${disclosure} (${times})`);
  return (
    `In ${missed} of the last ${answered} answered calls the opening left out what must be said: ` +
    `${which.join(', ')}. Mend the script or the assistant, then resume.`
  );
}
