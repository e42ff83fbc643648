import { levelFault, requiredLevel } from '../consents/consent-faults';
import { governingConsent } from '../consents/governing-consent';
import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf(
  'consent-level',
  '47 CFR 64.1200(a)(1)(iii), (a)(2), (a)(3); FCC 24-17 (an AI voice is an artificial voice)',
);

/**
 * A call with an artificial voice needs prior express consent; one that sells needs what the binding jurisdictions ask
 * for, in the United States a writing. Read as the eCFR had it on 2026-09-02.
 */
export function consentLevel(context: RuleContext): Finding {
  const { policy, jurisdictions } = context;
  const fault = levelFault(governingConsent(context), requiredLevel(policy, jurisdictions), policy);
  return fault === undefined ? allow(`The consent suffices for a ${policy.purpose} call`) : refuse(fault);
}
