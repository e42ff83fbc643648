import { DateTime, FixedOffsetZone } from 'luxon';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const DAY_MS = 86_400_000;

/** The offset (minutes) that a zone keeps for all of a day in UTC; undefined: its clocks change on it. */
const offsets = new Map<string, number | undefined>();

/** The wall clock of a zone; not valid for a zone that does not exist. */
export function localTime(at: number, zone: string): DateTime {
  const day = Math.floor(at / DAY_MS);
  const key = `${day} ${zone}`;
  // The platform is slow to tell the offset, so it is asked twice a day and zone.
  if (!offsets.has(key)) {
    const [first, last] = [day, day + 1].map((one) => DateTime.fromMillis(one * DAY_MS, { zone }).offset);
    offsets.set(key, first === last ? first : undefined);
  }
  const offset = offsets.get(key);
  return DateTime.fromMillis(at, { zone: offset === undefined ? zone : FixedOffsetZone.instance(offset) });
}

/** Whether a wall clock shows a time within hours such as `mon-fri 10:00-13:00,14:00-20:00; sat 10:00-17:00`. */
export function isWithin(hours: string, local: DateTime): boolean {
  const clock = local.toFormat('HH:mm');
  for (const part of hours.split('; ')) {
    const [days = '', windows = ''] = part.split(' ');
    const [first = '', last = first] = days.split('-');
    const weekday = local.weekday - 1;
    if (weekday < WEEKDAYS.indexOf(first) || weekday > WEEKDAYS.indexOf(last)) continue;
    for (const window of windows.split(',')) {
      const [opens = '', closes = ''] = window.split('-');
      // Written with two digits each, the order of the texts is that of the times.
      if (opens <= clock && clock < closes) return true;
    }
  }
  return false;
}
