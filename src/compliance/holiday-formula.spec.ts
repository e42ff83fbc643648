import { holidayOn } from './holiday-formula';

function date(formula: string, year: number): string {
  return new Date(holidayOn(formula, year) * 86_400_000).toISOString().slice(0, 10);
}

describe('holidayOn', () => {
  it.each([
    ['07-04', 2026, '2026-07-04'],
    ['1 mon 09', 2025, '2025-09-01'],
    ['4 thu 11', 2029, '2029-11-22'],
    ['-1 mon 05', 2026, '2026-05-25'],
    ['-1 mon 12', 2026, '2026-12-28'],
    ['1 mon 11 +1', 2027, '2027-11-02'],
    ['easter-47', 2026, '2026-02-17'],
    ['easter+0', 1961, '1961-04-02'],
    ['easter+0', 2000, '2000-04-23'],
  ])('reads %s in %i as %s', (formula, year, expected) => {
    expect(date(formula, year)).toBe(expected);
  });

  it.each(['', '7-4', '5 mon 01', '1 day 01', 'easter', 'easter+'])('refuses the formula "%s"', (formula) => {
    expect(() => holidayOn(formula, 2026)).toThrow(RangeError);
  });
});
