import { Kysely, sql } from 'kysely';

/** What the hash of a row covers beside its place in the chain; the same text as `compliance/ledger/` makes of it. */
const ENTRY = `jsonb_build_object(
    'id', id, 'campaign', campaign, 'lead_id', lead_id, 'subject', subject, 'moment', moment, 'verdict', verdict,
    'rule_set', rule_set, 'findings', findings, 'inputs', inputs,
    'next_legal_at', to_char(next_legal_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'decided_at', to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text`;

const STATEMENTS = [
  // Chaining anew what is there takes as long as it takes; the setting ends with the migration's transaction.
  `set local statement_timeout = 0`,
  `create table ledger_subjects (
     phone text primary key,
     token uuid not null unique,
     created_at timestamptz not null default clock_timestamp()
   )`,
  `insert into ledger_subjects (phone, token)
     select phone, gen_random_uuid() from (select distinct phone from decisions where phone is not null) as known`,
  `alter table decisions disable trigger decisions_append_only`,
  `alter table decisions add column subject uuid`,
  `update decisions set
     subject = (select token from ledger_subjects where ledger_subjects.phone = decisions.phone),
     inputs = case when inputs #>> '{subject,postalCode}' is null then inputs else
       jsonb_set(inputs, '{subject,postalCode}', to_jsonb(left(inputs #>> '{subject,postalCode}', 3))) end`,
  `alter table decisions drop column phone`,
  `do $$
   declare
     decision record;
     previous text := repeat('0', 64);
     present text;
   begin
     for decision in select id, sequence, ${ENTRY} as entry from decisions order by sequence loop
       present := encode(sha256(convert_to(
         decision.sequence || E'\\n' || previous || E'\\n' || decision.entry, 'UTF8')), 'hex');
       update decisions set previous_hash = previous, hash = present where id = decision.id;
       previous := present;
     end loop;
     update ledger_heads set hash = previous where name = 'decisions';
   end $$`,
  `alter table decisions enable trigger decisions_append_only`,
  `create index decisions_by_subject on decisions (subject, sequence)`,
  `alter table calls add column erased_at timestamptz`,
  `create index calls_erased on calls (id) where erased_at is not null`,
  // What retention still has to look at: erased rows leave the indexes, so a turn costs what there is to do.
  `create index calls_to_erase on calls (created_at) where transcript is not null or recording_url is not null`,
  `create index webhook_events_to_erase on webhook_events (received_at) where payload <> '{}'`,
];

/**
 * Makes the ledger pseudonymous: its rows name a random token, and `ledger_subjects` alone says whose it is.
 *
 * The hashes covered the number, so the chain is made anew over the same rows in the same order. That is what a ledger
 * is there to prevent; it is done this once, before the first release, when nobody has noted a hash elsewhere yet.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
