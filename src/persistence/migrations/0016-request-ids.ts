import { Kysely, sql } from 'kysely';

/** With which request it began: what is settled, written back or posted later is logged under the same id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['webhook_events', 'outbox', 'automation_deliveries'])
    await sql.raw(`alter table ${table} add column request_id text`).execute(db);
}
