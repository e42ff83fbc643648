import { Finding } from '../decision';
import { aContext } from '../rule-context.factory';
import { holiday } from './holiday.rule';

function judge(phone: string, now: string, timezone?: string): Finding {
  return holiday(aContext({ phone, timezone }, { now: new Date(now) }));
}

describe('holiday', () => {
  it('refuses on a holiday of a state that bars calls, until the local day ends', () => {
    expect(judge('+18015550123', '2026-07-24T16:00:00Z')).toMatchObject({
      verdict: 'refuse',
      reason: 'It is a holiday in Utah',
      citation: expect.stringContaining('Utah Code 13-25a-103'),
      retryAt: new Date('2026-07-25T06:00:00Z'),
    });
    expect(judge('+18015550123', '2026-07-25T06:00:00Z').verdict).toBe('allow');
    expect(judge('+18015550123', '2026-07-24T05:59:59Z').verdict).toBe('allow');
  });

  it('refuses while it is a holiday in any zone', () => {
    expect(judge('+33142685300', '2026-07-14T22:30:00Z').verdict).toBe('allow');
    expect(judge('+33142685300', '2026-07-14T22:30:00Z', 'America/New_York').verdict).toBe('refuse');
  });

  it('refuses on the day on which a holiday of the weekend is observed', () => {
    expect(judge('+12155550123', '2026-07-03T16:00:00Z').verdict).toBe('refuse');
  });

  it('allows where no law bars calls on holidays', () => {
    expect(judge('+12125550123', '2026-12-25T16:00:00Z').verdict).toBe('allow');
  });
});
