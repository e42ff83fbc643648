import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { IdGenerator } from '../common/ids';
import { Replica } from '../common/replica';
import { CampaignSettings } from '../config/settings';
import { Leases } from '../persistence/leases';
import { CampaignReport, reportOf } from './campaign-report';
import { Forecast, ForecastComparison } from './forecast';
import { ForecastInput, ForecastInputs } from './forecast-input';
import { ForecastRows } from './forecast-rows';
import { SimulationRunner } from './simulation-runner';

const SEEDS = [1, 2, 3, 4, 5];
/** How often it is looked whether a new forecast is due (real ms). */
const LOOK_MS = 60_000;
/** A forecast is made anew after so long (real ms), and no more often than that it takes up a tenth of the time. */
const REFRESH_MS = 5 * 60_000;
const SHARE_OF_TIME = 10;
/** Far longer than a forecast takes: whoever died over one keeps the others waiting for no longer (real ms). */
const LEASE_MS = 15 * 60_000;

/**
 * Foretells the running campaign from its present state: when it will be done, what it will cost, who will not be called.
 * One replica at a time makes the forecast, in a thread of its own; all of them tell it. Forecasts have a schedule of their
 * own because those of the orchestration stand below the simulation, which is made of its rules.
 */
@Injectable()
export class Forecasts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Forecasts.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly rows: ForecastRows,
    private readonly inputs: ForecastInputs,
    private readonly runner: SimulationRunner,
    private readonly leases: Leases,
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly campaign: CampaignSettings,
  ) {}

  /** The newest forecast, with what an older one was worth; undefined: none has been made yet. Asks for one that is due. */
  async latest(): Promise<(Forecast & { readonly comparison: ForecastComparison | null }) | undefined> {
    const newest = await this.rows.newest();
    if (!newest || isDue(newest)) void this.refresh();
    return newest && { ...newest.forecast, comparison: await this.rows.comparison(this.clock.now()) };
  }

  /** Makes a forecast if one is due and nobody is making it. Never rejects. */
  @Interval(LOOK_MS)
  async refresh(): Promise<void> {
    if (this.isStopping) return;
    this.running ??= this.makeIfDue()
      .catch((error: unknown) => {
        if (!this.isStopping)
          this.logger.warn({ err: toError(error) }, 'The forecast failed and is made at its next turn');
      })
      .finally(() => (this.running = undefined));
    await this.running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.runner.stop();
    await this.running;
  }

  private async makeIfDue(): Promise<void> {
    const newest = await this.rows.newest();
    if (newest && !isDue(newest)) return;
    const lease = `forecast:${this.campaign.name}`;
    if (!(await this.leases.acquire(lease, this.replica.id, LEASE_MS))) return;
    try {
      await this.make();
    } finally {
      await this.leases.release(lease, this.replica.id);
    }
  }

  private async make(): Promise<void> {
    const [begunAt, now] = [performance.now(), this.clock.now()];
    const input = await this.inputs.read(now);
    const runs = await this.runner.runAll(SEEDS.map((seed) => ({ ...input.job, seed })));
    const { campaign, leads, mix, startAt, days, zone } = input.job;
    const report = reportOf(runs, {
      ...{
        leads: leads.origin,
        outcomes: mix.origin,
        campaign: campaign.name,
        startAt: startAt.toISOString(),
      },
      ...{
        days,
        zone,
        lines: input.lines,
        callsPerSecond: campaign.callsPerSecond,
        maxAttempts: campaign.maxAttempts,
      },
      dailyBudgetUsd: campaign.dailyBudgetUsd ?? null,
    });
    const forecast = forecastOf(report, input, now);
    await this.rows.keep(this.ids.next(), forecast, now, performance.now() - begunAt);
  }
}

function forecastOf(report: CampaignReport, { each, lines }: ForecastInput, now: Date): Forecast {
  const cents = (usd: number) => Math.round(usd * each * 100) / 100;
  return {
    generatedAt: now.toISOString(),
    finishAt: { p50: report.finish.p50, p90: report.finish.p90, bounds: report.finish.nineTenths },
    costUsd: { p50: cents(report.costUsd.p50), p90: cents(report.costUsd.p90) },
    callsByDay: report.callsByDay.map(({ day, calls }) => ({ day, calls: calls * each })),
    neverReachable: report.neverReachable.map((group) => ({ ...group, leads: group.leads * each })),
    lines,
    outcomes: report.input.outcomes,
    sampled: each > 1,
  };
}

function isDue({ ageMs, tookMs }: { readonly ageMs: number; readonly tookMs: number }): boolean {
  return ageMs >= Math.max(REFRESH_MS, tookMs * SHARE_OF_TIME);
}
