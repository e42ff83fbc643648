import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Several campaigns may share a database: each settles the webhooks that came to it.
  `alter table webhook_events
     add column campaign text,
     add column tries integer not null default 0,
     add column due_at timestamptz not null default clock_timestamp()`,
  `create index webhook_events_to_settle on webhook_events (due_at) where processed_at is null`,
];

/** The inbox is its own queue: an event that was not settled yet is its own job. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
