import { holidayName, isHolidaySet } from './holidays';

function holidayOn(set: string, date: string): string | undefined {
  return holidayName(set, Date.parse(date) / 86_400_000);
}

describe('holidayName', () => {
  it.each([
    ['2026-01-19', 'Birthday of Martin Luther King, Jr.'],
    ['2026-02-16', "Washington's Birthday"],
    ['2026-05-25', 'Memorial Day'],
    ['2027-05-31', 'Memorial Day'],
    ['2026-09-07', 'Labor Day'],
    ['2026-11-26', 'Thanksgiving Day'],
    ['2026-11-27', undefined],
  ])('finds on %s in the United States: %s', (date, name) => {
    expect(holidayOn('US', date)).toBe(name);
  });

  it('keeps a holiday on a weekend on its own date and on the weekday beside it', () => {
    expect(holidayOn('US', '2026-07-04')).toBe('Independence Day');
    expect(holidayOn('US', '2026-07-03')).toBe('Independence Day (observed)');
    expect(holidayOn('US', '2026-07-06')).toBeUndefined();
    expect(holidayOn('US', '2027-07-05')).toBe('Independence Day (observed)');
    expect(holidayOn('US', '2027-12-31')).toBe("New Year's Day (observed)");
  });

  it("adds a state's own days to the federal ones", () => {
    expect(holidayOn('US-LA', '2026-02-17')).toBe('Mardi Gras');
    expect(holidayOn('US-LA', '2026-04-03')).toBe('Good Friday');
    expect(holidayOn('US-PA', '2026-11-03')).toBe('Election Day');
    expect(holidayOn('US-UT', '2026-07-24')).toBe('Pioneer Day');
    expect(holidayOn('US-RI', '2026-08-10')).toBe('Victory Day');
    expect(holidayOn('US-AL', '2026-12-25')).toBe('Christmas Day');
    expect(holidayOn('US', '2026-07-24')).toBeUndefined();
    for (const date of ['2026-07-24', '2026-08-10', '2026-11-03', '2026-02-17', '2026-12-01'])
      expect(holidayOn('US-union', date)).toBeDefined();
  });

  it.each([
    ['2024-04-01', 'Lundi de Pâques'],
    ['2025-04-21', 'Lundi de Pâques'],
    ['2026-05-14', 'Ascension'],
    ['2038-04-26', 'Lundi de Pâques'],
    ['2049-04-19', 'Lundi de Pâques'],
    ['2026-05-25', 'Lundi de Pentecôte'],
  ])('reckons from Easter: %s in France is %s', (date, name) => {
    expect(holidayOn('FR', date)).toBe(name);
  });

  it('moves the holidays of a weekend in Australia to the next weekdays that are free', () => {
    expect(holidayOn('AU', '2027-12-27')).toBe('Christmas Day (observed)');
    expect(holidayOn('AU', '2027-12-28')).toBe('Boxing Day (observed)');
    expect(holidayOn('AU', '2022-12-26')).toBe('Boxing Day');
    expect(holidayOn('AU', '2022-12-27')).toBe('Christmas Day (observed)');
  });

  it('knows leap days, far years, and refuses what is no date or no set', () => {
    expect(holidayOn('US', '2028-02-29')).toBeUndefined();
    expect(holidayName('US', -100_000_000)).toBeUndefined();
    expect(() => holidayName('US', NaN)).toThrow(RangeError);
    expect(() => holidayName('XX', 0)).toThrow(RangeError);
    expect(isHolidaySet('US-union')).toBe(true);
    expect(isHolidaySet('XX')).toBe(false);
  });
});
