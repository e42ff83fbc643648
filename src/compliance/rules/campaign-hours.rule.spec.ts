import { parseCallingHours } from '../../config/calling-hours';
import { Finding } from '../decision';
import { aContext } from '../rule-context.factory';
import { campaignHours } from './campaign-hours.rule';

function judge(hours: string, now: string, phone = '+12125550123'): Finding {
  const callingHours = parseCallingHours(hours);
  const policy = { purpose: 'marketing' as const, callingHours, maxAttemptsPerDay: 3 };
  return campaignHours(aContext({ phone }, { policy, now: new Date(now) }));
}

describe('campaignHours', () => {
  it('has nothing against any time where the operator has set none', () => {
    expect(judge('', '2026-06-10T05:00:00Z').verdict).toBe('allow');
  });

  it("keeps the hours in the lead's local time", () => {
    expect(judge('mon-fri 09:00-18:00', '2026-06-10T13:00:00Z').verdict).toBe('allow');
    expect(judge('mon-fri 09:00-18:00', '2026-06-10T12:59:59Z')).toMatchObject({
      rule: 'campaign-hours',
      verdict: 'refuse',
      retryAt: new Date('2026-06-10T13:00:00Z'),
    });
  });

  it('goes by the local day of the week', () => {
    // Monday 01:00 in India is still Sunday elsewhere.
    expect(judge('mon 00:00-06:00', '2026-06-07T19:30:00Z', '+919876543210').verdict).toBe('allow');
    expect(judge('mon 00:00-06:00', '2026-06-07T19:30:00Z').verdict).toBe('refuse');
  });

  it('refuses where no zone is known', () => {
    expect(judge('mon-sun 00:00-24:00', '2026-06-10T16:00:00Z', '+12115550123').verdict).toBe('refuse');
  });
});
