import { ExternalApiError, ExternalEffect } from '../common/errors';
import { verdictOn } from './delivery-verdict';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function failure(status?: number, retryAfterMs?: number, effect: ExternalEffect = 'unknown') {
  const refused = status !== undefined && status < 500 && status !== 408;
  return new ExternalApiError('automation', 'failed', {
    effect: refused ? 'refused' : effect,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

const waitAfter = (tries: number, status = 503, retryAfterMs?: number) => {
  const verdict = verdictOn(failure(status, retryAfterMs), tries);
  return verdict.kind === 'again' ? verdict.delayMs : verdict.kind;
};

describe('the verdict on a post that did not succeed', () => {
  it('lets it come again, at first soon, then twice as long each time, an hour at most', () => {
    expect([1, 2, 3, 4].map((tries) => waitAfter(tries))).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect([9, 10, 40].map((tries) => waitAfter(tries))).toEqual([2_560_000, HOUR_MS, HOUR_MS]);
  });

  it('lets it come again for three days and not for ever', () => {
    let tries = 0;
    let waitedMs = 0;
    for (let wait = waitAfter(++tries); typeof wait === 'number'; wait = waitAfter(++tries)) waitedMs += wait;
    expect(waitedMs).toBeGreaterThanOrEqual(72 * HOUR_MS);
    expect(waitedMs).toBeLessThan(73 * HOUR_MS);
    expect(verdictOn(failure(), tries)).toEqual({
      kind: 'dead',
      reason: `The receiver gave no answer to each of ${tries} tries: see to it, then redeliver`,
    });
  });

  it.each([408, 425, 429, 500, 503])('holds %i for a passing thing', (status) => {
    expect(verdictOn(failure(status), 1)).toEqual({
      kind: 'again',
      delayMs: 10_000,
      reason: `The receiver answered ${status}`,
    });
  });

  it('waits as long as the receiver asks, within a day, and never less than its own schedule', () => {
    expect(waitAfter(1, 429, 5 * MINUTE_MS)).toBe(5 * MINUTE_MS);
    expect(waitAfter(1, 429, 1_000)).toBe(10_000);
    expect(waitAfter(1, 429, 100 * HOUR_MS)).toBe(24 * HOUR_MS);
  });

  it.each([
    [410, 'gone for good'],
    [401, 'AUTOMATION_WEBHOOK_SECRET'],
    [403, 'AUTOMATION_WEBHOOK_SECRET'],
    [404, 'check AUTOMATION_WEBHOOK_URL'],
    [302, 'which is not followed'],
    [422, 'see there why'],
  ])('gives up at once on %i, and says what to do', (status, words) => {
    const verdict = verdictOn(failure(status), 1);
    expect(verdict).toMatchObject({ kind: 'dead', reason: expect.stringContaining(words) as string });
    expect(verdict).toMatchObject({ reason: expect.stringMatching(/redeliver$/) as string });
  });

  it('does not count what was held back on our side', () => {
    expect(verdictOn(failure(undefined, 700, 'unreachable'), 500)).toEqual({
      kind: 'not-sent',
      delayMs: 700,
    });
  });
});
