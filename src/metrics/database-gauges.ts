import { sql } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { DIALABLE_STATUSES, LEAD_STATUSES, LeadStatus, readStatus } from '../leads/lead-status';
import { Database } from '../persistence/database';

/** One value of a gauge with its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge whose truth is in the database. */
export interface DatabaseGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** How long a reading serves (ms). */
  readonly holdsMs: number;
  readonly query: (
    database: Database,
    campaign: CampaignSettings,
    /** Business time. */
    now: Date,
  ) => Promise<readonly Sample[]>;
}

const OUTBOX_TARGETS = ['lead', 'new-lead', 'call'] as const;
/** So many due leads are counted: whether there are more tells nobody anything. */
const COUNTED_LEADS = 1_000;
const DAY_MS = 86_400_000;

/**
 * All gauges that are read on scrape. Those over attempts and campaigns go by an index over what is open now, which has
 * as many rows as there are lines; the outbox is empty but for an outage. States stand as literals in the queries:
 * only so can the planner be sure of the partial indexes.
 */
export const DATABASE_GAUGES: readonly DatabaseGauge[] = [
  {
    name: 'laura_active_calls',
    help: 'Calls of the campaign that are up',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, { name }) => {
      const { count } = await database
        .selectFrom('attempts')
        .select(counted)
        .where('campaign', '=', name)
        .where('state', '=', sql.lit('placed'))
        .where('hung_up_at', 'is', null)
        .executeTakeFirstOrThrow();
      return [{ value: count }];
    },
  },
  {
    name: 'laura_calls_in_doubt',
    help: 'Attempts of which it is not known whether a call was placed',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, { name }) => {
      const { count } = await database
        .selectFrom('attempts')
        .select(counted)
        .where('campaign', '=', name)
        .where('state', '=', sql.lit('in_doubt'))
        .executeTakeFirstOrThrow();
      return [{ value: count }];
    },
  },
  {
    name: 'laura_paused',
    help: '1 while the campaign is paused, by the operator or by itself',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, { name }) => {
      const row = await database
        .selectFrom('campaigns')
        .select(['paused_at', 'suspended_at'])
        .where('name', '=', name)
        .executeTakeFirst();
      return [{ value: row?.paused_at || row?.suspended_at ? 1 : 0 }];
    },
  },
  {
    name: 'laura_line_limit',
    help: 'Calls that may be up at once, over all replicas',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, { name, lines }) => {
      const row = await database
        .selectFrom('campaigns')
        .select('lines_limit')
        .where('name', '=', name)
        .executeTakeFirst();
      return [{ value: Math.min(row?.lines_limit ?? lines, lines) }];
    },
  },
  {
    name: 'laura_leads',
    help: 'Leads of the campaign by status',
    labelNames: ['status'],
    // The one count that grows with its table. Kept bearable by the index `leads_by_status`, by holding three times as
    // long as the others, and by the cache's own limit on the share of time spent reading.
    holdsMs: 15_000,
    query: async (database, { name }) => {
      const rows = await database
        .selectFrom('leads')
        .select(['status', counted])
        .where('campaign', '=', name)
        .groupBy('status')
        .execute();
      const having = (status: LeadStatus) => rows.filter((row) => readStatus(row.status) === status);
      const total = (status: LeadStatus) => having(status).reduce((sum, row) => sum + row.count, 0);
      return LEAD_STATUSES.map((status) => ({ labels: { status }, value: total(status) }));
    },
  },
  {
    name: 'laura_leads_due',
    help: 'Leads that could be called now: dialable and due; one that no window is open for is not due. At most 2000',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, { name }, now) => {
      // Each half by the index `leads_due` up to its limit, however many wait.
      const due = (isCallback: boolean) => sql`(
        select 1 from leads
        where campaign = ${name} and status in (${sql.join(DIALABLE_STATUSES.map((status) => sql.lit(status)))})
          and (status = 'callback') = ${sql.lit(isCallback)} and due_at <= ${now}
        limit ${sql.lit(COUNTED_LEADS)}
      )`;
      const { rows } = await sql<{ count: number }>`
        select count(*)::float8 as count from (${due(true)} union all ${due(false)}) as due`.execute(
        database,
      );
      return [{ value: rows[0]?.count ?? 0 }];
    },
  },
  {
    name: 'laura_budget_usd',
    help: "The day's budget in US dollars; absent without one",
    labelNames: [],
    holdsMs: 5_000,
    query: async (_database, { dailyBudgetUsd }) =>
      Promise.resolve(dailyBudgetUsd === undefined ? [] : [{ value: dailyBudgetUsd }]),
  },
  {
    name: 'laura_call_reserve_usd',
    help: 'US dollars that are kept back for a call whose cost is not known yet: with less left nothing is dialed',
    labelNames: [],
    holdsMs: 5_000,
    query: async (_database, { maxCallCostUsd }) => Promise.resolve([{ value: maxCallCostUsd }]),
  },
  {
    name: 'laura_spend_today_usd',
    help: 'What the calls of this (UTC) day have cost in US dollars, those of unknown cost at the most they may have',
    labelNames: [],
    // Of the day's calls, by the index `calls_by_campaign`.
    holdsMs: 15_000,
    query: async (database, { name, maxCallCostUsd }, now) => {
      const { usd } = await database
        .selectFrom('calls')
        .select(sql<number>`coalesce(sum(coalesce(cost_usd, ${maxCallCostUsd})), 0)::float8`.as('usd'))
        .where('campaign', '=', name)
        .where('created_at', '>=', new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS))
        .where('status', '=', 'ended')
        .executeTakeFirstOrThrow();
      return [{ value: usd }];
    },
  },
  {
    name: 'laura_outbox_depth',
    help: 'Changes that wait to be written to Airtable, and posts that wait for the automation',
    labelNames: ['target'],
    holdsMs: 5_000,
    query: async (database, { name }) => {
      const rows = await database
        .selectFrom('outbox')
        .select(['target', counted])
        .where('campaign', '=', name)
        .groupBy('target')
        .execute();
      const { count } = await database
        .selectFrom('automation_deliveries')
        .select(counted)
        .where('campaign', '=', name)
        .where('state', '=', sql.lit('pending'))
        .executeTakeFirstOrThrow();
      return byTarget(new Map(rows.map((row) => [row.target, row.count])), count);
    },
  },
  {
    name: 'laura_outbox_oldest_seconds',
    help: 'Age of the oldest of them',
    labelNames: ['target'],
    holdsMs: 5_000,
    query: async (database, { name }) => {
      // By the database's clock, which set `created_at`.
      const age = sql<number>`coalesce(greatest(0, extract(epoch from clock_timestamp() - min(created_at))), 0)::float8`;
      const rows = await database
        .selectFrom('outbox')
        .select(['target', age.as('age')])
        .where('campaign', '=', name)
        .groupBy('target')
        .execute();
      const waiting = await database
        .selectFrom('automation_deliveries')
        .select(age.as('age'))
        .where('campaign', '=', name)
        .where('state', '=', sql.lit('pending'))
        .executeTakeFirstOrThrow();
      return byTarget(new Map(rows.map((row) => [row.target, row.age])), waiting.age);
    },
  },
];

/** As a double: a driver gives `bigint` as text. */
const counted = sql<number>`count(*)::float8`.as('count');

function byTarget(values: ReadonlyMap<string, number>, automation: number): Sample[] {
  const airtable = OUTBOX_TARGETS.map((target) => ({ labels: { target }, value: values.get(target) ?? 0 }));
  return [...airtable, { labels: { target: 'automation' }, value: automation }];
}
