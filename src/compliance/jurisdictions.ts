import { Jurisdiction } from './jurisdiction';
import { readJurisdiction } from './jurisdiction-reader';
import rows from './rule-data/jurisdictions.json';

/** Facts as of 2026-11-22. Read once, and whoever starts the process with unsound data stops it. */
const JURISDICTIONS: ReadonlyMap<string, Jurisdiction> = new Map(
  rows.map((row) => [row.code, readJurisdiction(row)]),
);
if (JURISDICTIONS.size !== rows.length) throw new Error('A jurisdiction stands in the data twice');

/** How far back calls to a number count under any cap. */
export const LONGEST_CAP_MS = allJurisdictions()
  .flatMap(({ caps }) => caps)
  .reduce((longest, { perMs }) => Math.max(longest, perMs), 86_400_000);

/** The jurisdiction of a code; undefined where the data has none. */
export function jurisdictionOf(code: string): Jurisdiction | undefined {
  return JURISDICTIONS.get(code);
}

export function allJurisdictions(): readonly Jurisdiction[] {
  return [...JURISDICTIONS.values()];
}
