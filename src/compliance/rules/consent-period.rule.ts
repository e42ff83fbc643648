import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('consent-period', '47 CFR 64.1200(a)(2), (f)(9); 16 CFR 310.5(a)(8)');

/**
 * Consent must have been given before the call and hold still; it ends at the instant of its expiry. One without a date
 * can't be shown to be prior, so it does not count: a record of consent has to bear its date (16 CFR 310.5 by way of
 * secondary sources; 47 CFR 64.1200 as the eCFR had it on 2026-09-02).
 */
export function consentPeriod({ subject, now }: RuleContext): Finding {
  const { consentAt, consentExpiresAt } = subject;
  if (!consentAt) return refuse('The consent bears no date');
  if (Number.isNaN(consentAt.getTime())) return refuse('The date of the consent cannot be read');
  if (!(consentAt.getTime() <= now.getTime())) return refuse('The consent is dated in the future');
  if (!consentExpiresAt) return allow('The consent was given before the call and does not expire');
  if (Number.isNaN(consentExpiresAt.getTime())) return refuse('The expiry of the consent cannot be read');
  if (!(now.getTime() < consentExpiresAt.getTime())) return refuse('The consent has expired');
  return allow('The consent was given before the call and has not expired');
}
