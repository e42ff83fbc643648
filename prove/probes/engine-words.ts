import { CallSubject } from '../../src/compliance/decision';
import { OperatorRules } from '../../src/compliance/operator-rules/operator-rules';
import { CallPolicy } from '../../src/compliance/rule-context';
import { parseCallingHours } from '../../src/config/calling-hours';
import { Campaign, Lead } from '../checker/dial';

/** A lead in the engine's words. */
export function subjectOf(lead: Lead): CallSubject {
  const { id, phone, timezone, state, country, postalCode, consent, doNotCall } = lead;
  return {
    leadId: id,
    phone,
    timezone,
    state,
    country,
    postalCode,
    consent,
    consentAt: lead.consentAt === undefined ? undefined : new Date(lead.consentAt),
    consentExpiresAt: lead.consentExpiresAt === undefined ? undefined : new Date(lead.consentExpiresAt),
    doNotCall,
  };
}

/**
 * A campaign in the engine's words.
 * @throws Error for hours that the service would not start with
 */
export function policyOf(campaign: Campaign): CallPolicy {
  const callingHours = campaign.hours === undefined ? undefined : parseCallingHours(campaign.hours);
  if (campaign.hours !== undefined && !callingHours) throw new Error('No such hours');
  return {
    purpose: campaign.purpose,
    seller: campaign.seller,
    callbackNumber: campaign.callbackNumber,
    callingHours,
    maxAttemptsPerDay: campaign.callsPerDay,
    operator: new OperatorRules(
      campaign.registrations.map(({ jurisdiction, from, until }) => ({
        jurisdiction,
        validFrom: new Date(from),
        validUntil: until === undefined ? undefined : new Date(until),
        statement: 'No. 1',
      })),
      [],
      [],
      undefined,
    ),
  };
}
