import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('do-not-call', '47 CFR 64.1200(d)(3), (d)(6)');

/** The mark that a person set on the lead. The eCFR of 2026-09-02 asks that such a request be recorded and honored. */
export function doNotCall({ subject }: RuleContext): Finding {
  return subject.doNotCall === false
    ? allow('The lead is not marked Do Not Call')
    : refuse('The lead is marked Do Not Call');
}
