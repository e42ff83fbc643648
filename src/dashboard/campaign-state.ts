import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OPEN_STATES } from '../call-log/attempt-state';
import { Clock } from '../common/clock';
import { ExternalApi } from '../common/errors';
import { ExternalApis, ExternalFault } from '../common/external-apis';
import { CampaignSettings } from '../config/settings';
import { CallOrchestrator } from '../orchestration/call-orchestrator.service';
import { DisclosureWatch } from '../orchestration/disclosure-watch.service';
import { OpeningRecord } from '../orchestration/opening-record';
import { Database } from '../persistence/database';
import { databaseNow } from '../persistence/sql';

/** What an operator asks first: is it running, and if not, why; what has happened today. */
export interface CampaignState {
  readonly name: string;
  readonly now: Date;
  /** The operator's pause wins over a suspension beside it. */
  readonly state: 'running' | 'paused' | 'suspended';
  readonly paused: { readonly since: Date; readonly reason: string } | null;
  /** Dialing pauses by itself, since calls keep failing. `probeAt`: the next probing call; null while one is out. */
  readonly suspended: { readonly since: Date; readonly reason: string; readonly probeAt: Date | null } | null;
  /** Why nothing is being dialed at this moment; `null` while dialing. */
  readonly idle: string | null;
  readonly lines: { readonly inUse: number; readonly limit: number };
  readonly leads: Readonly<Record<string, number>>;
  /** Since midnight UTC, by disposition. */
  readonly outcomesToday: Readonly<Record<string, number>>;
  readonly spendTodayUsd: number;
  /** What the openings of the last answered calls left out; too much of it pauses the campaign by itself. */
  readonly openings: OpeningRecord;
  readonly waitingForAirtable: number;
  readonly faults: readonly (ExternalFault & { readonly api: ExternalApi })[];
}

/** Reads the campaign's state for people and programs; changes nothing. */
@Injectable()
export class CampaignStates {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly orchestrator: CallOrchestrator,
    private readonly disclosures: DisclosureWatch,
    private readonly externals: ExternalApis,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<CampaignState> {
    const { name } = this.campaign;
    const now = this.clock.now();
    const row = await this.database
      .selectFrom('campaigns')
      .selectAll()
      // Set by the database's clock; shown by ours, which may run faster.
      .select(
        sql<number | null>`extract(epoch from probe_at - ${databaseNow})::float8`.as('probe_in_seconds'),
      )
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    const inUse = await this.database
      .selectFrom('attempts')
      .select(count('attempts'))
      .where('campaign', '=', name)
      .where('state', 'in', OPEN_STATES)
      .where('hung_up_at', 'is', null)
      .executeTakeFirstOrThrow();
    const leads = await this.database
      .selectFrom('leads')
      .select(['status', count('leads')])
      .where('campaign', '=', name)
      .groupBy('status')
      .execute();
    const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
    const calls = await this.database
      .selectFrom('calls')
      .select(['disposition', count('calls'), sql<number>`coalesce(sum(cost_usd), 0)::float8`.as('usd')])
      .where('campaign', '=', name)
      .where('created_at', '>=', midnight)
      .groupBy('disposition')
      .execute();
    const waiting = await this.database
      .selectFrom('outbox')
      .select(count('outbox'))
      .where('campaign', '=', name)
      .executeTakeFirstOrThrow();
    return {
      name,
      now,
      state: row.paused_at ? 'paused' : row.suspended_at ? 'suspended' : 'running',
      suspended: row.suspended_at && {
        since: row.suspended_at,
        reason: row.suspended_reason ?? '',
        probeAt: row.probe_in_seconds === null ? null : this.inRealSeconds(now, row.probe_in_seconds),
      },
      paused: row.paused_at && { since: row.paused_at, reason: row.paused_reason ?? '' },
      idle: this.orchestrator.idleReason ?? null,
      lines: { inUse: inUse.count, limit: this.campaign.lines },
      leads: Object.fromEntries(leads.map((lead) => [lead.status, lead.count])),
      outcomesToday: Object.fromEntries(calls.map((call) => [call.disposition ?? 'in hand', call.count])),
      spendTodayUsd: calls.reduce((sum, call) => sum + call.usd, 0),
      openings: await this.disclosures.read(),
      waitingForAirtable: waiting.count,
      faults: (['airtable', 'vapi', 'twilio', 'automation'] as const).flatMap((api) =>
        this.externals.faults(api).map((fault) => ({ api, ...fault })),
      ),
    };
  }

  private inRealSeconds(now: Date, seconds: number): Date {
    return new Date(now.getTime() + Math.max(0, seconds) * 1000 * this.clock.speed);
  }
}

function count(table: 'attempts' | 'leads' | 'calls' | 'outbox') {
  return sql<number>`count(${sql.table(table)}.*)::int`.as('count');
}
