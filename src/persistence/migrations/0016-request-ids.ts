import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  ...['webhook_events', 'outbox', 'automation_deliveries'].map(
    (table) => `alter table ${table} add column request_id text`,
  ),
  // Calls that others have placed are counted with ours wherever a number has had enough of them.
  `create index calls_of_others on calls (phone, created_at) where attempt_id is null`,
];

/** With which request it began: what is settled, written back or posted later is logged under the same id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
