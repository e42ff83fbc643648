import { isPhoneNumber } from '../common/phone-number';
import { scrub } from '../common/redaction';
import { Decision } from './decision';
import { DecisionEntry } from './ledger/append-decisions';
import { CallPolicy, RuleContext } from './rule-context';
import { RULE_SET } from './rule-set';

/** What was judged: all but the instant, and whatever could be read of the subject. */
export type JudgedFacts = Pick<RuleContext, 'subject' | 'facts' | 'policy'> &
  Partial<Pick<RuleContext, 'number' | 'zones' | 'jurisdictions'>>;

/** A person's own words may hold anything: the ledger, which nothing is ever taken out of, keeps no more of them. */
const MOST_CHARACTERS = 64;

/**
 * What is kept of a postal code. Together with the dates of consent a whole one may be one person's alone; three
 * characters stand for thousands (the measure of 45 CFR 164.514(b)(2)(i)(B)), and still show which state was meant.
 */
const POSTAL_CHARACTERS = 3;

/**
 * What proves a decision: its findings and the facts they were made from. The ledger gives the number a random name, and
 * nothing else here says whose decision it is.
 */
export function decisionEntry(decision: Decision, judged: JudgedFacts, campaign: string): DecisionEntry {
  return {
    id: decision.id,
    campaign,
    lead_id: decision.leadId,
    phone: judged.subject.phone,
    moment: decision.moment,
    verdict: decision.verdict,
    rule_set: ruleSetUnder(judged.policy.operator),
    findings: decision.findings,
    inputs: inputsOf(judged),
    next_legal_at: decision.nextLegalAt ?? null,
    decided_at: decision.decidedAt,
  };
}

function inputsOf(judged: JudgedFacts): Record<string, unknown> {
  const { subject, number, zones, jurisdictions, facts, policy } = judged;
  const { leadId: _leadId, phone: _phone, postalCode, ...stated } = subject;
  const read = number && isPhoneNumber(number) ? { country: number.country, type: number.type } : undefined;
  return {
    subject: bounded({ ...stated, postalCode: postalCode?.trim().slice(0, POSTAL_CHARACTERS) }),
    number: read,
    zones: zones?.zones,
    jurisdictions: jurisdictions?.binding.map(({ jurisdiction, sources }) => ({
      code: jurisdiction.code,
      sources,
    })),
    facts: bounded(facts),
    policy: policyOf(policy),
  };
}

/** The same with every text in it short and without numbers that could be dialed. */
function bounded(stated: object): unknown {
  const text = JSON.stringify(stated, (_key, value: unknown) =>
    typeof value === 'string' ? scrub(value).slice(0, MOST_CHARACTERS).toWellFormed() : value,
  );
  return JSON.parse(text) as unknown;
}

/** Only what rules judge by: the settings object that is passed in holds more. */
function policyOf({ purpose, seller, callbackNumber, callingHours, maxAttemptsPerDay }: CallPolicy): object {
  return { purpose, seller, callbackNumber, callingHours, maxAttemptsPerDay };
}

/** The rules as they stood: our own, and the operator's file where there is one. */
function ruleSetUnder({ version }: CallPolicy['operator']): string {
  return version === undefined ? RULE_SET : `${RULE_SET}+${version}`;
}
