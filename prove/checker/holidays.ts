import { DateTime } from 'luxon';
import { HOLIDAY_SETS } from './law';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Written down, not reckoned, so that no mistake of a formula is made twice. */
const EASTER_SUNDAYS = [
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2028-04-16',
  '2029-04-01',
  '2030-04-21',
  '2031-04-13',
  '2032-03-28',
  '2033-04-17',
  '2034-04-09',
  '2035-03-25',
];

const known = new Map<string, ReadonlySet<string>>();

/** Whether a set of holidays holds a local date such as `2027-07-04`, by itself or as another's observance. */
export function isHoliday(set: string, date: string): boolean {
  return datesOf(set, Number(date.slice(0, 4))).has(date);
}

/**
 * All dates of a set that fall into a year, observances included.
 * @throws Error for an unknown set, or a year next to which Easter is not known
 */
export function datesOf(set: string, year: number): ReadonlySet<string> {
  const key = `${set} ${year}`;
  let dates = known.get(key);
  if (!dates) {
    dates = new Set([...reckon(set, year)].filter((date) => date.startsWith(`${year}-`)));
    known.set(key, dates);
  }
  return dates;
}

/** New Year's Day on a Saturday is kept on 31 December: the years beside it count too. */
function reckon(name: string, year: number): ReadonlySet<string> {
  const set = HOLIDAY_SETS.get(name);
  if (!set) throw new Error(`The data has no holidays of ${name}`);
  const dates = new Set<string>();
  for (const near of [year - 1, year, year + 1]) for (const date of reckonOwn(name, near)) dates.add(date);
  for (const included of set.includes ?? []) for (const date of reckon(included, year)) dates.add(date);
  return dates;
}

function reckonOwn(name: string, year: number): readonly string[] {
  const set = HOLIDAY_SETS.get(name);
  if (!set) throw new Error(`The data has no holidays of ${name}`);
  const days = Object.values(set.days).map((formula) => dayOf(formula, year));
  const dates = new Set(days.map(iso));
  for (const day of days) {
    if (day.weekday < 6) continue;
    if (set.observed === 'nearest-weekday') dates.add(iso(day.plus({ days: day.weekday === 6 ? -1 : 1 })));
    if (set.observed === 'next-weekday') {
      let next = day;
      while (next.weekday >= 6 || dates.has(iso(next))) next = next.plus({ days: 1 });
      dates.add(iso(next));
    }
  }
  return [...dates];
}

function dayOf(formula: string, year: number): DateTime {
  if (formula.startsWith('easter'))
    return easter(year).plus({ days: Number(formula.slice('easter'.length)) });
  const [first = '', weekday, month = '', further = '0'] = formula.split(' ');
  if (weekday === undefined) return DateTime.fromISO(`${year}-${first}`, { zone: 'utc' });
  const start = DateTime.utc(year, Number(month), 1);
  const days = Array.from({ length: start.daysInMonth ?? 0 }, (_, day) => start.plus({ days: day }));
  const found = days
    .filter((day) => WEEKDAYS[day.weekday - 1] === weekday)
    .at(Number(first) < 0 ? -1 : Number(first) - 1);
  if (!found) throw new Error(`No day is ${formula} in ${year}`);
  return found.plus({ days: Number(further) });
}

function easter(year: number): DateTime {
  const sunday = EASTER_SUNDAYS.find((date) => date.startsWith(`${year}-`));
  if (sunday === undefined) throw new Error(`Easter of ${year} is not written down`);
  return DateTime.fromISO(sunday, { zone: 'utc' });
}

function iso(day: DateTime): string {
  return day.toFormat('yyyy-MM-dd');
}
