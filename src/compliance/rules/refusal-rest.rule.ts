import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const DAY_MS = 86_400_000;

/** Where the law gives people rest after they have said no, nobody is called before it is over, whatever the campaign. */
export function refusalRest({ jurisdictions, facts, now }: RuleContext): Finding {
  const laws = jurisdictions.binding.flatMap(({ jurisdiction: { name, citation, restAfterRefusalMs } }) =>
    restAfterRefusalMs === undefined ? [] : [{ name, citation, restMs: restAfterRefusalMs }],
  );
  const longest = laws.toSorted((one, other) => other.restMs - one.restMs)[0];
  const { allow, refuse } = verdictsOf(
    'refusal-rest',
    longest?.citation ?? 'No binding jurisdiction gives rest',
  );
  if (!longest) return allow('No binding jurisdiction gives rest after a refusal');
  const { lastRefusalAt } = facts;
  if (!lastRefusalAt) return allow('Nobody at the number has refused an offer');
  const untilMs = lastRefusalAt.getTime() + longest.restMs;
  if (untilMs <= now.getTime()) return allow('The rest after the last refusal is over');
  const days = longest.restMs / DAY_MS;
  return refuse(
    `The person refused an offer less than ${days} days ago (${longest.name})`,
    Number.isNaN(untilMs) ? undefined : new Date(untilMs),
  );
}
