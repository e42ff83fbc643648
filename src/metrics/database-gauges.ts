import { sql } from 'kysely';
import { LEAD_STATUSES, LeadStatus, readStatus } from '../leads/lead-status';
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
    campaign: string,
    configuredLines: number,
  ) => Promise<readonly Sample[]>;
}

const OUTBOX_TARGETS = ['lead', 'new-lead', 'call'] as const;

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
    query: async (database, campaign) => {
      const { count } = await database
        .selectFrom('attempts')
        .select(counted)
        .where('campaign', '=', campaign)
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
    query: async (database, campaign) => {
      const { count } = await database
        .selectFrom('attempts')
        .select(counted)
        .where('campaign', '=', campaign)
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
    query: async (database, campaign) => {
      const row = await database
        .selectFrom('campaigns')
        .select(['paused_at', 'suspended_at'])
        .where('name', '=', campaign)
        .executeTakeFirst();
      return [{ value: row?.paused_at || row?.suspended_at ? 1 : 0 }];
    },
  },
  {
    name: 'laura_line_limit',
    help: 'Calls that may be up at once, over all replicas',
    labelNames: [],
    holdsMs: 5_000,
    query: async (database, campaign, configuredLines) => {
      const row = await database
        .selectFrom('campaigns')
        .select('lines_limit')
        .where('name', '=', campaign)
        .executeTakeFirst();
      return [{ value: Math.min(row?.lines_limit ?? configuredLines, configuredLines) }];
    },
  },
  {
    name: 'laura_leads',
    help: 'Leads of the campaign by status',
    labelNames: ['status'],
    // The one count that grows with its table. Kept bearable by the index `leads_by_status`, by holding three times as
    // long as the others, and by the cache's own limit on the share of time spent reading.
    holdsMs: 15_000,
    query: async (database, campaign) => {
      const rows = await database
        .selectFrom('leads')
        .select(['status', counted])
        .where('campaign', '=', campaign)
        .groupBy('status')
        .execute();
      const having = (status: LeadStatus) => rows.filter((row) => readStatus(row.status) === status);
      const total = (status: LeadStatus) => having(status).reduce((sum, row) => sum + row.count, 0);
      return LEAD_STATUSES.map((status) => ({ labels: { status }, value: total(status) }));
    },
  },
  {
    name: 'laura_outbox_depth',
    help: 'Changes that wait to be written to Airtable',
    labelNames: ['target'],
    holdsMs: 5_000,
    query: async (database, campaign) => {
      const rows = await database
        .selectFrom('outbox')
        .select(['target', counted])
        .where('campaign', '=', campaign)
        .groupBy('target')
        .execute();
      return byTarget(new Map(rows.map((row) => [row.target, row.count])));
    },
  },
  {
    name: 'laura_outbox_oldest_seconds',
    help: 'Age of the oldest change that waits to be written to Airtable',
    labelNames: ['target'],
    holdsMs: 5_000,
    query: async (database, campaign) => {
      // By the database's clock, which set `created_at`.
      const age = sql<number>`greatest(0, extract(epoch from clock_timestamp() - min(created_at)))::float8`;
      const rows = await database
        .selectFrom('outbox')
        .select(['target', age.as('age')])
        .where('campaign', '=', campaign)
        .groupBy('target')
        .execute();
      return byTarget(new Map(rows.map((row) => [row.target, row.age])));
    },
  },
];

/** As a double: a driver gives `bigint` as text. */
const counted = sql<number>`count(*)::float8`.as('count');

function byTarget(values: ReadonlyMap<string, number>): Sample[] {
  return OUTBOX_TARGETS.map((target) => ({ labels: { target }, value: values.get(target) ?? 0 }));
}
