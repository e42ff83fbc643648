import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('suppression', '47 CFR 64.1200(a)(10), (d)(3), (d)(6)');

/**
 * Numbers that asked not to be called. The eCFR of 2026-09-02 gives ten business days to comply and five years to
 * remember, some states ten: here it holds at once and for ever.
 */
export function suppression({ facts }: RuleContext): Finding {
  return facts.suppressed === false
    ? allow('The number is not suppressed')
    : refuse('The number is on the list of those that asked not to be called');
}
