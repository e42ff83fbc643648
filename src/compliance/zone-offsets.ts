import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
/** Zones and days kept in memory: far more than a deployment meets, and a bound on what hostile input can fill. */
const MAX_ZONES = 1_000;
const MAX_DAYS = 1_000;
/** No zone's name is nearly as long. */
const MAX_NAME_LENGTH = 64;

/** A stretch of time (epoch milliseconds, end exclusive) over which a zone keeps one offset. */
export interface OffsetSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** Local time minus UTC. */
  readonly offsetMs: number;
}

interface ZoneDays {
  readonly zone: IANAZone;
  /** By UTC day number since the epoch. */
  readonly days: Map<number, readonly OffsetSpan[]>;
}

/** Names that are no zone are kept too: a wrong cell is asked about at every tick. */
const known = new Map<string, ZoneDays | undefined>();

/** Whether the running system has this IANA zone. */
export function isKnownZone(name: string): boolean {
  return daysOf(name) !== undefined;
}

/**
 * The offset of a zone at an instant, and how long around it that holds (never beyond the UTC day). Asking the platform
 * costs microseconds, so each zone's days are remembered; they never change while the process lives.
 * @throws RangeError for an unknown zone, or an instant outside the range of `Date`
 */
export function offsetSpanAt(zone: string, atMs: number): OffsetSpan {
  const entry = daysOf(zone);
  if (!entry) throw new RangeError('Not a time zone');
  const day = Math.floor(atMs / DAY_MS);
  let spans = entry.days.get(day);
  if (!spans) {
    spans = readDay(entry.zone, day);
    if (entry.days.size >= MAX_DAYS) entry.days.clear();
    entry.days.set(day, spans);
  }
  const span = spans.find((candidate) => atMs < candidate.endMs);
  if (!span) throw new RangeError('Not an instant');
  return span;
}

function daysOf(name: string): ZoneDays | undefined {
  const remembered = known.get(name);
  if (remembered) return remembered;
  if (name.length > MAX_NAME_LENGTH || known.has(name)) return undefined;
  const entry = IANAZone.isValidZone(name) ? { zone: new IANAZone(name), days: new Map() } : undefined;
  if (known.size >= MAX_ZONES) known.clear();
  known.set(name, entry);
  return entry;
}

/** No zone changes its offset twice in a day, so a change shows as a difference between the day's two ends. */
function readDay(zone: IANAZone, day: number): readonly OffsetSpan[] {
  const startMs = day * DAY_MS;
  const endMs = startMs + DAY_MS;
  const offsetMs = offsetAt(zone, startMs);
  const nextOffsetMs = offsetAt(zone, endMs);
  if (offsetMs === nextOffsetMs) return [{ startMs, endMs, offsetMs }];
  const changeMs = firstInstantWith(zone, nextOffsetMs, startMs, endMs);
  return [
    { startMs, endMs: changeMs, offsetMs },
    { startMs: changeMs, endMs, offsetMs: nextOffsetMs },
  ];
}

function firstInstantWith(zone: IANAZone, offsetMs: number, beforeMs: number, atOrAfterMs: number): number {
  let before = beforeMs;
  let after = atOrAfterMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offsetMs) after = middle;
    else before = middle;
  }
  return after;
}

function offsetAt(zone: IANAZone, atMs: number): number {
  const minutes = zone.offset(atMs);
  if (!Number.isFinite(minutes)) throw new RangeError('Not an instant');
  return Math.round(minutes * 60_000);
}
