import { aContext } from '../rule-context.factory';
import { timeZone } from './time-zone.rule';

describe('timeZone', () => {
  it('allows a number whose zones are known', () => {
    expect(timeZone(aContext())).toMatchObject({
      verdict: 'allow',
      reason: expect.stringContaining('New_York'),
    });
  });

  it('refuses a stated zone that does not exist, and a number that may be anywhere', () => {
    expect(timeZone(aContext({ timezone: 'Eastern-ish' })).verdict).toBe('refuse');
    expect(timeZone(aContext({ phone: '+12115550123', timezone: 'America/New_York' })).verdict).toBe(
      'refuse',
    );
  });

  it('refuses where there are no zones, whatever the reason', () => {
    expect(timeZone(aContext({}, { zones: { zones: [], fault: undefined } })).verdict).toBe('refuse');
  });
});
