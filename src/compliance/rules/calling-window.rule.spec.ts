import { Finding } from '../decision';
import { aContext } from '../rule-context.factory';
import { callingWindow } from './calling-window.rule';

function judge(phone: string, now: string, timezone?: string, state?: string): Finding {
  return callingWindow(aContext({ phone, timezone, state }, { now: new Date(now) }));
}

describe('callingWindow', () => {
  it.each([
    ['2026-06-10T11:59:59.999Z', 'refuse'],
    ['2026-06-10T12:00:00.000Z', 'allow'],
    ['2026-06-11T00:58:59.999Z', 'allow'],
    ['2026-06-11T00:59:00.000Z', 'refuse'],
    ['2026-06-11T01:00:00.000Z', 'refuse'],
  ])('at %s it says %s in New York: open from 08:00 to 21:00, less a minute for ringing', (now, verdict) => {
    expect(judge('+12125550123', now).verdict).toBe(verdict);
  });

  it('is open on Sundays as on other days', () => {
    expect(judge('+12125550123', '2026-06-14T16:00:00Z').verdict).toBe('allow');
  });

  it('must be open in every zone that the number may lie in', () => {
    expect(judge('+18505550123', '2026-06-10T12:30:00Z')).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringContaining('America/Chicago'),
      retryAt: new Date('2026-06-10T13:00:00Z'),
    });
  });

  it('must be open in the stated zone too', () => {
    expect(judge('+12125550123', '2026-06-10T13:00:00Z', 'America/Los_Angeles')).toMatchObject({
      verdict: 'refuse',
      retryAt: new Date('2026-06-10T15:00:00Z'),
    });
  });

  it("keeps each state's own hours, several windows a day, and those for automatic devices", () => {
    expect(judge('+12145550123', '2026-06-14T16:59:00Z').verdict).toBe('refuse');
    expect(judge('+12145550123', '2026-06-14T17:00:00Z').verdict).toBe('allow');
    expect(judge('+33142685300', '2026-06-10T11:30:00Z')).toMatchObject({
      verdict: 'refuse',
      retryAt: new Date('2026-06-10T12:00:00Z'),
    });
    expect(judge('+12135550123', '2026-06-10T15:30:00Z').retryAt).toEqual(new Date('2026-06-10T16:00:00Z'));
  });

  it("keeps Mississippi's hours in the offset that its law names as well", () => {
    expect(judge('+16015550123', '2026-06-10T13:59:00Z').verdict).toBe('refuse');
    expect(judge('+16015550123', '2026-06-10T14:00:00Z').verdict).toBe('allow');
  });

  it('binds the stated state and that of the area code, and cites the one that is closed', () => {
    const finding = judge('+12125550123', '2026-06-10T13:30:00Z', 'America/Chicago', 'Texas');
    expect(finding).toMatchObject({ verdict: 'refuse', retryAt: new Date('2026-06-10T14:00:00Z') });
    expect(finding.reason).toContain('Texas in America/Chicago');
    expect(finding.citation).toContain('Tex. Bus. & Com. Code 301.051');
    expect(finding.citation).not.toContain('N.Y. Gen. Bus. Law');
  });

  it('says where a row is not well founded', () => {
    expect(judge('+15155550123', '2026-06-10T05:00:00Z').citation).toContain('(confidence: low)');
  });

  it('names the law that it follows', () => {
    expect(judge('+12125550123', '2026-06-10T16:00:00Z').citation).toContain('47 CFR 64.1200(c)(1)');
  });

  it('waits for the hour in which far zones are both open', () => {
    expect(judge('+12125550123', '2026-06-10T16:00:00Z', 'Asia/Shanghai')).toMatchObject({
      verdict: 'refuse',
      retryAt: new Date('2026-06-11T00:00:00Z'),
    });
  });

  it('refuses for good where no zone is known', () => {
    const finding = judge('+12115550123', '2026-06-10T16:00:00Z');
    expect(finding.verdict).toBe('refuse');
    expect(finding.retryAt).toBeUndefined();
  });
});
