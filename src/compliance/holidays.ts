import { holidayOn } from './holiday-formula';
import sets from './rule-data/holidays.json';

const DAY_MS = 86_400_000;
/** Years kept in memory over all sets: far more than a deployment meets, and a bound on what hostile dates can fill. */
const MAX_YEARS = 1_000;

/**
 * How a holiday on a weekend is kept on a weekday as well: Saturday's on Friday and Sunday's on Monday, or both on the
 * next weekday that is no holiday itself. The date itself stays a holiday in any case.
 */
type Observance = 'none' | 'nearest-weekday' | 'next-weekday';

interface HolidaySet {
  readonly citation: string;
  readonly includes: readonly string[];
  readonly observed: Observance;
  /** Names and formulas, see {@link holidayOn}. */
  readonly days: readonly (readonly [string, string])[];
}

/** Where a source was in doubt whether a day counts, or a governor proclaims it year by year, it counts. */
const SETS: ReadonlyMap<string, HolidaySet> = readSets(sets);

/** Name of the holiday by day number since the epoch. */
type HolidaysOfYear = ReadonlyMap<number, string>;

const years = new Map<string, HolidaysOfYear>();

/** Whether the data has a set of holidays by this name. */
export function isHolidaySet(set: string): boolean {
  return SETS.has(set);
}

/**
 * The holiday of a set on a local date; undefined on other days.
 * @param set a name that {@link isHolidaySet} knows
 * @param localDay the date as the number of days since 1970-01-01
 * @throws RangeError for an unknown set, or a day outside the range of `Date`
 */
export function holidayName(set: string, localDay: number): string | undefined {
  const year = new Date(localDay * DAY_MS).getUTCFullYear();
  if (Number.isNaN(year)) throw new RangeError('Not a date');
  const key = `${set} ${year}`;
  let days = years.get(key);
  if (!days) {
    days = reckonYear(set, year);
    if (years.size >= MAX_YEARS) years.clear();
    years.set(key, days);
  }
  return days.get(localDay);
}

/** A holiday of the years beside it may be observed in a year: 1 January on a Saturday is kept on 31 December. */
function reckonYear(name: string, year: number): HolidaysOfYear {
  const set = SETS.get(name);
  if (!set) throw new RangeError('Not a set of holidays');
  const days = new Map<number, string>();
  for (const included of set.includes) {
    for (const [day, holiday] of reckonYear(included, year)) days.set(day, holiday);
  }
  for (const near of [year - 1, year, year + 1]) {
    const dated = set.days.map(([holiday, formula]) => [holidayOn(formula, near), holiday] as const);
    const taken = new Set(dated.map(([day]) => day));
    for (const [day, holiday] of dated) {
      const observed = observedOn(day, set.observed, taken);
      taken.add(observed);
      if (!days.has(observed)) days.set(observed, `${holiday} (observed)`);
    }
    for (const [day, holiday] of dated) days.set(day, holiday);
  }
  return days;
}

function observedOn(day: number, observance: Observance, taken: ReadonlySet<number>): number {
  const weekday = (((day + 3) % 7) + 7) % 7;
  if (observance === 'none' || weekday < 5) return day;
  if (observance === 'nearest-weekday') return weekday === 5 ? day - 1 : day + 1;
  let next = day + 7 - weekday;
  while (taken.has(next)) next += 1;
  return next;
}

/** What the data's file holds of a set. */
interface HolidayEntry {
  readonly citation: string;
  readonly includes?: readonly string[];
  readonly observed: string;
  readonly days: Readonly<Record<string, string>>;
}

/** @throws Error where the data is not sound: the process must not start with it */
function readSets(entries: Readonly<Record<string, HolidayEntry>>): ReadonlyMap<string, HolidaySet> {
  const read = new Map<string, HolidaySet>();
  for (const [name, { citation, includes = [], observed, days }] of Object.entries(entries)) {
    if (!isObservance(observed)) throw new Error(`Holidays of ${name}: no such observance`);
    // A set stands after those that it includes, so none can include itself.
    if (!includes.every((included) => read.has(included)))
      throw new Error(`Holidays of ${name}: unknown set`);
    for (const formula of Object.values(days)) holidayOn(formula, 2026);
    read.set(name, { citation, includes, observed, days: Object.entries(days) });
  }
  return read;
}

function isObservance(text: string): text is Observance {
  return text === 'none' || text === 'nearest-weekday' || text === 'next-weekday';
}
