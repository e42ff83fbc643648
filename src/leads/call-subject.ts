import { CallSubject } from '../compliance/decision';
import { Lead } from './lead';

/** The facts about a lead that the compliance rules judge; `undefined` for a lead without a number. */
export function callSubject(lead: Lead): CallSubject | undefined {
  if (lead.phone === null) return undefined;
  return {
    leadId: lead.id,
    phone: lead.phone,
    timezone: lead.timezone ?? undefined,
    state: lead.state ?? undefined,
    country: lead.country ?? undefined,
    postalCode: lead.postal_code ?? undefined,
    consent: lead.consent,
    consentAt: lead.consent_at ?? undefined,
    consentExpiresAt: lead.consent_expires_at ?? undefined,
    doNotCall: lead.do_not_call,
  };
}
