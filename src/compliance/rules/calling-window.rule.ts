import { FEDERAL_CALLING_HOURS } from '../rule-data/federal-calling-hours';
import { Finding } from '../decision';
import { judgeHours } from '../judge-hours';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const verdicts = verdictsOf('calling-window', FEDERAL_CALLING_HOURS.citation);

/** The law's hours, 08:00 to 21:00 with the end excluded, in every zone that the person may be in. */
export function callingWindow({ zones, now }: RuleContext): Finding {
  return judgeHours(verdicts, 'The calling window', FEDERAL_CALLING_HOURS.hours, zones, now);
}
