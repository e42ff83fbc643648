import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../common/clock';
import { ExternalApis } from '../common/external-apis';
import { Metrics } from '../common/metrics';
import { CampaignSettings } from '../config/settings';
import { CallOrchestrator } from '../orchestration/call-orchestrator.service';
import { DisclosureWatch } from '../orchestration/disclosure-watch.service';
import { Database } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { CampaignCounts } from './campaign-counts';
import { CampaignState } from './campaign-view';
import { circuitsOf } from './circuits';

export { CampaignState } from './campaign-view';

/** Reads the campaign's state for people and programs; changes nothing. */
@Injectable()
export class CampaignStates {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly counts: CampaignCounts,
    private readonly orchestrator: CallOrchestrator,
    private readonly disclosures: DisclosureWatch,
    private readonly externals: ExternalApis,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<CampaignState> {
    const now = this.clock.now();
    const { name, lines, callsPerSecond, dailyBudgetUsd, maxCallCostUsd } = this.campaign;
    const row = await this.row();
    const attempts = await this.counts.openAttempts();
    const today = await this.counts.callsOf(now);
    const airtable = this.backlog(await this.counts.waitingForAirtable(), now);
    return {
      name,
      now,
      state: row.paused_at ? 'paused' : row.suspended_at ? 'suspended' : 'running',
      suspended: row.suspended_at && {
        since: row.suspended_at,
        reason: row.suspended_reason ?? '',
        probeAt: row.probe_in_seconds === null ? null : this.shown(now, Math.max(0, row.probe_in_seconds)),
      },
      paused: row.paused_at && { since: row.paused_at, reason: row.paused_reason ?? '' },
      idle: this.orchestrator.idleReason ?? null,
      lines: { inUse: attempts.onLine, limit: Math.min(row.lines_limit ?? lines, lines), configured: lines },
      dialRate: {
        perSecond: Math.min(row.calls_per_second_limit ?? callsPerSecond, callsPerSecond),
        configured: callsPerSecond,
      },
      leads: await this.counts.leads(),
      outcomesToday: today.outcomes,
      spendTodayUsd: today.usd,
      spend: {
        todayUsd: today.usd,
        reservedUsd: (attempts.inHand + today.withoutCost) * maxCallCostUsd,
        budgetUsd: dailyBudgetUsd ?? null,
      },
      openings: await this.disclosures.read(),
      waitingForAirtable: airtable.count,
      waiting: { airtable, automation: this.backlog(await this.counts.waitingForAutomation(), now) },
      inDoubt: attempts.inDoubt,
      circuits: await circuitsOf(this.metrics, this.externals),
      faults: (['airtable', 'vapi', 'twilio', 'automation'] as const).flatMap((api) =>
        this.externals.faults(api).map((fault) => ({ api, ...fault })),
      ),
      lastCommand: await this.counts.lastCommand(),
    };
  }

  private async row() {
    return await this.database
      .selectFrom('campaigns')
      .selectAll()
      // Set by the database's clock; shown by ours, which may run faster.
      .select(
        sql<number | null>`extract(epoch from probe_at - ${databaseNow})::float8`.as('probe_in_seconds'),
      )
      .where('name', '=', this.campaign.name)
      .executeTakeFirstOrThrow();
  }

  private backlog({ count, oldestSeconds }: { count: number; oldestSeconds: number | null }, now: Date) {
    return { count, oldestAt: oldestSeconds === null ? null : this.shown(now, -oldestSeconds) };
  }

  /** An instant by our clock, so many real seconds from now. */
  private shown(now: Date, inRealSeconds: number): Date {
    return new Date(now.getTime() + inRealSeconds * 1000 * this.clock.speed);
  }
}
