import { isPhoneNumber } from '../common/phone-number';
import { Decision } from './decision';
import { DecisionEntry } from './ledger/append-decisions';
import { CallPolicy, RuleContext } from './rule-context';
import { RULE_SET } from './rule-set';

/** What was judged: all but the instant, and whatever could be read of the subject. */
export type JudgedFacts = Pick<RuleContext, 'subject' | 'facts' | 'policy'> &
  Partial<Pick<RuleContext, 'number' | 'zones' | 'jurisdictions'>>;

/** What proves a decision: its findings and the facts they were made from, the number in its own column only. */
export function decisionEntry(decision: Decision, judged: JudgedFacts, campaign: string): DecisionEntry {
  return {
    id: decision.id,
    campaign,
    lead_id: decision.leadId,
    phone: judged.subject.phone,
    moment: decision.moment,
    verdict: decision.verdict,
    rule_set: RULE_SET,
    findings: decision.findings,
    inputs: inputsOf(judged),
    next_legal_at: decision.nextLegalAt ?? null,
    decided_at: decision.decidedAt,
  };
}

function inputsOf(judged: JudgedFacts): Record<string, unknown> {
  const { subject, number, zones, jurisdictions, facts, policy } = judged;
  const { leadId: _leadId, phone: _phone, ...stated } = subject;
  const read = number && isPhoneNumber(number) ? { country: number.country, type: number.type } : undefined;
  return {
    subject: stated,
    number: read,
    zones: zones?.zones,
    jurisdictions: jurisdictions?.binding.map(({ jurisdiction, sources }) => ({
      code: jurisdiction.code,
      sources,
    })),
    facts,
    policy: policyOf(policy),
  };
}

/** Only what rules judge by: the settings object that is passed in holds more. */
function policyOf({ purpose, callingHours, maxAttemptsPerDay }: CallPolicy): CallPolicy {
  return { purpose, callingHours, maxAttemptsPerDay };
}
