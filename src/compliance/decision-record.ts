import { InsertObject } from 'kysely';
import { isPhoneNumber } from '../common/phone-number';
import { Schema } from '../persistence/schema';
import { json } from '../persistence/sql';
import { Decision } from './decision';
import { CallPolicy, RuleContext } from './rule-context';
import { RULE_SET } from './rule-set';

/** What was judged: all but the instant, and whatever could be read of the subject. */
export type JudgedFacts = Pick<RuleContext, 'subject' | 'facts' | 'policy'> &
  Partial<Pick<RuleContext, 'number' | 'zones'>>;

/** The row that proves a decision: its findings and the facts they were made from, the number in its own column only. */
export function decisionRow(
  decision: Decision,
  judged: JudgedFacts,
  campaign: string,
): InsertObject<Schema, 'decisions'> {
  return {
    id: decision.id,
    campaign,
    lead_id: decision.leadId,
    attempt_id: null,
    phone: storable(judged.subject.phone),
    moment: decision.moment,
    verdict: decision.verdict,
    rule_set: RULE_SET,
    findings: json(storableJson(decision.findings)).$castTo<string>(),
    inputs: json(storableJson(inputsOf(judged))).$castTo<string>(),
    next_legal_at: decision.nextLegalAt ?? null,
    decided_at: decision.decidedAt,
  };
}

function inputsOf({ subject, number, zones, facts, policy }: JudgedFacts): Record<string, unknown> {
  const { leadId: _leadId, phone: _phone, ...stated } = subject;
  const read = number && isPhoneNumber(number) ? { country: number.country, type: number.type } : undefined;
  return { subject: stated, number: read, zones: zones?.zones, facts, policy: policyOf(policy) };
}

/** Only what rules judge by: the settings object that is passed in holds more. */
function policyOf({ purpose, callingHours, maxAttemptsPerDay }: CallPolicy): CallPolicy {
  return { purpose, callingHours, maxAttemptsPerDay };
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in a text; both can stand in a cell or a request. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? storable(part) : part,
  ) as T;
}
