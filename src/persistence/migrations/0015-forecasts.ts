import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table forecasts (
     id uuid primary key,
     campaign text not null,
     made_at timestamptz not null,
     recorded_at timestamptz not null default clock_timestamp(),
     took_ms integer not null,
     result jsonb not null
   )`,
  `create index forecasts_by_campaign on forecasts (campaign, made_at desc)`,
];

/** What was foretold of each campaign, for all replicas, and to be compared with what then happened. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
