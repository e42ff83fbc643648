import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OPEN_STATES } from '../call-log/attempt-state';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { affordableCalls, budgetDayOf } from './affordable-calls';

/** The day's money: what calls have cost, and the worst that calls in hand may still cost. Days are UTC. */
@Injectable()
export class Budget {
  constructor(private readonly campaign: CampaignSettings) {}

  /** How many further calls the day's budget covers for certain; infinite without a budget. */
  async callsLeft(transaction: Transaction, now: Date): Promise<number> {
    const { dailyBudgetUsd, name } = this.campaign;
    if (dailyBudgetUsd === undefined) return Number.POSITIVE_INFINITY;
    const spentUsd = await this.spentToday(transaction, now);
    const open = await transaction
      .selectFrom('attempts')
      .leftJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select(sql<number>`count(*)::int`.as('calls'))
      .where('attempts.campaign', '=', name)
      .where('attempts.state', 'in', OPEN_STATES)
      .where((where) => where.or([where('calls.status', 'is', null), where('calls.status', '<>', 'ended')]))
      .executeTakeFirstOrThrow();
    return affordableCalls(this.campaign, spentUsd, open.calls);
  }

  /** What the day's ended calls have cost (US dollars). One without a known cost counts with the worst until its report tells. */
  async spentToday(transaction: Transaction, now: Date): Promise<number> {
    const { maxCallCostUsd, name } = this.campaign;
    const ended = await transaction
      .selectFrom('calls')
      .select(sql<number>`coalesce(sum(coalesce(cost_usd, ${maxCallCostUsd})), 0)::float8`.as('usd'))
      .where('campaign', '=', name)
      .where('created_at', '>=', budgetDayOf(now))
      .where('status', '=', 'ended')
      .executeTakeFirstOrThrow();
    return ended.usd;
  }
}
