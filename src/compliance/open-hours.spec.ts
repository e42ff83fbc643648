import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { DailyWindow, parseCallingHours, WeeklyHours } from '../config/calling-hours';
import { areOpen, LocalHours, nextOpenInstant } from './open-hours';

const MINUTE_MS = 60_000;
const ZONES = [
  'America/New_York',
  'Pacific/Honolulu',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
];

function hoursOf(text: string): WeeklyHours {
  return parseCallingHours(text) ?? [];
}

function nextOpening(zone: string, hours: string, from: string): string | undefined {
  const openMs = nextOpenInstant([{ zone, hours: hoursOf(hours) }], Date.parse(from));
  return openMs === undefined ? undefined : new Date(openMs).toISOString();
}

/** The same question put to luxon in its plainest way. */
function isOpenPlainly(all: readonly LocalHours[], atMs: number): boolean {
  return all.every(({ zone, hours }) => {
    const local = DateTime.fromMillis(atMs, { zone });
    const minute = local.hour * 60 + local.minute;
    const windows = hours[local.weekday - 1] ?? [];
    return windows.some((window) => window.startMinute <= minute && minute < window.endMinute);
  });
}

describe('nextOpenInstant', () => {
  it('passes over local dates that are closed', () => {
    const isClosedOn = (localDay: number): boolean => localDay === Date.parse('2026-06-10') / 86_400_000;
    const all = [{ zone: 'Pacific/Honolulu', hours: hoursOf('mon-sun 08:00-21:00'), isClosedOn }];
    const from = Date.parse('2026-06-10T12:00:00Z');
    expect(nextOpenInstant(all, from)).toBe(Date.parse('2026-06-11T18:00:00Z'));
    expect(areOpen(all, Date.parse('2026-06-10T05:00:00Z'))).toBe(true);
    expect(areOpen(all, Date.parse('2026-06-10T20:00:00Z'))).toBe(false);
  });

  it('answers the instant itself while open, to the last millisecond before the end', () => {
    const open = '2026-06-11T00:59:59.999Z';
    expect(nextOpening('America/New_York', 'mon-sun 08:00-21:00', open)).toBe(open);
    expect(nextOpening('America/New_York', 'mon-sun 08:00-21:00', '2026-06-11T01:00:00Z')).toBe(
      '2026-06-11T12:00:00.000Z',
    );
  });

  it('keeps local time over the night in which the clocks go forward, and back', () => {
    const hours = 'mon-sun 08:00-21:00';
    expect(nextOpening('America/New_York', hours, '2026-03-08T03:00:00Z')).toBe('2026-03-08T12:00:00.000Z');
    expect(nextOpening('America/New_York', hours, '2026-11-01T03:00:00Z')).toBe('2026-11-01T13:00:00.000Z');
  });

  it('never opens in an hour that the clocks skip, and opens twice in one that they repeat', () => {
    const hours = hoursOf('sun 01:15-01:45,02:15-02:45');
    const local: LocalHours[] = [{ zone: 'America/New_York', hours }];
    // 8 March 2026: from 01:59 EST (06:59Z) to 03:00 EDT (07:00Z).
    const spring = nextOpenInstant(local, Date.parse('2026-03-08T06:45:00Z')) ?? 0;
    expect(new Date(spring).toISOString()).toBe('2026-03-15T05:15:00.000Z');
    // 1 November 2026: 01:15 comes at 05:15Z and again at 06:15Z.
    expect(areOpen(local, Date.parse('2026-11-01T05:15:00Z'))).toBe(true);
    expect(nextOpenInstant(local, Date.parse('2026-11-01T05:45:00Z'))).toBe(
      Date.parse('2026-11-01T06:15:00Z'),
    );
  });

  it('goes on from one day to the next at midnight without a gap', () => {
    const hours = 'mon 22:00-24:00; tue 00:00-02:00';
    expect(nextOpening('Asia/Kolkata', hours, '2026-06-08T18:30:00Z')).toBe('2026-06-08T18:30:00.000Z');
  });

  it('waits for the day of the week on which the hours are open', () => {
    expect(nextOpening('America/New_York', 'mon 09:00-10:00', '2026-06-08T14:00:00Z')).toBe(
      '2026-06-15T13:00:00.000Z',
    );
  });

  it('has no answer where hours never meet, nor for no hours, nor for no instant', () => {
    const fromMs = Date.parse('2026-06-10T00:00:00Z');
    const hours = hoursOf('mon-sun 09:00-10:00');
    const apart = [
      { zone: 'America/New_York', hours },
      { zone: 'Pacific/Honolulu', hours },
    ];
    expect(nextOpenInstant(apart, fromMs)).toBeUndefined();
    expect(nextOpenInstant([{ zone: 'America/New_York', hours: [] }], fromMs)).toBeUndefined();
    expect(nextOpenInstant([], fromMs)).toBeUndefined();
    for (const noInstant of [NaN, Infinity, -Infinity, 8.64e15]) {
      expect(nextOpenInstant([{ zone: 'America/New_York', hours }], noInstant)).toBeUndefined();
    }
  });

  it('finds an instant that is open and before which nothing is, across every kind of clock change', () => {
    const withHours = fc.array(localHours(), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(aroundClockChanges(), withHours, (fromMs, all) => {
        const openMs = nextOpenInstant(all, fromMs) ?? Infinity;
        // The search of the plain reading ends after three days: beyond, only that nothing came before is checked.
        const endMs = Math.min(openMs, fromMs + 3 * 24 * 60 * MINUTE_MS);
        for (let atMs = fromMs; atMs < endMs; atMs += MINUTE_MS) {
          if (isOpenPlainly(all, atMs)) return false;
        }
        return openMs === Infinity || isOpenPlainly(all, openMs);
      }),
      { numRuns: 150 },
    );
  });

  it('is open at an instant exactly when a plain reading of the local clocks says so', () => {
    fc.assert(
      fc.property(
        aroundClockChanges(),
        fc.array(localHours(), { minLength: 1, maxLength: 3 }),
        (atMs, all) => {
          expect(areOpen(all, atMs)).toBe(isOpenPlainly(all, atMs));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** Whole minutes within two days of the changes of 2026 in New York, St John's and on Lord Howe Island. */
function aroundClockChanges(): fc.Arbitrary<number> {
  const changes = ['2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z', '2026-10-03T15:30Z'];
  return fc
    .tuple(fc.constantFrom(...changes.map(Date.parse)), fc.integer({ min: -2_880, max: 2_880 }))
    .map(([changeMs, minutes]) => changeMs + minutes * MINUTE_MS);
}

function localHours(): fc.Arbitrary<LocalHours> {
  const window: fc.Arbitrary<DailyWindow> = fc
    .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
    .map(([start, length]) => ({ startMinute: start, endMinute: Math.min(start + length, 1_440) }));
  const hours = fc.array(fc.array(window, { maxLength: 2 }), { minLength: 7, maxLength: 7 });
  return fc.record({ zone: fc.constantFrom(...ZONES), hours });
}
