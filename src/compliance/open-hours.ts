import { DailyWindow, WeeklyHours } from '../config/calling-hours';
import { offsetSpanAt } from './zone-offsets';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/**
 * Weekly hours that are open at all are open within a week; the further weeks cover a window that a clock change skips,
 * and weekdays on which holidays follow each other: 25 December, 1 January and 8 January fall on the same one.
 */
const HORIZON_MS = 42 * DAY_MS;
/** The last instant of which `Date` can still tell the weeks after it. */
const LAST_MS = 8.64e15 - 2 * HORIZON_MS;

/** Hours of the week as they are kept in one zone's local time. */
export interface LocalHours {
  readonly zone: string;
  readonly hours: WeeklyHours;
  /** Whether it is closed all day on a local date, given as the number of days since 1970-01-01. */
  readonly isClosedOn?: (localDay: number) => boolean;
}

/** Whether all are open at an instant (epoch milliseconds). None given counts as closed. */
export function areOpen(all: readonly LocalHours[], atMs: number): boolean {
  return all.length > 0 && all.every((one) => nextOpening(one, atMs, atMs) === atMs);
}

/**
 * The earliest instant from `fromMs` on (epoch milliseconds) at which all are open together; undefined if there is none
 * within six weeks. Walks from opening to opening: what one zone rules out is skipped for all, so nothing between two
 * steps can be open. A local hour that a clock change repeats is open both times, one that it skips never.
 */
export function nextOpenInstant(all: readonly LocalHours[], fromMs: number): number | undefined {
  if (all.length === 0 || !(Math.abs(fromMs) <= LAST_MS)) return undefined;
  const untilMs = fromMs + HORIZON_MS;
  let atMs = fromMs;
  for (let settled = false; !settled;) {
    settled = true;
    for (const one of all) {
      const openMs = nextOpening(one, atMs, untilMs);
      if (openMs === undefined) return undefined;
      if (openMs > atMs) settled = false;
      atMs = openMs;
    }
  }
  return atMs;
}

/** Looks at one local day after the other, each cut where the zone's offset changes. */
function nextOpening(
  { zone, hours, isClosedOn }: LocalHours,
  fromMs: number,
  untilMs: number,
): number | undefined {
  let atMs = fromMs;
  while (atMs <= untilMs) {
    const span = offsetSpanAt(zone, atMs);
    const localDay = Math.floor((atMs + span.offsetMs) / DAY_MS);
    const midnightMs = localDay * DAY_MS - span.offsetMs;
    const openMs = firstOpening(hours[weekdayIndex(localDay)] ?? [], midnightMs, atMs);
    if (openMs < span.endMs && !isClosedOn?.(localDay)) return openMs;
    atMs = Math.min(span.endMs, midnightMs + DAY_MS);
  }
  return undefined;
}

/** Infinity when the day has no opening left. */
function firstOpening(windows: readonly DailyWindow[], midnightMs: number, fromMs: number): number {
  let first = Infinity;
  for (const { startMinute, endMinute } of windows) {
    const openMs = Math.max(fromMs, midnightMs + startMinute * MINUTE_MS);
    if (openMs < midnightMs + endMinute * MINUTE_MS && openMs < first) first = openMs;
  }
  return first;
}

/** 0 is Monday. Day 0 of the epoch was a Thursday. */
function weekdayIndex(epochDay: number): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}
