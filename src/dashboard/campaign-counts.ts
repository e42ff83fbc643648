import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OPEN_STATES } from '../call-log/attempt-state';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Command } from './commands/command';

/** Calls of one day (UTC). */
export interface CallsOfDay {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly usd: number;
  /** Those that are over and of which nobody has told yet what they cost. */
  readonly withoutCost: number;
}

const COUNT = sql<number>`count(*)::int`.as('count');
/** Seconds by the database's clock, which has set the column. */
const OLDEST_SECONDS = sql<number | null>`extract(epoch from clock_timestamp() - min(created_at))::float8`.as(
  'oldestSeconds',
);

/** What there is of everything in the campaign. Each count goes by an index of what it counts. */
@Injectable()
export class CampaignCounts {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /** `onLine`: takes up a line · `inHand`: may still cost money · `inDoubt`: nobody knows whether it was placed. */
  async openAttempts(): Promise<{ onLine: number; inHand: number; inDoubt: number }> {
    return await this.database
      .selectFrom('attempts')
      .leftJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select([
        sql<number>`count(*) filter (where attempts.state <> 'reserved' and attempts.hung_up_at is null)::int`.as(
          'onLine',
        ),
        sql<number>`count(*) filter (where calls.status is distinct from 'ended')::int`.as('inHand'),
        sql<number>`count(*) filter (where attempts.state = 'in_doubt')::int`.as('inDoubt'),
      ])
      .where('attempts.campaign', '=', this.campaign.name)
      .where('attempts.state', 'in', OPEN_STATES)
      .executeTakeFirstOrThrow();
  }

  async leads(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.database
      .selectFrom('leads')
      .select(['status', COUNT])
      .where('campaign', '=', this.campaign.name)
      .groupBy('status')
      .execute();
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  async callsOf(now: Date): Promise<CallsOfDay> {
    const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
    const rows = await this.database
      .selectFrom('calls')
      .select(['disposition', COUNT, sql<number>`coalesce(sum(cost_usd), 0)::float8`.as('usd')])
      .select(
        sql<number>`count(*) filter (where status = 'ended' and cost_usd is null)::int`.as('withoutCost'),
      )
      .where('campaign', '=', this.campaign.name)
      .where('created_at', '>=', midnight)
      .groupBy('disposition')
      .execute();
    return {
      outcomes: Object.fromEntries(rows.map(({ disposition, count }) => [disposition ?? 'in hand', count])),
      usd: rows.reduce((sum, { usd }) => sum + usd, 0),
      withoutCost: rows.reduce((sum, { withoutCost }) => sum + withoutCost, 0),
    };
  }

  async waitingForAirtable() {
    return await this.database
      .selectFrom('outbox')
      .select([COUNT, OLDEST_SECONDS])
      .where('campaign', '=', this.campaign.name)
      .executeTakeFirstOrThrow();
  }

  async waitingForAutomation() {
    return await this.database
      .selectFrom('automation_deliveries')
      .select([COUNT, OLDEST_SECONDS])
      .where('campaign', '=', this.campaign.name)
      .where('state', '=', sql.lit('pending'))
      .executeTakeFirstOrThrow();
  }

  async lastCommand(): Promise<Command | null> {
    const row = await this.database
      .selectFrom('operator_actions')
      .select(['id', 'at', 'who', 'command', 'subject', 'reason'])
      .where('campaign', '=', this.campaign.name)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }
}
