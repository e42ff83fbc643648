import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `create table operator_actions (
     id uuid primary key,
     at timestamptz not null,
     campaign text not null,
     who text not null,
     command text not null,
     subject text,
     reason text,
     detail jsonb not null default '{}'
   )`,
  // Ids sort by the time they were made: they are the order of the pages.
  `create index operator_actions_by_campaign on operator_actions (campaign, id)`,
  `create index operator_actions_by_subject on operator_actions (subject, id) where subject is not null`,
  // What was done and by whom stands for good. Its reason is free text, in which a person may be named: it alone can be
  // blanked, when that person is erased.
  `create function keep_operator_action() returns trigger language plpgsql as $$
   begin
     if tg_op = 'UPDATE' and new.reason is null
       and (to_jsonb(new) - 'reason') = (to_jsonb(old) - 'reason') then return new; end if;
     raise exception 'Table % is append-only', tg_table_name using errcode = 'restrict_violation';
   end $$`,
  `create trigger operator_actions_append_only before update or delete on operator_actions
     for each row execute function keep_operator_action()`,
  // Null: the configuration's. Only ever applied as the smaller of the two.
  `alter table campaigns
     add column lines_limit integer check (lines_limit >= 1),
     add column calls_per_second_limit double precision check (calls_per_second_limit > 0)`,
];

/** What operators have done, by whom and why; and the limits that they may set below the configured ones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
