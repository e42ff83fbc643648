import { parseDuration } from './duration';

describe('parseDuration', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['1d', 86_400_000],
    [' 2h ', 7_200_000],
    ['99999d', 8_639_913_600_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0s', '00m', '4', 'h', '-1h', '1.5h', '1h30m', '4H', '4 h', '100000s', 'four hours'])(
    'refuses “%s”',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
