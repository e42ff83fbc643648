import { Finding } from '../decision';
import { AttemptCap } from '../jurisdiction';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface CitedCap extends AttemptCap {
  readonly citation: string;
}

/**
 * Calls to one number over all campaigns, under the operator's limit for 24 hours and the cap of each binding
 * jurisdiction. Rolling windows rather than calendar days, as the laws count, since a day's end would let two days' calls
 * fall together. A dial that our clock puts in the future counts too: replicas' clocks differ. A refusal cites the limit
 * that holds longest.
 */
export function frequency({ facts, policy, jurisdictions, now }: RuleContext): Finding {
  const caps = [
    { count: policy.maxAttemptsPerDay, perMs: DAY_MS, citation: "The operator's MAX_ATTEMPTS_PER_DAY" },
    ...jurisdictions.binding.flatMap(({ jurisdiction: { caps: own, citation } }) =>
      own.map((cap) => ({ ...cap, citation })),
    ),
  ];
  const dialsMs = facts.recentDialsAt.map((at) => at.getTime());
  const findings = caps.map((cap) => judgeCap(cap, dialsMs, now.getTime()));
  const refused = findings.filter(({ verdict }) => verdict === 'refuse');
  const longest = refused.reduce<Finding | undefined>(
    (one, other) => (one && waitMs(one) >= waitMs(other) ? one : other),
    undefined,
  );
  if (longest) return longest;
  const citation = [...new Set(caps.map((cap) => cap.citation))].join('; ');
  return verdictsOf('frequency', citation).allow(findings.map(({ reason }) => reason).join('; '));
}

function judgeCap(
  { count, perMs, citation }: CitedCap,
  allDialsMs: readonly number[],
  nowMs: number,
): Finding {
  const { allow, refuse } = verdictsOf('frequency', citation);
  const dialsMs = allDialsMs.filter((atMs) => !(atMs <= nowMs - perMs));
  const period = perMs > 2 * DAY_MS ? `${perMs / DAY_MS} days` : `${perMs / HOUR_MS} hours`;
  if (dialsMs.length < count) return allow(`${dialsMs.length} of ${count} calls in ${period}`);
  // With the limit lowered since, more than one call has to leave the window.
  const leaving = dialsMs.toSorted((one, other) => one - other)[dialsMs.length - count];
  const retryAt = leaving === undefined || Number.isNaN(leaving) ? undefined : new Date(leaving + perMs);
  return refuse(`The number was called ${dialsMs.length} times in ${period}; at most ${count}`, retryAt);
}

/** Infinity where waiting does not help. */
function waitMs({ retryAt }: Finding): number {
  return retryAt?.getTime() ?? Infinity;
}
