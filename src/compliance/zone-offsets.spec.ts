import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { isKnownZone, offsetSpanAt } from './zone-offsets';

const HOUR_MS = 3_600_000;
const ZONES = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/St_Johns',
  'Africa/Casablanca',
];

describe('offsetSpanAt', () => {
  it('finds the very millisecond at which a clock changes', () => {
    const changeMs = Date.parse('2026-11-01T06:00:00Z');
    expect(offsetSpanAt('America/New_York', changeMs - 1)).toMatchObject({
      endMs: changeMs,
      offsetMs: -4 * HOUR_MS,
    });
    expect(offsetSpanAt('America/New_York', changeMs)).toMatchObject({
      startMs: changeMs,
      offsetMs: -5 * HOUR_MS,
    });
  });

  it('agrees with luxon at every instant, with the instant inside its span', () => {
    const instant = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2035-01-01') });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (zone, atMs) => {
        const span = offsetSpanAt(zone, atMs);
        expect(span.offsetMs).toBe(DateTime.fromMillis(atMs, { zone }).offset * 60_000);
        expect(span.startMs <= atMs && atMs < span.endMs).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('still answers when more days were asked for than it keeps', () => {
    const firstMs = Date.parse('2020-01-01');
    for (let day = 0; day < 1_200; day += 1) offsetSpanAt('Asia/Kolkata', firstMs + day * 24 * HOUR_MS);
    expect(offsetSpanAt('Asia/Kolkata', firstMs).offsetMs).toBe(5.5 * HOUR_MS);
  });

  it('throws rather than guess for no zone and for no instant', () => {
    expect(() => offsetSpanAt('Mars/Olympus', 0)).toThrow(RangeError);
    for (const atMs of [NaN, Infinity, 9e15]) {
      expect(() => offsetSpanAt('America/New_York', atMs)).toThrow(RangeError);
    }
  });
});

describe('isKnownZone', () => {
  it('knows the zones of the platform and no other text', () => {
    expect(isKnownZone('Pacific/Honolulu')).toBe(true);
    for (const name of ['', 'Eastern', 'America/Nowhere', 'local', '__proto__', 'A'.repeat(100_000)]) {
      expect(isKnownZone(name)).toBe(false);
    }
  });
});
