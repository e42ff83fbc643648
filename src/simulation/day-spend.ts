import { CampaignSettings } from '../config/settings';
import { affordableCalls, budgetDayOf } from '../orchestration/affordable-calls';

interface Day {
  /** What is known to have been spent (US dollars). */
  usd: number;
  /** Ended calls whose cost is not known yet. */
  unknown: number;
}

/** The day's money of a simulated campaign: what `Budget` reads of the calls and attempts. */
export class DaySpend {
  readonly #days = new Map<number, Day>();

  constructor(
    private readonly campaign: Pick<CampaignSettings, 'dailyBudgetUsd' | 'maxCallCostUsd'>,
    startAt: Date,
    spentUsd: number,
  ) {
    this.dayOf(startAt).usd = spentUsd;
  }

  ended(placedAt: Date): void {
    this.dayOf(placedAt).unknown += 1;
  }

  reported(placedAt: Date, usd: number): void {
    const day = this.dayOf(placedAt);
    day.unknown -= 1;
    day.usd += usd;
  }

  /** @param openCalls reserved, or not over yet */
  callsLeft(now: Date, openCalls: number): number {
    const { usd, unknown } = this.dayOf(now);
    return affordableCalls(this.campaign, usd + unknown * this.campaign.maxCallCostUsd, openCalls);
  }

  private dayOf(now: Date): Day {
    const key = budgetDayOf(now).getTime();
    const day = this.#days.get(key) ?? { usd: 0, unknown: 0 };
    this.#days.set(key, day);
    return day;
  }
}
