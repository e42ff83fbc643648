import { plantedFaults } from './planted-faults';
import { Chunk, probeChunk } from './probes/probe-chunk';
import { proveChunk } from './prove-chunk';
import { coverageOf } from './report/coverage';
import { addTally, emptyTally } from './report/tally';

const PERIOD = { startAt: Date.parse('2027-01-01T00:00:00Z'), days: 365 };
const CHUNK: Chunk = { period: PERIOD, seed: 7, from: 0, households: 250, tries: 8, sampleEvery: 10 };
/** A fault must show within so many chunks. */
const MOST_CHUNKS = 24;

const FAULTS = [
  'restart',
  'unreadable',
  'failing-rule',
  'dies-before',
  'dies-after',
  'not-placed',
  'provider-outage',
];
const EVENTS = ['opt-out', 'revocation', 'new-consent', 'refusal', 'do-not-call', 'dial-elsewhere', 'pause'];

describe('the proof', () => {
  it('finds nothing unlawful in a year, and has then met every jurisdiction, holiday and change of the clocks', () => {
    const tally = proveChunk({ ...CHUNK, households: 5_000 });
    expect(tally.offences).toEqual([]);
    expect(tally.violations).toBe(0);
    expect(tally.dials).toBeGreaterThan(10_000);
    expect(coverageOf(tally, PERIOD)).toMatchObject({
      neverDialed: [],
      holidaysMissed: [],
      changesMissed: [],
    });
    const unmet = [...FAULTS, ...EVENTS].filter((what) => !tally.happenings[what]);
    expect(unmet).toEqual([]);
    // Every refusal that the plain reading does not share has a cause.
    expect(Object.keys(tally.needless).filter((cause) => cause.includes('no cause is known'))).toEqual([]);
  }, 180_000);

  it('comes out the same however it is cut into chunks', () => {
    const whole = probeChunk({ ...CHUNK, households: 40, sampleEvery: 1 });
    const parts = emptyTally();
    for (const from of [0, 20])
      addTally(parts, probeChunk({ ...CHUNK, from, households: 20, sampleEvery: 1 }));
    expect({ ...parts, walked: 0, late: {} }).toEqual({ ...whole, walked: 0, late: {} });
  });
});

describe('a fault that is planted', () => {
  it.each(plantedFaults().map((fault) => [fault.what, fault] as const))(
    'is noticed: %s',
    (_what, { rule, rules }) => {
      let seen = 0;
      for (let chunk = 0; chunk < MOST_CHUNKS && seen === 0; chunk += 1)
        seen = probeChunk({ ...CHUNK, from: chunk * CHUNK.households }, rules).violationsByRule[rule] ?? 0;
      expect(seen).toBeGreaterThan(0);
    },
  );
});
