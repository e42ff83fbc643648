import { CampaignSettings, ScriptSettings } from '../config/settings';
import { decide, Ruling } from './decide';
import { LONGEST_CAP_MS } from './jurisdictions';
import { nextLegalInstant } from './next-legal-instant';
import { OperatorRules } from './operator-rules/operator-rules';
import { CallFacts, CallPolicy, RuleContext, SubjectReading } from './rule-context';
import { RULES } from './rule-set';

/** What rules judge a campaign's calls by. */
export function callPolicy(
  { purpose, callingHours, maxAttemptsPerDay }: CampaignSettings,
  { sellerLegalName: seller, callbackNumber }: Pick<ScriptSettings, 'sellerLegalName' | 'callbackNumber'>,
  operator: OperatorRules,
): CallPolicy {
  return { purpose, callingHours, maxAttemptsPerDay, seller, callbackNumber, operator };
}

/** How far back calls to a number count, in ms. */
export function lookBackMs({ operator }: Pick<CallPolicy, 'operator'>): number {
  return Math.max(LONGEST_CAP_MS, operator.longestCapMs);
}

/** All that a call is judged by, the operator's stricter rules among it. */
export function judgedContext(
  reading: SubjectReading,
  facts: CallFacts,
  policy: CallPolicy,
  now: Date,
): RuleContext {
  return { ...reading, jurisdictions: policy.operator.narrow(reading.jurisdictions), facts, policy, now };
}

/** Judges by every rule there is. @param onFault hears what a rule threw */
export function judge(context: RuleContext, onFault?: (error: unknown) => void): Ruling {
  return decide(context, RULES, onFault);
}

/** See {@link nextLegalInstant}, under the operator's stricter rules. */
export function nextLegalFor(
  { zones, jurisdictions }: Pick<SubjectReading, 'zones' | 'jurisdictions'>,
  policy: CallPolicy,
  earliest: Date,
): Date | undefined {
  return nextLegalInstant({ zones, jurisdictions: policy.operator.narrow(jurisdictions) }, policy, earliest);
}
