import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { durationSeconds } from '../../call-log/call-row';
import { maskPhone } from '../../common/redaction';
import { CampaignSettings } from '../../config/settings';
import { Database } from '../../persistence/database';
import { spokenLine } from '../../telephony/vapi/spoken-line';
import { Page, pageOf } from '../paging/page';
import { readCursor, writeCursor } from '../paging/cursor';
import { CallDetail } from './call-detail';
import { CallFilter, CallKey, matchesCall } from './call-filter';
import { CallSummary } from './call-summary';
import { SpokenLine } from './spoken-line';

/** Milliseconds since 1970, and the provider's id. */
const CURSOR = [(at: string) => /^\d{1,15}$/.test(at), (id: string) => !id.includes('\0')];

/** The campaign's calls as operators read them. */
@Injectable()
export class CallsReader {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * Newest first. By keyset: a call that is made between two pages moves none from one to the other.
   * @throws InvalidFieldsException for a cursor that is none
   */
  async page(filter: CallFilter, limit: number, cursor?: string): Promise<Page<CallSummary>> {
    const after = cursor === undefined ? undefined : keyOf(cursor);
    const rows = await this.summaries()
      .where(matchesCall(this.campaign.name, filter, after))
      .orderBy('calls.created_at', 'desc')
      .orderBy('calls.id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows.map(summaryOf), limit, cursorOf);
  }

  /**
   * The calls whose rows were written since, the latest first.
   * @param since by the database's clock
   */
  async changedSince(since: Date, limit: number): Promise<readonly CallSummary[]> {
    const rows = await this.summaries()
      .where('calls.campaign', '=', this.campaign.name)
      .where('calls.changed_at', '>', since)
      .orderBy('calls.changed_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(summaryOf);
  }

  async find(id: string): Promise<CallDetail | undefined> {
    if (id.includes('\0')) return undefined;
    const row = await this.summaries()
      .select(['calls.recording_url', 'calls.transcript', 'calls.analysis', 'calls.attempt_id'])
      .select(['attempts.script_version', 'attempts.caller_id'])
      .where('calls.campaign', '=', this.campaign.name)
      .where('calls.id', '=', id)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      ...summaryOf(row),
      phone: row.phone,
      recordingUrl: row.recording_url,
      transcript: row.transcript,
      liveLines: await this.linesOf(id),
      analysis: row.analysis,
      scriptVersion: row.script_version,
      callerId: row.caller_id,
      decisions: row.attempt_id === null ? [] : await this.decisionsOf(row.attempt_id),
    };
  }

  private summaries() {
    return this.database
      .selectFrom('calls')
      .leftJoin('leads', 'leads.id', 'calls.lead_id')
      .leftJoin('attempts', 'attempts.id', 'calls.attempt_id')
      .select([
        'calls.id',
        'calls.status',
        'calls.disposition',
        'calls.lead_id',
        'calls.phone',
        'calls.ended_reason',
      ])
      .select(['calls.started_at', 'calls.ended_at', 'calls.created_at', 'calls.cost_usd', 'calls.opted_out'])
      .select(['leads.name', 'leads.timezone', 'attempts.number'])
      .select((select) => [
        // An automation's words stand above the provider's and our own.
        select.fn.coalesce('calls.automation_summary', 'calls.summary').as('summary'),
        select.fn.coalesce('calls.automation_next_action', 'calls.next_action').as('next_action'),
        sql<boolean>`calls.recording_url is not null`.as('has_recording'),
        sql<boolean>`calls.transcript is not null`.as('has_transcript'),
      ]);
  }

  private async linesOf(id: string): Promise<readonly SpokenLine[]> {
    const rows = await this.database
      .selectFrom('webhook_events')
      .select(['payload', 'received_at'])
      .where('call_id', '=', id)
      .where('type', '=', sql.lit('transcript'))
      .orderBy('received_at')
      .orderBy('id')
      .execute();
    return rows.flatMap(({ payload, received_at }) => spokenLine(payload, received_at) ?? []);
  }

  private async decisionsOf(attemptId: string) {
    return await this.database
      .selectFrom('decisions')
      .innerJoin('decision_attempts', 'decision_id', 'id')
      .select(['id', 'moment', 'verdict', 'decided_at as decidedAt'])
      .where('attempt_id', '=', attemptId)
      .orderBy('sequence')
      .execute();
  }
}

type SummaryRow = Awaited<ReturnType<ReturnType<CallsReader['summaries']>['executeTakeFirstOrThrow']>>;

function summaryOf(row: SummaryRow): CallSummary {
  return {
    id: row.id,
    status: row.status,
    disposition: row.disposition,
    leadId: row.lead_id,
    leadName: row.name,
    phoneMasked: row.phone && maskPhone(row.phone),
    attempt: row.number,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    durationSeconds: row.started_at && row.ended_at && durationSeconds(row),
    costUsd: row.cost_usd,
    summary: row.summary,
    nextAction: row.next_action,
    optedOut: row.opted_out,
    endedReason: row.ended_reason,
    hasRecording: row.has_recording,
    hasTranscript: row.has_transcript,
    timezone: row.timezone,
  };
}

export function cursorOf({ createdAt, id }: CallKey): string {
  return writeCursor([String(createdAt.getTime()), id]);
}

/** @throws InvalidFieldsException naming `cursor` */
export function keyOf(cursor: string): CallKey {
  const [createdAt = '', id = ''] = readCursor(cursor, CURSOR);
  return { createdAt: new Date(Number(createdAt)), id };
}
