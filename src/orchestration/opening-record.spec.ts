import { openingRecord, pauseReason } from './opening-record';

const calls = (answered: number, missed: number) =>
  openingRecord([
    ...Array<string[]>(missed).fill(['recording']),
    ...Array<string[]>(answered - missed).fill([]),
  ]);

describe('the record of openings', () => {
  it('counts calls that left something out, and how often each thing was', () => {
    expect(openingRecord([['recording', 'opt-out'], [], ['recording']])).toEqual({
      ...{ answered: 3, missed: 2, byDisclosure: { recording: 2, 'opt-out': 1 } },
    });
  });

  it.each([
    [50, 5, true],
    [50, 4, false],
    [5, 5, true],
    [4, 4, false],
    [0, 0, false],
  ])('pauses dialing after %i answered calls with %i misses: %p', (answered, missed, isDue) => {
    expect(pauseReason(calls(answered, missed)) !== undefined).toBe(isDue);
  });

  it('says what was left out', () => {
    expect(pauseReason(calls(50, 7))).toContain('7 of the last 50 answered calls');
    expect(pauseReason(calls(50, 7))).toContain('recording (7)');
  });
});
