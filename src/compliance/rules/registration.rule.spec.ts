import { OperatorRules } from '../operator-rules/operator-rules';
import { aContext } from '../rule-context.factory';
import { registration } from './registration.rule';
import { seller } from './seller.rule';

const TEXAS = { phone: '+15125550123' };
const NOW = new Date('2026-06-10T16:00:00Z');
const attesting = (jurisdiction: string, validUntil?: Date) =>
  new OperatorRules(
    [{ jurisdiction, validFrom: new Date('2026-01-01T00:00:00Z'), validUntil, statement: 'No. 7' }],
    [],
    [],
    'v1',
  );

describe('registration', () => {
  it('refuses sales calls to a state that asks for a registration until it is attested', () => {
    const operator = OperatorRules.NONE;
    const finding = registration(aContext(TEXAS, { policy: { operator } }));
    expect(finding).toMatchObject({
      verdict: 'refuse',
      citation: expect.stringContaining('Tex. Bus. & Com. Code'),
    });
    expect(finding.reason).toContain('US-TX');
    expect(finding.reason).toContain('COMPLIANCE_FILE');
    expect(registration(aContext(TEXAS, { policy: { operator: attesting('US-FL') } })).verdict).toBe(
      'refuse',
    );
  });

  it('allows them while the attestation holds, and says whose word it is', () => {
    const finding = registration(aContext(TEXAS, { policy: { operator: attesting('US-TX') } }));
    expect(finding).toMatchObject({ verdict: 'allow', reason: expect.stringContaining('No. 7') });
    const expired = attesting('US-TX', NOW);
    expect(registration(aContext(TEXAS, { now: NOW, policy: { operator: expired } })).verdict).toBe('refuse');
    const before = { now: new Date('2025-12-31T23:59:59Z'), policy: { operator: attesting('US-TX') } };
    expect(registration(aContext(TEXAS, before)).verdict).toBe('refuse');
  });

  it('asks nothing of calls that sell nothing, nor where no law asks', () => {
    const operator = OperatorRules.NONE;
    expect(registration(aContext(TEXAS, { policy: { operator, purpose: 'informational' } })).verdict).toBe(
      'allow',
    );
    expect(registration(aContext({}, { policy: { operator } })).verdict).toBe('allow');
  });
});

describe('seller', () => {
  it('refuses every call of whoever does not say who is calling, or where to call back', () => {
    expect(seller(aContext()).verdict).toBe('allow');
    expect(seller(aContext({}, { policy: { seller: ' ' } })).reason).toContain('SELLER_LEGAL_NAME');
    expect(seller(aContext({}, { policy: { callbackNumber: '' } })).reason).toContain('CALLBACK_NUMBER');
  });
});
