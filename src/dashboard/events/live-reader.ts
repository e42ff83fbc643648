import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../../common/clock';
import { CampaignSettings } from '../../config/settings';
import { Database } from '../../persistence/database';
import { databaseNow } from '../../persistence/sql';
import { CallSummary } from '../calls/call-summary';
import { CallsReader } from '../calls/calls-reader';
import { spokenLine } from '../../telephony/vapi/spoken-line';
import { CampaignState, CampaignStates } from '../campaign-state';
import { LiveLine } from './live-line';

/** Up to where an earlier look has seen: calls by the database's clock, lines by ours. */
export interface Horizon {
  readonly callsAt: Date;
  readonly linesAt: Date;
}

/** A look at the campaign, with what is new in it. Windows overlap: what was seen may come again. */
export interface Look {
  readonly state: CampaignState;
  readonly calls: readonly CallSummary[];
  readonly lines: readonly LiveLine[];
  /** For the next look. */
  readonly horizon: Horizon;
}

/** A row is seen only once its transaction ends: each look goes back this far (real ms) before the one before. */
const OVERLAP_MS = 5_000;
/** Rows that retention rewrites by the thousand are no news to anybody. */
const MOST_CALLS = 500;

/** What one look of the console's feed costs; see `LiveFeed` for how often it is taken. */
@Injectable()
export class LiveReader {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly states: CampaignStates,
    private readonly calls: CallsReader,
    private readonly clock: Clock,
  ) {}

  /** @param seen `undefined`: nothing yet */
  async look(seen: Horizon | undefined): Promise<Look> {
    const horizon = { callsAt: await this.databaseTime(), linesAt: this.clock.now() };
    const { callsAt, linesAt } = seen ?? horizon;
    return {
      state: await this.states.read(),
      calls: await this.calls.changedSince(back(callsAt, OVERLAP_MS), MOST_CALLS),
      lines: await this.linesSince(back(linesAt, OVERLAP_MS * this.clock.speed)),
      horizon,
    };
  }

  /** Calls whose rows were written since, the latest last. @param since by the database's clock */
  async callsSince(since: Date): Promise<readonly CallSummary[]> {
    const calls = await this.calls.changedSince(back(since, OVERLAP_MS), MOST_CALLS);
    return calls.toReversed();
  }

  private async linesSince(since: Date): Promise<readonly LiveLine[]> {
    const rows = await this.database
      .selectFrom('webhook_events')
      .select(['id', 'call_id', 'payload', 'received_at'])
      .where('campaign', '=', this.campaign.name)
      .where('type', '=', sql.lit('transcript'))
      .where('received_at', '>', since)
      .orderBy('received_at')
      .orderBy('id')
      .execute();
    return rows.flatMap(({ id, call_id: callId, payload, received_at }) => {
      const line = spokenLine(payload, received_at);
      return line && callId !== null ? [{ id, callId, ...line }] : [];
    });
  }

  private async databaseTime(): Promise<Date> {
    const { rows } = await sql<{ now: Date }>`select ${databaseNow} as now`.execute(this.database);
    return rows[0]?.now ?? this.clock.now();
  }
}

function back(at: Date, ms: number): Date {
  return new Date(at.getTime() - ms);
}
