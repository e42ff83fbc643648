import fc from 'fast-check';
import { dialSlots } from './pacing';

const START = Date.parse('2026-06-10T16:00:00Z');

function slots(
  nowMs: number,
  nextDialMs: number | undefined,
  wanted = 50,
  callsPerSecond = 1,
  horizonMs = 1_000,
) {
  const nextDialAt = nextDialMs === undefined ? undefined : new Date(START + nextDialMs);
  const given = dialSlots({ now: new Date(START + nowMs), nextDialAt, callsPerSecond, horizonMs, wanted });
  return { at: given.at.map((at) => at.getTime() - START), next: given.nextDialAt.getTime() - START };
}

describe('dialSlots', () => {
  it('gives out slots one spacing apart, up to the horizon', () => {
    expect(slots(0, undefined)).toEqual({ at: [0, 1_000], next: 2_000 });
    expect(slots(0, undefined, 50, 4)).toEqual({ at: [0, 250, 500, 750, 1_000], next: 1_250 });
    expect(slots(0, undefined, 2, 4)).toEqual({ at: [0, 250], next: 500 });
  });

  it('goes on where the last dial left off, and not before', () => {
    expect(slots(500, 1_200)).toEqual({ at: [1_200], next: 2_200 });
    expect(slots(0, 1_001)).toEqual({ at: [], next: 1_001 });
  });

  it('saves up nothing over a pause', () => {
    expect(slots(3_600_000, 2_000).at).toEqual([3_600_000, 3_601_000]);
  });

  it('waits for a slot that another replica gave out by a clock a little ahead of ours', () => {
    expect(slots(0, undefined).next).toBe(2_000);
    expect(slots(-1, 2_000).at).toEqual([]);
    expect(slots(-20_000, 2_000).at).toEqual([]);
  });

  it('dials on when the clock was set back by hours', () => {
    expect(slots(-3_600_000, 2_000).at).toEqual([-3_600_000, -3_599_000]);
  });

  it('gives out nothing where nothing is wanted, and a slow rate its first slot', () => {
    expect(slots(0, undefined, 0).at).toEqual([]);
    expect(slots(0, undefined, 5, 0.01)).toEqual({ at: [0], next: 100_000 });
  });

  it('never gives out more than rate × time + 1 in any window, over all ticks of all replicas', () => {
    const tick = fc.record({
      afterMs: fc.integer({ min: 0, max: 3_000 }),
      wanted: fc.integer({ min: 0, max: 12 }),
      skewMs: fc.integer({ min: -500, max: 500 }),
    });
    const ticks = fc.array(tick, { minLength: 1, maxLength: 40 });
    const rate = fc.constantFrom(0.3, 1, 3, 7, 30);
    fc.assert(
      fc.property(rate, ticks, (callsPerSecond, ticks) => {
        const dials: number[] = [];
        let now = START;
        let nextDialAt: Date | undefined;
        for (const { afterMs, wanted, skewMs } of ticks) {
          now += afterMs;
          const given = dialSlots({
            now: new Date(now + skewMs),
            nextDialAt,
            callsPerSecond,
            horizonMs: 1_000,
            wanted,
          });
          dials.push(...given.at.map((at) => at.getTime()));
          if (given.at.length > 0) nextDialAt = given.nextDialAt;
        }
        for (const [first, from] of dials.entries()) {
          for (const [last, until] of dials.entries()) {
            if (last < first) continue;
            // Instants are whole milliseconds: a window may be measured one too short.
            const seconds = (until - from + 1) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(callsPerSecond * seconds + 1 + 1e-9);
          }
        }
      }),
    );
  });
});
