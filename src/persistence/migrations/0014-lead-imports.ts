import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Unlogged: rows of a file that is being read. What a crash leaves of them is of no use to anybody.
  `create unlogged table lead_import_rows (
     campaign text not null,
     row integer not null,
     external_id text,
     phone text not null,
     cells jsonb not null,
     fingerprint text not null,
     twin integer,
     primary key (campaign, row)
   )`,
  `create index lead_import_rows_by_phone on lead_import_rows (phone)`,
  `create table imported_leads (
     campaign text not null,
     phone text not null,
     fingerprint text not null,
     primary key (campaign, phone)
   )`,
  // New leads that wait for Airtable are looked for by number, as those in the leads table are.
  `create index outbox_new_leads on outbox (campaign, (fields ->> 'Phone')) where target = 'new-lead'`,
];

/** Where the rows of a file wait until all of them have been read, and what each lead's row said when it was imported. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
