import { CampaignSettings } from '../config/settings';

/** The first instant of the budget's day. Days are UTC. */
export function budgetDayOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}

/**
 * How many further calls the day's budget covers for certain; infinite without a budget.
 * @param spentUsd what the day's ended calls have cost, one of unknown cost with the worst
 * @param openCalls calls that are not over yet: each may still cost the worst
 */
export function affordableCalls(
  { dailyBudgetUsd, maxCallCostUsd }: Pick<CampaignSettings, 'dailyBudgetUsd' | 'maxCallCostUsd'>,
  spentUsd: number,
  openCalls: number,
): number {
  if (dailyBudgetUsd === undefined) return Number.POSITIVE_INFINITY;
  const left = dailyBudgetUsd - spentUsd - openCalls * maxCallCostUsd;
  return Math.max(0, Math.floor(left / maxCallCostUsd));
}
