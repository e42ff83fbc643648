import { Finding } from '../decision';
import { judgeHours } from '../judge-hours';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const verdicts = verdictsOf('campaign-hours', "The operator's CALLING_HOURS");

/** The operator's own hours. A rule beside the law's window, so they can only ever narrow it. */
export function campaignHours({ zones, policy, now }: RuleContext): Finding {
  if (!policy.callingHours) return verdicts.allow('The campaign sets no hours of its own');
  return judgeHours(verdicts, "The campaign's hours", policy.callingHours, zones, now);
}
