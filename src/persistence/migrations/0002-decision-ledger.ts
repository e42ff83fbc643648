import { Kysely, sql } from 'kysely';

/** What the hash of a row covers beside its place in the chain; the same text as `compliance/ledger/` makes of it. */
const ENTRY = `jsonb_build_object(
    'id', id, 'campaign', campaign, 'lead_id', lead_id, 'phone', phone, 'moment', moment, 'verdict', verdict,
    'rule_set', rule_set, 'findings', findings, 'inputs', inputs,
    'next_legal_at', to_char(next_legal_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'decided_at', to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text`;

const STATEMENTS = [
  // Chaining what is there already takes as long as it takes; the setting ends with the migration's transaction.
  `set local statement_timeout = 0`,
  // The only thing that becomes known after a decision is made: it has a table of its own, so that the row can rest.
  `create table decision_attempts (
     decision_id uuid primary key references decisions (id),
     attempt_id uuid not null
   )`,
  `create index decision_attempts_by_attempt on decision_attempts (attempt_id)`,
  `insert into decision_attempts select id, attempt_id from decisions where attempt_id is not null`,
  `alter table decisions
     drop column attempt_id,
     add column sequence bigint,
     add column previous_hash text,
     add column hash text`,
  // The last row of the chain, so that a row cut off the end is missed as well.
  `create table ledger_heads (name text primary key, sequence bigint not null, hash text not null)`,
  `do $$
   declare
     decision record;
     place bigint := 0;
     previous text := repeat('0', 64);
     present text;
   begin
     for decision in select id, ${ENTRY} as entry from decisions order by decided_at, id loop
       place := place + 1;
       present := encode(sha256(convert_to(place || E'\\n' || previous || E'\\n' || decision.entry, 'UTF8')), 'hex');
       update decisions set sequence = place, previous_hash = previous, hash = present where id = decision.id;
       previous := present;
     end loop;
     if place > 0 then insert into ledger_heads values ('decisions', place, previous); end if;
   end $$`,
  `alter table decisions
     alter column sequence set not null,
     alter column previous_hash set not null,
     alter column hash set not null,
     add constraint decisions_sequence unique (sequence)`,
  `create index decisions_by_phone on decisions (phone, sequence)`,
  `create index decisions_by_time on decisions (decided_at)`,
  `create function refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception 'Table % is append-only', tg_table_name using errcode = 'restrict_violation';
   end $$`,
  ...['decisions', 'decision_attempts'].map(
    (table) => `create trigger ${table}_append_only before update or delete on ${table}
      for each row execute function refuse_change()`,
  ),
];

/** Makes `decisions` a ledger: numbered without gaps, each row's hash over its content and the row before, append-only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
