import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table calls
     add column opt_out_doubtful boolean not null default false,
     add column callback_at timestamptz`,
  `alter table leads add column wrong_numbers text[] not null default '{}'`,
  `alter table campaigns add column resumed_at timestamptz`,
  // What the last answered calls disclosed is asked every few seconds.
  `create index calls_opening_checked on calls (campaign, ended_at desc)
     where jsonb_exists(analysis, 'disclosuresMissed')`,
];

/** What was said on a call while it was up, numbers found to be somebody else's, and what openings left out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
