import { Dial, Grant } from './dial';
import { Law } from './law';

/** A consent and what speaks against a call that stands on it, by the names of the engine's rules; none: it holds. */
export interface ConsentReading {
  readonly level: string;
  readonly faults: readonly (readonly [rule: string, why: string])[];
}

const LEVELS = ['none', 'express', 'express_written'];

/**
 * The consent with the fewest faults, the higher of equals. A lead that states itself that it gave none is believed, whatever else is on
 * record.
 */
export function readConsent(dial: Dial, laws: readonly Law[]): ConsentReading {
  const { lead, history, at } = dial;
  const own: Grant = {
    recordedAt: 0,
    level: lead.consent.trim(),
    seller: undefined,
    purpose: undefined,
    channel: undefined,
    givenAt: lead.consentAt,
    expiresAt: lead.consentExpiresAt,
  };
  const recorded = history.grants.filter((grant) => grant.recordedAt <= at);
  const grants = own.level === '' ? recorded : LEVELS.indexOf(own.level) <= 0 ? [own] : [own, ...recorded];
  const readings = grants.map((grant) => ({ level: grant.level, faults: faultsOf(grant, dial, laws) }));
  const best = readings.toSorted(
    (one, other) =>
      one.faults.length - other.faults.length || LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level),
  )[0];
  return best ?? { level: 'none', faults: [['consent-level', 'nobody says that the person agreed']] };
}

function faultsOf(
  grant: Grant,
  { at, campaign, history }: Dial,
  laws: readonly Law[],
): (readonly [string, string])[] {
  const faults: (readonly [string, string])[] = [];
  const needed = neededLevel(campaign.purpose, laws);
  if (LEVELS.indexOf(grant.level) < LEVELS.indexOf(needed))
    faults.push(['consent-level', `the call needs ${needed} consent, there is ${grant.level}`]);
  if (grant.seller !== undefined && grant.seller !== campaign.seller)
    faults.push(['consent-scope', 'the consent names another seller']);
  if (grant.purpose !== undefined && grant.purpose !== 'marketing' && grant.purpose !== campaign.purpose)
    faults.push(['consent-scope', 'the consent is for another purpose']);
  if (grant.channel !== undefined && grant.channel !== 'artificial_voice')
    faults.push(['consent-scope', 'the consent does not cover an artificial voice']);
  if (grant.givenAt === undefined || !(grant.givenAt <= at))
    faults.push(['consent-period', 'the consent was not given before the call']);
  if (grant.expiresAt !== undefined && !(at < grant.expiresAt))
    faults.push(['consent-period', 'the consent has run out']);
  const { givenAt } = grant;
  if (
    history.revocations.some(
      (revokedAt) => revokedAt <= at && !(givenAt !== undefined && revokedAt < givenAt),
    )
  )
    faults.push(['consent-revocation', 'the consent was withdrawn before the call']);
  return faults;
}

function neededLevel(purpose: string, laws: readonly Law[]): string {
  if (purpose === 'informational') return 'express';
  return laws.some((law) => law.marketingConsent === 'express_written') ? 'express_written' : 'express';
}
