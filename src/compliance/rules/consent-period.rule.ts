import { periodFault } from '../consents/consent-faults';
import { governingConsent } from '../consents/governing-consent';
import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('consent-period', '47 CFR 64.1200(a)(2), (f)(9); 16 CFR 310.5(a)(8)');

/**
 * Consent must have been given before the call and hold still; it ends at the instant of its expiry. One without a date
 * can't be shown to be prior, so it does not count: a record of consent has to bear its date (16 CFR 310.5 by way of
 * secondary sources; 47 CFR 64.1200 as the eCFR had it on 2026-09-02).
 */
export function consentPeriod(context: RuleContext): Finding {
  const consent = governingConsent(context);
  if (!consent) return refuse('There is no consent that could have been given before the call');
  const fault = periodFault(consent, context.now);
  return fault === undefined ? allow('The consent was given before the call and holds still') : refuse(fault);
}
