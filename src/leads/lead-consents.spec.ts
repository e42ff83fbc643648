import { aLead } from '../../test/support/a-lead';
import { consentEntries } from './lead-consents';

const now = new Date('2026-06-10T16:00:00Z');

describe('consentEntries', () => {
  it('are a grant for a lead that is new or whose consent changed, and nothing for one read again', () => {
    const lead = aLead({ consent: 'Express Written', consent_evidence: 'form 7' });
    expect(consentEntries(undefined, lead, now)).toMatchObject([
      {
        kind: 'grant',
        level: 'express_written',
        occurredAt: lead.consent_at,
        evidence: 'form 7',
        origin: 'lead-source',
      },
    ]);
    expect(consentEntries(lead, { ...lead }, now)).toEqual([]);
    expect(consentEntries(lead, { ...lead, consent_evidence: 'form 8' }, now)).toHaveLength(1);
    expect(consentEntries(lead, { ...lead, phone: '+12122888009' }, now)).toHaveLength(1);
  });

  it('are a withdrawal when `none` is written over a consent', () => {
    const before = aLead();
    for (const consent of ['none', 'revoked']) {
      expect(consentEntries(before, { ...before, consent }, now)).toMatchObject([
        { kind: 'revocation', phone: before.phone, occurredAt: now },
      ]);
    }
  });

  it('are none for an emptied cell, a lead that never had consent, another number, or no number', () => {
    const before = aLead();
    expect(consentEntries(before, { ...before, consent: '' }, now)).toEqual([]);
    expect(consentEntries(undefined, aLead({ consent: 'none' }), now)).toEqual([]);
    expect(consentEntries(before, { ...before, consent: 'none', phone: '+12122888009' }, now)).toEqual([]);
    expect(consentEntries(before, { ...before, phone: null }, now)).toEqual([]);
  });
});
