import { ConsentLevel } from '../consents/consent';
import { countryCode } from '../../common/country';
import { jurisdictionOf } from '../jurisdictions';
import rows from '../rule-data/do-not-call-lists.json';

/** A public register of people who want no calls that sell; each row of the data. */
export interface DoNotCallRegistry {
  /** Stable id, e.g. `us-national`. */
  readonly code: string;
  readonly name: string;
  /** Codes of the jurisdictions whose calls must be checked against it. */
  readonly jurisdictions: readonly string[];
  /** ISO 3166 alpha-2: of the numbers in its files that have no country code. */
  readonly country: string;
  /** Whether it is also given out in parts, by the area codes of the North American plan. */
  readonly byAreaCode: boolean;
  /** A version of so many days may still be gone by. */
  readonly maxAgeDays: number;
  readonly exceptedBy: readonly ConsentLevel[];
  /** What excepts a call, in words, with its law. */
  readonly exception: string;
  readonly citation: string;
}

const LEVELS = new Set<string>(['express_written', 'express', 'none'] satisfies ConsentLevel[]);

/** Facts as of 2026-11-22. Read once, and whoever starts the process with unsound data stops it. */
const REGISTRIES: ReadonlyMap<string, DoNotCallRegistry> = new Map(rows.map((row) => [row.code, read(row)]));
if (REGISTRIES.size !== rows.length) throw new Error('A do-not-call list stands in the data twice');

export function allRegistries(): readonly DoNotCallRegistry[] {
  return [...REGISTRIES.values()];
}

/** The registry of a code; undefined where there is none. */
export function registryOf(code: string): DoNotCallRegistry | undefined {
  return REGISTRIES.get(code);
}

function read(row: (typeof rows)[number]): DoNotCallRegistry {
  const check = (sound: boolean, what: string): void => {
    if (!sound) throw new Error(`Do-not-call list ${row.code}: ${what}`);
  };
  check(/^[a-z]{2}-[a-z]+$/.test(row.code), 'no such code');
  check(row.name !== '' && row.citation !== '' && row.exception !== '', 'no name, exception or citation');
  check(row.jurisdictions.length > 0 && row.jurisdictions.every(jurisdictionOf), 'no such jurisdiction');
  check(countryCode(row.country) === row.country, 'no such country');
  check(Number.isInteger(row.maxAgeDays) && row.maxAgeDays > 0, 'no such age');
  check(row.exceptedBy.every(isConsentLevel), 'no such consent');
  return { ...row, exceptedBy: row.exceptedBy.filter(isConsentLevel) };
}

function isConsentLevel(text: string): text is ConsentLevel {
  return LEVELS.has(text);
}
