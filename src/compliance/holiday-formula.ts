const DAY_MS = 86_400_000;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * The date of a holiday in a year (Gregorian calendar), as the number of days since 1970-01-01.
 * @param formula `07-04`: month and day; `3 mon 01`: the third Monday of January (`-1`: the last); `1 mon 11 +1`: the
 * day after such a one; `easter-47`, `easter+1`: days from Easter Sunday
 * @throws RangeError for any other text
 */
export function holidayOn(formula: string, year: number): number {
  const fixed = /^(\d\d)-(\d\d)$/.exec(formula);
  if (fixed) return epochDay(year, Number(fixed[1]), Number(fixed[2]));
  const moving = /^easter([+-]\d+)$/.exec(formula);
  if (moving) return easterSunday(year) + Number(moving[1]);
  const weekly = /^(-1|[1-4]) ([a-z]{3}) (\d\d)(?: \+(\d))?$/.exec(formula);
  const weekday = WEEKDAYS.indexOf(weekly?.[2] ?? '');
  if (!weekly || weekday < 0) throw new RangeError('Not a holiday formula');
  return nthWeekday(year, Number(weekly[3]), weekday, Number(weekly[1])) + Number(weekly[4] ?? 0);
}

/** @param nth -1 for the last of the month */
function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  if (nth < 0) {
    const last = epochDay(year, month + 1, 0);
    return last - daysBetween(weekday, weekdayOf(last));
  }
  const first = epochDay(year, month, 1);
  return first + daysBetween(weekdayOf(first), weekday) + (nth - 1) * 7;
}

/** The anonymous Gregorian algorithm, published in Nature in 1876. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const fromMarch = epact + toSunday - 7 * late + 114;
  return epochDay(year, Math.floor(fromMarch / 31), (fromMarch % 31) + 1);
}

/** Months and days beyond their range run on into the next: day 0 is the last of the month before. */
function epochDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

/** 0 is Monday. Day 0 of the epoch was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function daysBetween(weekday: number, laterWeekday: number): number {
  return (laterWeekday - weekday + 7) % 7;
}
