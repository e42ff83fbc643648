import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { Database } from '../../persistence/database';
import { appendDecisions, DecisionEntry } from './append-decisions';

/** A refusal as it would be recorded, with everything that is hard to store faithfully. */
export function aDecisionEntry(changes: Partial<DecisionEntry> = {}): DecisionEntry {
  return {
    id: uuid(),
    campaign: 'default',
    lead_id: uuid(),
    phone: '+12125550123',
    moment: 'reserve',
    verdict: 'refuse',
    rule_set: '2026-06-01',
    findings: [{ rule: 'calling-window', verdict: 'refuse', reason: 'Ünïcode \u2028 "quoted" \\ \t 😀' }],
    inputs: {
      zeta: 1,
      alpha: { b: 0.1, a: 1e21, c: 1e-7, d: -0, e: 123456789.123 },
      none: undefined,
      list: [],
    },
    next_legal_at: new Date('2026-06-11T12:00:00.120Z'),
    decided_at: new Date('2026-06-10T16:00:00.001Z'),
    ...changes,
  };
}

/** Records decisions, each batch in a transaction of its own. */
export async function record(database: Database, ...batches: (readonly DecisionEntry[])[]): Promise<void> {
  for (const batch of batches)
    await database.transaction().execute((transaction) => appendDecisions(transaction, batch));
}

/** Does to the table what only someone with the database's password could. */
export async function tamper(database: Database, statement: string): Promise<void> {
  await sql.raw('alter table decisions disable trigger decisions_append_only').execute(database);
  await sql.raw(statement).execute(database);
  await sql.raw('alter table decisions enable trigger decisions_append_only').execute(database);
}
