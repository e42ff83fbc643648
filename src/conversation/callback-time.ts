import { DateTime } from 'luxon';
import { clockTime } from './clock-time';
import { Language, languagesFrom } from './language';
import { DayPart } from './time-lexicon';
import { TimeMention, timeMentions } from './time-mentions';

export interface CallbackTime {
  readonly at: Date;
  /** How exactly it was named; a time made up of less says so in `assumed`. */
  readonly precision: 'minute' | 'hour' | 'day-part' | 'day';
  /** What was not said and had to be taken for granted, in plain words. */
  readonly assumed: readonly string[];
}

export interface CallbackContext {
  /** When the words were said. */
  readonly now: Date;
  /** IANA zone of the person who said them. */
  readonly zone: string;
  /** Preferred where the words read alike in two languages. */
  readonly language?: Language;
}

/** When to call where only a part of the day was named, and where not even that was. */
const PART_HOURS: Readonly<Record<DayPart, number>> = { morning: 10, noon: 12, afternoon: 15, evening: 18 };
const DAY_HOUR = 10;

/**
 * The instant that the words name, in the person's own zone: always after `now`, since a time already past is meant for
 * the next day, week or year. Undefined if no time is named or the zone is not known.
 */
export function readCallbackTime(words: string, context: CallbackContext): CallbackTime | undefined {
  const now = DateTime.fromJSDate(context.now, { zone: context.zone });
  if (!now.isValid) return undefined;
  const readings = languagesFrom(context.language).map((language) => timeMentions(words, language));
  const mentions = readings.toSorted((a, b) => understood(b) - understood(a))[0] ?? [];
  return resolve(mentions, now);
}

function understood(mentions: readonly TimeMention[]): number {
  return mentions.reduce((sum, { from, to }) => sum + to - from, 0);
}

function resolve(mentions: readonly TimeMention[], now: DateTime): CallbackTime | undefined {
  const relative = mentions.find(({ means }) => means.minutes !== undefined);
  if (relative) return fromNow(relative, now);
  const day = dayOf(mentions, now);
  const time = timeOf(mentions, now, day);
  if (day === undefined && time === undefined) return undefined;
  const assumed = [...(day?.assumed ?? []), ...(time?.assumed ?? [])];
  const { hour, minute, precision } = time ?? defaultTime(day, now, assumed);
  const wanted = (day?.date ?? now).set({ hour, minute, second: 0, millisecond: 0 });
  const moved = moveOn(wanted, day, now, assumed);
  if (moved.hour !== hour % 24) assumed.push('the clocks change on that day, and that hour does not exist');
  return { at: moved.toJSDate(), precision, assumed };
}

function fromNow({ means, numbers }: TimeMention, now: DateTime): CallbackTime {
  const minutes = (means.minutes ?? 0) * (numbers.n ?? 1);
  return {
    at: now.plus({ minutes }).toJSDate(),
    precision: minutes % 60 === 0 ? 'hour' : 'minute',
    assumed: [],
  };
}

interface Day {
  readonly date: DateTime;
  /** What to add if that day's time is past. */
  readonly again: { readonly days?: number; readonly months?: number; readonly years?: number };
  readonly assumed: readonly string[];
}

function dayOf(mentions: readonly TimeMention[], now: DateTime): Day | undefined {
  const days = mentions.map((mention) => namedDay(mention, now)).filter((day) => day !== undefined);
  const [first] = days;
  if (first === undefined || days.every(({ date }) => date.hasSame(first.date, 'day'))) return first;
  return { ...first, assumed: [...first.assumed, 'more than one day was named; the first is taken'] };
}

function namedDay({ means, numbers }: TimeMention, now: DateTime): Day | undefined {
  const { d } = numbers;
  if (means.month !== undefined && d !== undefined) {
    const date = now.set({ month: means.month, day: d });
    const again = { years: 1 };
    return { date: date.startOf('day') < now.startOf('day') ? date.plus(again) : date, again, assumed: [] };
  }
  if (means.date === true && d !== undefined) {
    const again = { months: 1 };
    const date = now.set({ day: d });
    return { date: d < now.day ? date.plus(again) : date, again, assumed: ['the next such day of a month'] };
  }
  if (means.weekday !== undefined) return namedWeekday(means.weekday, means.next === true, now);
  const again = { days: 1 };
  if (means.days !== undefined)
    return { date: now.plus({ days: means.days * (numbers.n ?? 1) }), again, assumed: [] };
  if (means.day !== undefined) return { date: now.plus({ days: means.day }), again, assumed: [] };
  if (means.week === undefined) return undefined;
  const assumed = ['Monday, as only the week was named'];
  return { date: now.startOf('week').plus({ weeks: means.week }), again, assumed };
}

/** A weekday is the coming one, never today; with "next" that of the next calendar week. */
function namedWeekday(weekday: number, isNext: boolean, now: DateTime): Day {
  const ahead = ((weekday - now.weekday + 6) % 7) + 1;
  const isThisWeek = now.weekday + ahead <= 7;
  const days = isNext && isThisWeek ? ahead + 7 : ahead;
  const assumed = [
    ...(isNext && isThisWeek ? ['that day of next week, not of this one'] : []),
    ...(ahead === 7 ? ['a week from today, as today is that weekday'] : []),
  ];
  return { date: now.plus({ days }), again: { days: 7 }, assumed };
}

interface Time {
  readonly hour: number;
  readonly minute: number;
  readonly precision: CallbackTime['precision'];
  readonly assumed?: readonly string[];
}

function timeOf(mentions: readonly TimeMention[], now: DateTime, day: Day | undefined): Time | undefined {
  const part = mentions.map(({ means }) => means.part).find((named) => named !== undefined);
  const clock = mentions.find(({ numbers }) => numbers.h !== undefined);
  if (clock)
    return clockTime(clock, {
      part,
      hourNow: now.hour,
      isToday: day === undefined || day.date.hasSame(now, 'day'),
    });
  if (mentions.some(({ means }) => means.sameTime === true))
    return { hour: now.hour, minute: now.minute, precision: 'hour' };
  if (part === undefined) return undefined;
  const hour = PART_HOURS[part];
  return { hour, minute: 0, precision: 'day-part', assumed: [`${hour}:00, as only the ${part} was named`] };
}

function defaultTime(day: Day | undefined, now: DateTime, assumed: string[]): Time {
  if (day?.date.hasSame(now, 'day') === true) {
    const later = now.plus({ hours: 2 });
    assumed.push('two hours later, as only today was named');
    return { hour: later.hour, minute: later.minute, precision: 'day' };
  }
  assumed.push(`${DAY_HOUR}:00, as no time was named`);
  return { hour: DAY_HOUR, minute: 0, precision: 'day' };
}

function moveOn(wanted: DateTime, day: Day | undefined, now: DateTime, assumed: string[]): DateTime {
  if (wanted > now) return wanted;
  assumed.push('the next one, as that time is past');
  return wanted.plus(day?.again ?? { days: 1 });
}
