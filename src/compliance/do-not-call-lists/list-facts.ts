/** What a version of a registry covers: area codes of the North American plan, or all of it. */
export type ListCoverage = readonly string[] | 'whole';

/** A version of a registry that is in force, and whether it holds the number that was asked for. */
export interface ListFact {
  /** The registry's code. */
  readonly list: string;
  /** The day that the version bears, e.g. `2026-06-01`. */
  readonly versionDate: string;
  readonly coverage: ListCoverage;
  readonly listed: boolean;
}

/** What the registries say of one number. No version of a registry: it was never imported, so nothing is known. */
export type ListFacts = readonly ListFact[];

/** Whether a version tells anything about a number. */
export function covers(coverage: ListCoverage, phone: string): boolean {
  return coverage === 'whole' || (phone.startsWith('+1') && coverage.includes(phone.slice(2, 5)));
}

/** Reads what the database keeps of a coverage. */
export function coverageOf(areaCodes: string | null): ListCoverage {
  return areaCodes === null ? 'whole' : areaCodes.split(',');
}
