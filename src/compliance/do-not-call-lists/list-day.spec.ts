import { ageInDays, parseListDay } from './list-day';

describe('parseListDay', () => {
  it.each(['2026-06-01', '2024-02-29'])('reads %s', (text) => expect(parseListDay(text)).toBe(text));

  it.each([
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-6-1',
    '2026-06-01T00:00:00Z',
    '06/01/2026',
    '+002026-06-01',
  ])('does not read %j', (text) => expect(parseListDay(text)).toBeUndefined());
});

describe('ageInDays', () => {
  it.each([
    ['2026-06-10', 0],
    ['2026-06-09', 1],
    ['2026-05-10', 31],
    ['2026-06-11', -1],
  ])('reckons in days of UTC, whatever the hour: %s', (day, age) => {
    expect(ageInDays(day, new Date('2026-06-10T00:00:00Z'))).toBe(age);
    expect(ageInDays(day, new Date('2026-06-10T23:59:59.999Z'))).toBe(age);
  });
});
