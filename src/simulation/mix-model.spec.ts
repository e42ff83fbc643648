import { mixModel } from './mix-model';
import { DEFAULT_MIX, OutcomeMix } from './outcome-mix';
import { FEWEST_CALLS, HistoryCall, mixFromHistory } from './mix-from-history';
import { NOON } from './simulation.factory';

/** Calls to so many numbers, one each. */
function drawn(mix: OutcomeMix, localHour: number, count = 4_000, maxCallSeconds = 600) {
  const model = mixModel(mix, maxCallSeconds);
  return Array.from({ length: count }, (_, nth) =>
    model.draw({ phone: `+1212${2_000_000 + nth}`, nth: 1, at: NOON, localHour, seed: 1 }),
  );
}

function shareAnswered(mix: OutcomeMix, localHour: number): number {
  const ends = drawn(mix, localHour).map(({ end }) => end);
  return ends.filter((end) => Object.hasOwn(mix.talking, end)).length / ends.length;
}

describe('mixModel', () => {
  it('has as many people answer as the mix says, more of them in the evening', () => {
    expect(shareAnswered(DEFAULT_MIX, 11)).toBeCloseTo(DEFAULT_MIX.answeredByHour[11] ?? 0, 1);
    expect(shareAnswered(DEFAULT_MIX, 18)).toBeGreaterThan(shareAnswered(DEFAULT_MIX, 9));
  });

  it('draws the same for the same call, whatever else is drawn', () => {
    expect(drawn(DEFAULT_MIX, 11, 50)).toEqual(drawn(DEFAULT_MIX, 11, 60).slice(0, 50));
  });

  it('lets no call be up for longer than the campaign allows, and none be over before it began', () => {
    const [least, most] = [1_000, (DEFAULT_MIX.ringSeconds + 60) * 1000];
    for (const { lineMs, costUsd } of drawn(DEFAULT_MIX, 18, 2_000, 60)) {
      expect(lineMs).toBeGreaterThanOrEqual(least);
      expect(lineMs).toBeLessThanOrEqual(most);
      expect(costUsd).toBeGreaterThanOrEqual(0);
    }
  });

  it('keeps a dead number dead', () => {
    const model = mixModel({ ...DEFAULT_MIX, deadNumbers: 1 }, 600);
    for (const nth of [1, 2, 3])
      expect(model.draw({ phone: '+12122340001', nth, at: NOON, localHour: 18, seed: 1 }).end).toBe(
        'bad-number',
      );
  });
});

describe('mixFromHistory', () => {
  const call = (changes: Partial<HistoryCall> = {}): HistoryCall => ({
    ...{ end: 'no-answer', localHour: 10, lineSeconds: 30, answeredSeconds: 0, costUsd: 0 },
    ...changes,
  });
  const times = (count: number, changes: Partial<HistoryCall>) =>
    Array.from({ length: count }, () => call(changes));

  it('keeps to the studies while there are few calls', () => {
    expect(mixFromHistory(times(FEWEST_CALLS - 1, { end: 'interested' }))).toBe(DEFAULT_MIX);
  });

  it('takes shares, durations and prices from the calls that were made', () => {
    const talks = times(300, { end: 'interested', lineSeconds: 100, answeredSeconds: 90, costUsd: 0.3 });
    const mix = mixFromHistory([...talks, ...times(100, { end: 'busy', lineSeconds: 4 })]);
    expect(mix.origin).toContain('400 calls');
    expect(mix.answeredByHour[10]).toBeCloseTo(0.7, 1);
    // No calls at that hour: the studies' word.
    expect(mix.answeredByHour[18]).toBe(DEFAULT_MIX.answeredByHour[18]);
    expect(mix.talking.interested).toBeGreaterThan(0.9);
    expect(mix.quiet.busy).toBeGreaterThan(0.7);
    expect(mix.lineSeconds.interested?.[0]).toBeCloseTo(100);
    expect(mix.lineSeconds.declined).toEqual(DEFAULT_MIX.lineSeconds.declined);
    expect(mix.usdPerMinute).toBeCloseTo(0.2);
    const talkCosts = drawn(mix, 10)
      .filter(({ end }) => end === 'interested')
      .map(({ costUsd }) => costUsd);
    expect(talkCosts.reduce((sum, usd) => sum + usd, 0) / talkCosts.length).toBeCloseTo(0.3, 1);
  });
});
