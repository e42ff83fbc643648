import { revocationFault } from '../consents/consent-faults';
import { governingConsent } from '../consents/governing-consent';
import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('consent-revocation', '47 CFR 64.1200(a)(10), (a)(11)');

/**
 * Consent may be withdrawn in any reasonable way (in force since 2025-04-11), and then only one that was given
 * afterwards counts. A number that asked not to be called at all is suppressed besides.
 */
export function consentRevocation(context: RuleContext): Finding {
  const consent = governingConsent(context);
  const fault = consent && revocationFault(consent, context.facts.consents.revokedAt);
  return fault === undefined ? allow('The consent was not withdrawn') : refuse(fault);
}
