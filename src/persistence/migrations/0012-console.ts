import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Lists are read by keyset: the id tells rows of one instant apart.
  `drop index calls_by_campaign`,
  `create index calls_by_campaign on calls (campaign, created_at, id)`,
  `create index calls_active on calls (campaign, created_at, id) where status <> 'ended'`,
  `create index calls_by_disposition on calls (campaign, disposition, created_at, id)`,
  `create index calls_by_lead on calls (lead_id, created_at, id)`,
  `drop index leads_by_status`,
  `create index leads_by_status on leads (campaign, status, id)`,
  `create index leads_by_id on leads (campaign, id)`,
  // Whoever searches types the beginnings of words. Built in, where trigrams are an extension that may not be there.
  `create index leads_by_words on leads using gin (lead_words(name, company, email))`,
  // When the row was last written, by the database's clock: pages that are open hear of it, whoever wrote it.
  `alter table calls add column changed_at timestamptz not null default clock_timestamp()`,
  `create function note_change() returns trigger language plpgsql as $$
   begin
     new.changed_at := clock_timestamp();
     return new;
   end $$`,
  `create trigger calls_changed before update on calls for each row execute function note_change()`,
  `create index calls_by_change on calls (campaign, changed_at)`,
  // What is said on calls that are up is asked every second while somebody watches.
  `create index webhook_events_lines on webhook_events (campaign, received_at) where type = 'transcript'`,
];

/** The words by which a lead is found: marks inside of addresses and names part words. */
const LEAD_WORDS = `create function lead_words(name text, company text, email text) returns tsvector
  language sql immutable parallel safe as $$
    select to_tsvector('pg_catalog.simple'::regconfig,
      translate(coalesce(name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, ''), '@.-_+/''', '       '))
  $$`;

/** What the operators' console reads: lists and searches at any size, and what has changed since it last looked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [LEAD_WORDS, ...STATEMENTS]) await sql.raw(statement).execute(db);
}
