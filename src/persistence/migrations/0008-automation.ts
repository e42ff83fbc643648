import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table calls
     add column automation_summary text,
     add column automation_next_action text`,
  `create table automation_deliveries (
     id uuid primary key,
     campaign text not null,
     call_id text not null references calls (id) on delete cascade,
     kind text not null,
     state text not null default 'pending',
     tries integer not null default 0,
     last_status integer,
     last_error text,
     occurred_at timestamptz not null,
     due_at timestamptz not null default clock_timestamp(),
     created_at timestamptz not null default clock_timestamp(),
     delivered_at timestamptz
   )`,
  // A call is finished once, however often that is reported.
  `create unique index automation_deliveries_finished on automation_deliveries (call_id) where kind = 'finished'`,
  // Asked once a second: as many rows as wait, however many were ever delivered.
  `create index automation_deliveries_due on automation_deliveries (campaign, due_at) where state = 'pending'`,
  `create index automation_deliveries_by_call on automation_deliveries (call_id)`,
  `create index automation_deliveries_by_state on automation_deliveries (campaign, state, id)`,
  `create index automation_deliveries_delivered on automation_deliveries (delivered_at) where state = 'delivered'`,
];

/** What is posted to automations, what became of it, and what they made of a call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
