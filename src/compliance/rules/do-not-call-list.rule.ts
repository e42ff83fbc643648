import { levelFault, requiredLevel } from '../consents/consent-faults';
import { governingConsent } from '../consents/governing-consent';
import { Finding } from '../decision';
import { judgeLists } from '../do-not-call-lists/judge-lists';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/**
 * The public do-not-call registers of every binding jurisdiction, unless the consent that the call stands on excepts it.
 * Where consent does not suffice anyhow they are not asked: an operator who then fetched a register would have done so
 * for nothing.
 */
export function doNotCallList(context: RuleContext): Finding {
  const { jurisdictions, policy, facts, subject, now } = context;
  const consent = governingConsent(context);
  if (levelFault(consent, requiredLevel(policy, jurisdictions), policy) !== undefined)
    return verdictsOf('do-not-call-list', '47 CFR 64.1200(c)(2)').allow(
      'Not asked: there is no consent that the call could stand on',
    );
  return judgeLists({
    jurisdictionCodes: jurisdictions.binding.map(({ jurisdiction }) => jurisdiction.code),
    consentLevel: consent?.level ?? 'none',
    purpose: policy.purpose,
    lists: facts.lists,
    phone: subject.phone,
    now,
  });
}
