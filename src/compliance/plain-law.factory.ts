import { DateTime } from 'luxon';
import holidays from './rule-data/holidays.json';
import { JurisdictionRow } from './jurisdiction-reader';

/** For tests: the data on hours and holidays, read in the plainest words and apart from the code under test. */

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface HolidayEntry {
  readonly includes?: readonly string[];
  readonly observed: string;
  readonly days: Readonly<Record<string, string>>;
}

/** The start and end (minutes) of the windows of each weekday, Monday first. */
export type PlainWeek = readonly (readonly (readonly [number, number])[])[];

/** For tests: a week as the data writes it, each window a minute shorter for ringing. */
export function plainWeek(text: string): PlainWeek {
  return WEEKDAYS.map((_, weekday) =>
    text.split('; ').flatMap((part) => {
      const [days = '', windows = ''] = part.split(' ');
      const [first = '', last = first] = days.split('-');
      if (weekday < WEEKDAYS.indexOf(first) || weekday > WEEKDAYS.indexOf(last)) return [];
      return windows.split(',').map((window) => {
        const [start = 0, end = 0] = window.split('-').map(minutes);
        return [start, end - 1] as const;
      });
    }),
  );
}

/** For tests: whether a row's law lets a call be dialed at a local time. */
export function isPlainlyOpen(row: JurisdictionRow, local: DateTime): boolean {
  const minute = local.hour * 60 + local.minute;
  const inWindow = [row.windows, row.aiVoiceWindows ?? row.windows].every((week) =>
    (weekOf(week)[local.weekday - 1] ?? []).some(([start, end]) => start <= minute && minute < end),
  );
  return inWindow && !isPlainHoliday(row.holidays, local);
}

/** For tests: whether a set of holidays holds a local date, or another date's observance falls on it. */
export function isPlainHoliday(set: string | undefined, local: DateTime): boolean {
  if (set === undefined) return false;
  const key = `${set} ${local.toISODate()}`;
  let known = holidayByDate.get(key);
  if (known === undefined) {
    known = readHoliday(set, local);
    holidayByDate.set(key, known);
  }
  return known;
}

const weeks = new Map<string, PlainWeek>();
const holidayByDate = new Map<string, boolean>();

function weekOf(text: string): PlainWeek {
  const week = weeks.get(text) ?? plainWeek(text);
  weeks.set(text, week);
  return week;
}

function readHoliday(name: string, local: DateTime): boolean {
  const set = new Map<string, HolidayEntry>(Object.entries(holidays)).get(name);
  if (!set) throw new Error(`No set ${name}`);
  const count = (date: DateTime): number =>
    Object.values(set.days).filter((formula) => falls(formula, date)).length;
  const day = (days: number): number => count(local.plus({ days }));
  if (set.includes?.some((included) => readHoliday(included, local))) return true;
  if (day(0) > 0 || set.observed === 'none') return day(0) > 0;
  if (set.observed === 'nearest-weekday')
    return (local.weekday === 5 && day(1) > 0) || (local.weekday === 1 && day(-1) > 0);
  // Monday takes the place of either day of the weekend, Tuesday that of the second where Monday is taken.
  if (local.weekday === 1) return day(-1) + day(-2) > 0;
  return local.weekday === 2 && day(-2) + day(-3) + day(-1) > 1 && day(-2) + day(-3) > 0;
}

function falls(formula: string, date: DateTime): boolean {
  const [first = '', second = '', month = '', plus = '0'] = formula.split(' ');
  if (first.startsWith('easter'))
    return (
      date.toISODate() ===
      easter(date.year)
        .plus({ days: Number(first.slice(6)) })
        .toISODate()
    );
  if (second === '') return date.toFormat('MM-dd') === first;
  const base = date.minus({ days: Number(plus) });
  if (WEEKDAYS[base.weekday - 1] !== second || base.toFormat('MM') !== month) return false;
  return first === '-1'
    ? base.plus({ days: 7 }).month !== base.month
    : Math.ceil(base.day / 7) === Number(first);
}

/** Gauss's reckoning of Easter Sunday as it holds from 1900 to 2099. */
function easter(year: number): DateTime {
  const moon = (19 * (year % 19) + 24) % 30;
  const sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
  const late = (moon === 29 && sunday === 6) || (moon === 28 && sunday === 6 && year % 19 > 10);
  return DateTime.utc(year, 3, 22).plus({ days: moon + sunday - (late ? 7 : 0) });
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
