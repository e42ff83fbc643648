import { readConsentLevel } from '../compliance/consents/consent';
import { ConsentEntry } from '../compliance/consents/consent-ledger';
import { Lead } from './lead';

/**
 * What a lead's columns newly say of consent, for the consent ledger: a grant when one is stated or changed, and a
 * withdrawal when a person has written `none` over one. An emptied cell states nothing, so the lead's own consent is gone
 * without withdrawing what was given elsewhere.
 * @param before the lead as it was known; undefined: it is new
 * @param now when the withdrawal was seen
 */
export function consentEntries(before: Lead | undefined, lead: Lead, now: Date): readonly ConsentEntry[] {
  if (lead.phone === null) return [];
  const isSamePerson = before?.phone === lead.phone;
  const level = readConsentLevel(lead.consent);
  const common = { phone: lead.phone, origin: 'lead-source', campaign: lead.campaign } as const;
  if (level === 'express' || level === 'express_written') {
    if (isSamePerson && COLUMNS.every((column) => String(before[column]) === String(lead[column]))) return [];
    return [
      {
        ...common,
        kind: 'grant',
        level,
        occurredAt: lead.consent_at ?? undefined,
        expiresAt: lead.consent_expires_at ?? undefined,
        source: lead.consent_source ?? undefined,
        evidence: lead.consent_evidence ?? undefined,
      },
    ];
  }
  const had = isSamePerson ? readConsentLevel(before.consent) : undefined;
  if (level !== 'none' || had === undefined || had === 'none') return [];
  return [{ ...common, kind: 'revocation', occurredAt: now, source: 'The lead no longer states consent' }];
}

const COLUMNS = [
  'consent',
  'consent_at',
  'consent_expires_at',
  'consent_source',
  'consent_evidence',
] as const satisfies readonly (keyof Lead)[];
