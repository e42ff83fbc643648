import { aContext, NOON_IN_NEW_YORK } from '../rule-context.factory';
import { consentPeriod } from './consent-period.rule';

const nowMs = Date.parse(NOON_IN_NEW_YORK);

describe('consentPeriod', () => {
  it('allows consent given before the call, or at its very instant', () => {
    expect(consentPeriod(aContext()).verdict).toBe('allow');
    expect(consentPeriod(aContext({ consentAt: new Date(nowMs) })).verdict).toBe('allow');
  });

  it('allows up to the expiry and refuses from its instant on', () => {
    expect(consentPeriod(aContext({ consentExpiresAt: new Date(nowMs + 1) })).verdict).toBe('allow');
    expect(consentPeriod(aContext({ consentExpiresAt: new Date(nowMs) })).verdict).toBe('refuse');
  });

  it('refuses consent of the future, and does not wait for it', () => {
    const finding = consentPeriod(aContext({ consentAt: new Date(nowMs + 1) }));
    expect(finding).toMatchObject({ verdict: 'refuse', rule: 'consent-period' });
    expect(finding.retryAt).toBeUndefined();
  });

  it('refuses consent without a date, and dates that cannot be read', () => {
    expect(consentPeriod(aContext({ consentAt: undefined })).verdict).toBe('refuse');
    expect(consentPeriod(aContext({ consentAt: new Date(NaN) })).verdict).toBe('refuse');
    expect(consentPeriod(aContext({ consentExpiresAt: new Date(NaN) })).verdict).toBe('refuse');
  });
});
