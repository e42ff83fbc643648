import { Finding } from '../decision';
import { aContext, NOON_IN_NEW_YORK } from '../rule-context.factory';
import { frequency } from './frequency.rule';

const HOUR_MS = 3_600_000;
const nowMs = Date.parse(NOON_IN_NEW_YORK);

/** Judges a number called so many hours ago; the limit is two. */
function judge(...hoursAgo: number[]): Finding {
  const recentDialsAt = hoursAgo.map((hours) => new Date(nowMs - hours * HOUR_MS));
  const policy = { purpose: 'marketing' as const, callingHours: undefined, maxAttemptsPerDay: 2 };
  return frequency(aContext({}, { facts: { suppressed: false, recentDialsAt }, policy }));
}

describe('frequency', () => {
  it('allows while fewer calls than the limit lie in the last 24 hours', () => {
    expect(judge().verdict).toBe('allow');
    expect(judge(1).verdict).toBe('allow');
    expect(judge(1, 24, 30).verdict).toBe('allow');
  });

  it('refuses at the limit until the oldest of them is 24 hours ago', () => {
    expect(judge(1, 23)).toMatchObject({ verdict: 'refuse', retryAt: new Date(nowMs + HOUR_MS) });
    expect(judge(23, 1).retryAt).toEqual(new Date(nowMs + HOUR_MS));
  });

  it('waits for as many calls to leave as stand above the limit', () => {
    expect(judge(23, 22, 20, 1).retryAt).toEqual(new Date(nowMs + 4 * HOUR_MS));
  });

  it('counts a call that the clock puts in the future, and one whose time cannot be read', () => {
    expect(judge(-1, 1).verdict).toBe('refuse');
    expect(judge(NaN, 1).verdict).toBe('refuse');
  });

  it.each([
    ['+12075550123', 'one in 8 hours in Maine', [7], [9], 1],
    ['+13055550123', 'three in 24 hours in Florida', [1, 2, 23], [1, 2, 25], 1],
    ['+14055550123', 'three in 24 hours in Oklahoma', [1, 2, 23], [1, 2, 25], 1],
    ['+33142685300', 'four in 30 days in France', [30, 100, 300, 719], [30, 100, 300, 721], 1],
  ])('keeps the cap of %s: %s', (phone, _law, atLimit, below, retryHours) => {
    const finding = judgeIn(phone, atLimit);
    expect(finding).toMatchObject({ verdict: 'refuse', retryAt: new Date(nowMs + retryHours * HOUR_MS) });
    expect(finding.citation).not.toContain('MAX_ATTEMPTS');
    expect(judgeIn(phone, below).verdict).toBe('allow');
  });

  it('cites the limit that holds longest, and all of them when it allows', () => {
    const finding = judgeIn('+12075550123', [1, 2], 2);
    expect(finding).toMatchObject({ verdict: 'refuse', retryAt: new Date(nowMs + 22 * HOUR_MS) });
    expect(finding.citation).toContain('MAX_ATTEMPTS_PER_DAY');
    const { citation } = judgeIn('+12075550123', []);
    expect(citation).toContain('MAX_ATTEMPTS_PER_DAY');
    expect(citation).toContain('10 M.R.S. 1498');
  });
});

/** Judges a number under the caps of its place. */
function judgeIn(phone: string, hoursAgo: readonly number[], maxAttemptsPerDay = 10): Finding {
  const recentDialsAt = hoursAgo.map((hours) => new Date(nowMs - hours * HOUR_MS));
  const policy = { purpose: 'marketing' as const, callingHours: undefined, maxAttemptsPerDay };
  return frequency(aContext({ phone }, { facts: { suppressed: false, recentDialsAt }, policy }));
}
