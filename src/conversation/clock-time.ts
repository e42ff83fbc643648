import { DayPart } from './time-lexicon';
import { TimeMention } from './time-mentions';

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly precision: 'minute' | 'hour';
  readonly assumed: readonly string[];
}

interface ClockContext {
  readonly part: DayPart | undefined;
  /** The hour it is where the person is. */
  readonly hourNow: number;
  readonly isToday: boolean;
}

/**
 * The hour and minute of a clock time. An hour without am, pm or a part of the day is one of the waking day: 1 to 7 in
 * the afternoon, 8 to 11 in the morning; but 8 said of today in the afternoon is this evening's.
 */
export function clockTime({ means, numbers }: TimeMention, context: ClockContext): ClockTime {
  const assumed: string[] = [];
  const hour = wholeHour(numbers.h ?? 0, means.half, context, assumed);
  const shift =
    numbers.m === undefined ? (means.minute ?? 0) : means.before === true ? -numbers.m : numbers.m;
  const early = means.bound === 'before' ? 60 : 0;
  if (means.bound === 'before') assumed.push('an hour before the time that was named as the latest');
  if (means.bound === 'after') assumed.push('the earliest time that was named');
  const minutes = (hour * 60 + shift - early + 1_440) % 1_440;
  const precision = shift % 60 === 0 ? 'hour' : 'minute';
  return { hour: Math.floor(minutes / 60), minute: minutes % 60, precision, assumed };
}

function wholeHour(
  hour: number,
  half: 'am' | 'pm' | undefined,
  context: ClockContext,
  assumed: string[],
): number {
  if (hour > 12 || hour === 0) return hour % 24;
  const { part, hourNow, isToday } = context;
  const told = half ?? (part === undefined ? undefined : part === 'morning' ? 'am' : 'pm');
  if (told === 'am') return hour % 12;
  if (told === 'pm') return (hour % 12) + 12;
  if (hour === 12) return 12;
  const isEvening = hour === 8 && isToday && hourNow >= 12 && hourNow < 20;
  const meant = hour <= 7 || isEvening ? hour + 12 : hour;
  assumed.push(`${meant}:00, as neither morning nor afternoon was named`);
  return meant;
}
