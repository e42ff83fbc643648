import * as fc from 'fast-check';
import { DEFAULT_RETRY_DELAYS, parseRetryDelays, RETRYABLE_OUTCOMES } from './retry-delays';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('parseRetryDelays', () => {
  it('reads the default, which names every outcome', () => {
    expect(parseRetryDelays(DEFAULT_RETRY_DELAYS)).toEqual({
      'no-answer': [4 * HOUR, DAY],
      busy: [15 * MINUTE, HOUR],
      voicemail: [DAY],
      failed: [10 * MINUTE],
    });
  });

  it('keeps the default of outcomes that are left out', () => {
    expect(parseRetryDelays('busy=5m')).toEqual({
      ...parseRetryDelays(DEFAULT_RETRY_DELAYS),
      busy: [5 * MINUTE],
    });
    expect(parseRetryDelays('')).toEqual(parseRetryDelays(DEFAULT_RETRY_DELAYS));
  });

  it('does not mind spaces and an empty end', () => {
    expect(parseRetryDelays(' busy = 5m , 1h ; ')).toMatchObject({ busy: [5 * MINUTE, HOUR] });
  });

  it.each([
    'busy',
    'busy=',
    'busy=5',
    'busy=5m,',
    'busy=5m,0h',
    'busy=5m=1h',
    'Busy=5m',
    'completed=1d',
    'opted-out=1d',
    'busy=5m;constructor=1d',
    'busy=5m;nonsense',
  ])('refuses “%s” whole', (text) => {
    expect(parseRetryDelays(text)).toBeUndefined();
  });

  it('gives every outcome at least one wait, whatever it accepts', () => {
    const part = fc.tuple(
      fc.constantFrom(...RETRYABLE_OUTCOMES),
      fc.array(fc.tuple(fc.nat(99), fc.constantFrom('s', 'm', 'h', 'd')), { minLength: 1, maxLength: 3 }),
    );
    const text = fc
      .array(part)
      .map((parts) =>
        parts.map(([name, list]) => `${name}=${list.map((wait) => wait.join('')).join(',')}`).join(';'),
      );
    fc.assert(
      fc.property(text, (given) => {
        const delays = parseRetryDelays(given);
        if (!delays) return;
        for (const outcome of RETRYABLE_OUTCOMES) {
          expect(delays[outcome].length).toBeGreaterThan(0);
          expect(delays[outcome].every((delay) => delay > 0)).toBe(true);
        }
      }),
    );
  });
});
