import { aContext } from '../rule-context.factory';
import { consentRevocation } from './consent-revocation.rule';
import { consentScope } from './consent-scope.rule';

const GRANT = {
  level: 'express_written',
  seller: 'Other Roofs Ltd',
  purpose: undefined,
  channel: undefined,
  givenAt: new Date('2026-01-15T12:00:00Z'),
  expiresAt: undefined,
  origin: 'operator',
} as const;

describe('consentScope', () => {
  it('allows what the lead itself states, and has nothing to limit where there is no consent', () => {
    expect(consentScope(aContext()).verdict).toBe('allow');
    expect(consentScope(aContext({ consent: '' })).verdict).toBe('allow');
  });

  it('refuses a call on a grant to another seller', () => {
    const consents = { grants: [GRANT], revokedAt: undefined };
    expect(consentScope(aContext({ consent: '' }, { facts: { consents } }))).toMatchObject({
      verdict: 'refuse',
      rule: 'consent-scope',
      reason: 'The consent was given to another seller',
    });
  });
});

describe('consentRevocation', () => {
  it('refuses a lead whose columns still state what was withdrawn since', () => {
    const consents = { grants: [], revokedAt: new Date('2026-03-01T00:00:00Z') };
    expect(consentRevocation(aContext({}, { facts: { consents } }))).toMatchObject({
      verdict: 'refuse',
      reason: 'The consent was withdrawn on 2026-03-01: only one that was given later counts',
    });
    const consentAt = new Date('2026-03-02T00:00:00Z');
    expect(consentRevocation(aContext({ consentAt }, { facts: { consents } })).verdict).toBe('allow');
  });
});
