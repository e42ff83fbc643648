import { scopeFault } from '../consents/consent-faults';
import { governingConsent } from '../consents/governing-consent';
import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('consent-scope', '47 CFR 64.1200(f)(9); 16 CFR 310.4(b)(1)(v)(A)');

/**
 * Consent names the seller and covers artificial voices and the call's purpose (the regulations as the eCFR had them on
 * 2026-09-02). What is not said about its scope is taken as said for this seller, whose record it is.
 */
export function consentScope(context: RuleContext): Finding {
  const consent = governingConsent(context);
  const fault = consent && scopeFault(consent, context.policy);
  return fault === undefined ? allow('Nothing limits the consent to another use') : refuse(fault);
}
