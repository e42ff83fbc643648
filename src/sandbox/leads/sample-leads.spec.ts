import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Chance } from '../chance';
import { sampleLeads, type SampleLead } from './sample-leads';

const NOON_EASTERN = new Date('2026-11-23T17:00:00.000Z');
const leads = sampleLeads(200, new Chance(1), NOON_EASTERN);

function e164(lead: SampleLead): string | undefined {
  const parsed = parsePhoneNumberFromString(String(lead.Phone), 'US');
  return parsed?.isValid() === true ? parsed.number : undefined;
}

/** The plainest reading of who may be called; no state's own rules. */
function isCallable(lead: SampleLead): boolean {
  const expiresAt = lead['Consent Expires At'];
  const isExpired = typeof expiresAt === 'string' && expiresAt < NOON_EASTERN.toISOString();
  const hasConsent = lead.Consent === 'express_written' && !isExpired;
  const isOpen = lead.Status === undefined || lead.Status === 'new';
  return e164(lead) !== undefined && hasConsent && isOpen && lead['Do Not Call'] !== true;
}

describe('sampleLeads', () => {
  it('makes the same leads for the same seed and others for another', () => {
    expect(sampleLeads(200, new Chance(1), NOON_EASTERN)).toEqual(leads);
    expect(sampleLeads(200, new Chance(2), NOON_EASTERN)).not.toEqual(leads);
  });

  it('has about 160 of 200 callable', () => {
    const callable = leads.filter(isCallable).length;
    expect(callable).toBeGreaterThanOrEqual(155);
    expect(callable).toBeLessThanOrEqual(168);
  });

  it('uses numbers set aside for fiction only', () => {
    const fictional = /^\+(1\d{3}55501\d\d|442079460\d{3}|493023125\d{3}|6125550\d{4})$/;
    const numbers = leads.map(e164).filter((number) => number !== undefined);
    expect(numbers.filter((number) => !fictional.test(number))).toEqual([]);
  });

  it('has a deliberate duplicate or two among otherwise unique numbers', () => {
    const numbers = leads.filter(isCallable).map(e164);
    expect(numbers.length - new Set(numbers).size).toBe(2);
  });

  it('has numbers that can not be read, and none for some', () => {
    const unreadable = leads.filter((lead) => e164(lead) === undefined).map((lead) => lead.Phone);
    expect(unreadable).toEqual(expect.arrayContaining(['call the office', 'n/a', '555-0199', '']));
    expect(unreadable.length).toBeLessThan(10);
  });

  it('has every kind of consent, expired ones, own statuses and full-width digits', () => {
    const consents = new Set(leads.map((lead) => lead.Consent));
    expect(consents).toEqual(new Set(['express_written', 'express', 'none', undefined]));
    expect(
      leads.filter((lead) => String(lead['Consent Expires At'] ?? '9') < '2026-11-23').length,
    ).toBeGreaterThan(1);
    expect(leads.map((lead) => lead.Status)).toContain('on hold – Ben');
    expect(leads.some((lead) => /[０-９]/u.test(String(lead.Phone)))).toBe(true);
  });

  it('spans the time zones', () => {
    const zones = new Set(sampleLeads(600, new Chance(1), NOON_EASTERN).map((lead) => lead.Timezone));
    expect([...zones]).toEqual(
      expect.arrayContaining([
        'America/New_York',
        'America/Chicago',
        'America/Denver',
        'America/Los_Angeles',
      ]),
    );
    const numbers = leads.map((lead) => e164(lead) ?? '');
    for (const start of ['+1907', '+1808', '+4420', '+4930']) {
      expect(numbers.some((number) => number.startsWith(start))).toBe(true);
    }
  });
});
