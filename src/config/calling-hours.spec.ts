import * as fc from 'fast-check';
import { parseCallingHours } from './calling-hours';

const window = (start: number, end: number) => ({ startMinute: start * 60, endMinute: end * 60 });

describe('parseCallingHours', () => {
  it('opens the days of a range and closes the others', () => {
    const week = parseCallingHours('mon-fri 09:00-18:00');
    expect(week).toHaveLength(7);
    for (const day of [0, 1, 2, 3, 4]) expect(week?.[day]).toEqual([window(9, 18)]);
    for (const day of [5, 6]) expect(week?.[day]).toEqual([]);
  });

  it('reads several days and several windows a day', () => {
    const week = parseCallingHours('Mon-Fri 09:00-12:00,13:00-18:00; SAT 10:00-14:00;');
    expect(week?.[0]).toEqual([window(9, 12), window(13, 18)]);
    expect(week?.[5]).toEqual([window(10, 14)]);
    expect(week?.[6]).toEqual([]);
  });

  it('adds up windows of a day that is named twice', () => {
    expect(parseCallingHours('mon-tue 09:00-12:00; tue 14:00-15:00')?.[1]).toEqual([
      window(9, 12),
      window(14, 15),
    ]);
  });

  it('can name a whole day, to its very end', () => {
    expect(parseCallingHours('sun 00:00-24:00')?.[6]).toEqual([window(0, 24)]);
  });

  it.each([
    '',
    '  ',
    ';',
    'mon',
    '09:00-18:00',
    'mon 9:00-18:00',
    'mon 09:00',
    'mon 18:00-09:00',
    'mon 09:00-09:00',
    'mon 09:60-10:00',
    'mon 09:00-24:01',
    'mon 25:00-26:00',
    'mon 09:00-18:00,',
    'mon 09:00-18:00 19:00-20:00',
    'fri-mon 09:00-18:00',
    'mon-wed-fri 09:00-18:00',
    'monday 09:00-18:00',
    'mon-xyz 09:00-18:00',
    'mon- 09:00-18:00',
    'mon 09:00-18:00; tue',
  ])('refuses “%s”', (text) => {
    expect(parseCallingHours(text)).toBeUndefined();
  });

  it('gives sound windows, whatever it accepts', () => {
    const two = fc.nat(99).map((n) => String(n).padStart(2, '0'));
    const time = fc.tuple(two, two).map((parts) => parts.join(':'));
    const text = fc.tuple(fc.constantFrom('mon', 'sat-sun'), time, time).map(([d, a, b]) => `${d} ${a}-${b}`);
    fc.assert(
      fc.property(text, (given) => {
        for (const { startMinute, endMinute } of parseCallingHours(given)?.flat() ?? []) {
          expect(startMinute).toBeGreaterThanOrEqual(0);
          expect(startMinute).toBeLessThan(endMinute);
          expect(endMinute).toBeLessThanOrEqual(1_440);
        }
      }),
    );
  });
});
