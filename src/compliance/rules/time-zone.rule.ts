import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('time-zone', "47 CFR 64.1200(c)(1): the called party's local time");

/**
 * Hours can be kept only where the local time is known (the eCFR of 2026-09-02 goes by the called party's location). A
 * stated zone that does not exist is a mistake about the person, and refuses although the number has zones of its own.
 */
export function timeZone({ zones }: RuleContext): Finding {
  if (zones.fault !== undefined) return refuse(zones.fault);
  if (zones.zones.length === 0) return refuse('No time zone is known');
  return allow(`The person may be in ${zones.zones.map(({ zone }) => zone).join(', ')}`);
}
