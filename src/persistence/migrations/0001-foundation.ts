import { Kysely, sql } from 'kysely';

const OPEN_ATTEMPTS = `('reserved', 'dialing', 'in_doubt', 'placed')`;
const DIALABLE_LEADS = `('new', 'retry', 'callback')`;

const STATEMENTS = [
  `create table campaigns (
     name text primary key,
     paused_at timestamptz,
     paused_reason text,
     next_dial_at timestamptz
   )`,
  `create table leads (
     id uuid primary key,
     campaign text not null references campaigns (name),
     source_id text not null,
     status text not null,
     status_reason text,
     phone text,
     country text,
     name text,
     email text,
     company text,
     timezone text,
     state text,
     postal_code text,
     consent text not null,
     consent_at timestamptz,
     consent_source text,
     consent_evidence text,
     consent_expires_at timestamptz,
     do_not_call boolean not null,
     notes text,
     fields jsonb not null,
     attempts integer not null,
     failures integer not null,
     due_at timestamptz not null,
     callback_at timestamptz,
     last_call_at timestamptz,
     last_outcome text,
     acknowledged jsonb not null,
     synced_at timestamptz not null,
     unique (campaign, source_id)
   )`,
  // Callbacks come before everyone else: a time was promised.
  `create index leads_due on leads (campaign, (status = 'callback') desc, due_at) where status in ${DIALABLE_LEADS}`,
  `create index leads_by_phone on leads (phone)`,
  `create table attempts (
     id uuid primary key,
     campaign text not null references campaigns (name),
     lead_id uuid not null references leads (id),
     phone text not null,
     number integer not null,
     state text not null,
     holder text not null,
     lease_until timestamptz not null,
     reserved_at timestamptz not null,
     dialing_at timestamptz,
     placed_at timestamptz,
     hung_up_at timestamptz,
     ended_at timestamptz,
     provider_call_id text unique,
     disposition text,
     looks integer not null,
     next_look_at timestamptz,
     lead_status_before text not null,
     reason text
   )`,
  // Promise 2 of the design, kept by the database: one open attempt to a number, over campaigns and replicas.
  `create unique index attempts_one_open_per_phone on attempts (phone) where state in ${OPEN_ATTEMPTS}`,
  `create index attempts_open on attempts (campaign, state) where state in ${OPEN_ATTEMPTS}`,
  `create index attempts_by_phone on attempts (phone, dialing_at)`,
  `create index attempts_by_lead on attempts (lead_id)`,
  `create table calls (
     id text primary key,
     campaign text not null,
     attempt_id uuid unique references attempts (id),
     lead_id uuid references leads (id),
     phone text,
     status text not null,
     carrier_call_id text,
     control_url text,
     started_at timestamptz,
     ended_at timestamptz,
     ended_reason text,
     disposition text,
     summary text,
     transcript text,
     recording_url text,
     next_action text,
     analysis jsonb,
     cost_usd double precision,
     opted_out boolean not null,
     created_at timestamptz not null,
     updated_at timestamptz not null
   )`,
  `create index calls_by_campaign on calls (campaign, created_at)`,
  `create index calls_by_carrier on calls (carrier_call_id)`,
  `create table decisions (
     id uuid primary key,
     campaign text not null,
     lead_id uuid,
     attempt_id uuid,
     phone text,
     moment text not null,
     verdict text not null,
     rule_set text not null,
     findings jsonb not null,
     inputs jsonb not null,
     next_legal_at timestamptz,
     decided_at timestamptz not null
   )`,
  `create index decisions_by_lead on decisions (lead_id, decided_at)`,
  `create index decisions_by_attempt on decisions (attempt_id)`,
  `create table suppressions (
     phone text primary key,
     reason text not null,
     channel text not null,
     call_id text,
     created_at timestamptz not null
   )`,
  `create table webhook_events (
     id uuid primary key,
     provider text not null,
     type text not null,
     call_id text,
     dedup_key text not null unique,
     payload jsonb not null,
     received_at timestamptz not null,
     processed_at timestamptz,
     result text
   )`,
  `create index webhook_events_by_call on webhook_events (call_id)`,
  `create table outbox (
     campaign text not null,
     target text not null,
     key text not null,
     fields jsonb not null,
     version integer not null,
     tries integer not null,
     last_error text,
     due_at timestamptz not null default clock_timestamp(),
     created_at timestamptz not null default clock_timestamp(),
     primary key (campaign, target, key)
   )`,
  `create index outbox_due on outbox (campaign, due_at)`,
  `create table leases (name text primary key, holder text not null, expires_at timestamptz not null)`,
  `create table rate_limits (name text primary key, next_at timestamptz not null)`,
  `create table sync_states (
     name text primary key,
     synced_at timestamptz not null,
     full_synced_at timestamptz not null
   )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
