import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table script_versions (
     version text primary key,
     first_message_template text not null,
     system_prompt_template text not null,
     variables jsonb not null,
     first_used_at timestamptz not null
   )`,
  `alter table attempts add column script_version text`,
];

/** Every script that was ever in use, and with which one a call was made (16 CFR 310.5(a)(1)). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
