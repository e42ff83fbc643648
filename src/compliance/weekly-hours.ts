import { DailyWindow, WeeklyHours } from '../config/calling-hours';

/**
 * How long before a window closes the last call may be dialed, in minutes: the phone rings before anybody answers, and
 * the law goes by the moment at which it rings or is answered.
 */
export const RINGING_MARGIN_MINUTES = 1;

const dialable = new WeakMap<WeeklyHours, WeeklyHours>();

/** The hours at which a call may be dialed so that it rings within the hours given: each ends by the margin earlier. */
export function dialableHours(hours: WeeklyHours): WeeklyHours {
  let shortened = dialable.get(hours);
  if (!shortened) {
    const merged = hours.map(mergeWindows);
    shortened = merged.map((windows, day) =>
      shortenWindows(windows, merged[(day + 1) % merged.length] ?? []),
    );
    dialable.set(hours, shortened);
  }
  return shortened;
}

/** The hours that lie in both. */
export function intersectHours(one: WeeklyHours, other: WeeklyHours): WeeklyHours {
  return one.map((windows, day) =>
    windows.flatMap((window) =>
      (other[day] ?? [])
        .map(({ startMinute, endMinute }) => ({
          startMinute: Math.max(startMinute, window.startMinute),
          endMinute: Math.min(endMinute, window.endMinute),
        }))
        .filter(({ startMinute, endMinute }) => startMinute < endMinute),
    ),
  );
}

/** Windows that touch or overlap become one, so that only a real closing counts as one. */
function mergeWindows(windows: readonly DailyWindow[]): readonly DailyWindow[] {
  const merged: DailyWindow[] = [];
  for (const window of windows.toSorted((one, other) => one.startMinute - other.startMinute)) {
    const last = merged.at(-1);
    if (last && window.startMinute <= last.endMinute) {
      const endMinute = Math.max(last.endMinute, window.endMinute);
      merged[merged.length - 1] = { startMinute: last.startMinute, endMinute };
    } else merged.push(window);
  }
  return merged;
}

/** A window that goes on after midnight does not close there. */
function shortenWindows(
  windows: readonly DailyWindow[],
  nextDay: readonly DailyWindow[],
): readonly DailyWindow[] {
  return windows
    .map(({ startMinute, endMinute }) => {
      const goesOn = endMinute === 1_440 && nextDay[0]?.startMinute === 0;
      return { startMinute, endMinute: goesOn ? endMinute : endMinute - RINGING_MARGIN_MINUTES };
    })
    .filter(({ startMinute, endMinute }) => startMinute < endMinute);
}
