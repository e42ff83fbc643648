import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('frequency', "The operator's MAX_ATTEMPTS_PER_DAY");

const DAY_MS = 86_400_000;

/**
 * Calls to one number in any 24 hours, over all campaigns. A rolling window rather than a calendar day, since several
 * states cap calls that way, and a day's end would let two days' calls fall together. A dial that our clock puts in the
 * future counts too: replicas' clocks differ.
 */
export function frequency({ facts, policy, now }: RuleContext): Finding {
  const sinceMs = now.getTime() - DAY_MS;
  const dialsMs = facts.recentDialsAt.map((at) => at.getTime()).filter((atMs) => !(atMs <= sinceMs));
  const most = policy.maxAttemptsPerDay;
  if (dialsMs.length < most) return allow(`${dialsMs.length} of ${most} calls in 24 hours`);
  // With the limit lowered since, more than one call has to leave the window.
  const leaving = dialsMs.toSorted((one, other) => one - other)[dialsMs.length - most];
  const retryAt = leaving === undefined || Number.isNaN(leaving) ? undefined : new Date(leaving + DAY_MS);
  return refuse(`The number was called ${dialsMs.length} times in 24 hours; at most ${most}`, retryAt);
}
