/** A stretch of a local day in minutes after midnight; the end is exclusive and at most 1440. */
export interface DailyWindow {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Windows by ISO weekday: index 0 is Monday, 6 is Sunday. A day without windows is closed. */
export type WeeklyHours = readonly (readonly DailyWindow[])[];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Reads `mon-fri 09:00-12:00,13:00-18:00; sat 10:00-14:00` (days not named are closed).
 * Returns `undefined` for anything it does not fully understand, empty or reversed windows included.
 */
export function parseCallingHours(text: string): WeeklyHours | undefined {
  const week: DailyWindow[][] = DAYS.map(() => []);
  const parts = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return undefined;
  for (const part of parts) {
    const [dayText, windowText, ...rest] = part.split(/\s+/);
    const days = parseDays(dayText ?? '');
    const windows = (windowText ?? '').split(',').map(parseWindow);
    if (!days || rest.length > 0 || windows.some((window) => !window)) return undefined;
    for (const day of days) week[day]?.push(...(windows as DailyWindow[]));
  }
  return week;
}

function parseDays(text: string): number[] | undefined {
  const [first, last, ...rest] = text.split('-').map((day) => DAYS.indexOf(day));
  const end = last ?? first;
  if (first === undefined || end === undefined || first < 0 || end < first || rest.length > 0)
    return undefined;
  return Array.from({ length: end - first + 1 }, (_, offset) => first + offset);
}

function parseWindow(text: string): DailyWindow | undefined {
  const match = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [hour, minute, endHour, minuteOfEnd] = match.slice(1).map(Number) as [number, number, number, number];
  const startMinute = hour * 60 + minute;
  const endMinute = endHour * 60 + minuteOfEnd;
  const sound = minute < 60 && minuteOfEnd < 60 && startMinute < endMinute && endMinute <= 1440;
  return sound ? { startMinute, endMinute } : undefined;
}
