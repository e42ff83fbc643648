import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table campaigns
     add column suspended_at timestamptz,
     add column suspended_reason text,
     add column probe_at timestamptz,
     add column probe_wait_ms integer,
     add column probe_attempt_id uuid`,
  `alter table attempts
     add column provider_fault boolean,
     add column asked_at timestamptz`,
  // What the last attempts say of the provider is asked at every tick.
  `create index attempts_telling on attempts (campaign, asked_at desc) where provider_fault is not null`,
];

/** Dialing that pauses by itself while calls keep failing: the pause, its probes, and the evidence for both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
