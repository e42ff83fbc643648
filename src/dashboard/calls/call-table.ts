import { Injectable } from '@nestjs/common';
import { Attempt } from '../../call-log/attempts';
import { callRow } from '../../call-log/call-row';
import { Call } from '../../call-log/calls';
import { CampaignSettings, ScriptSettings } from '../../config/settings';
import { Database } from '../../persistence/database';
import { CsvRow } from '../paging/csv';
import { everyItem, Page, pageOf } from '../paging/page';
import { CallFilter, matchesCall } from './call-filter';
import { cursorOf, keyOf } from './calls-reader';

/** The columns of an operator's Calls table, under our own names. */
export const CALL_CSV_COLUMNS = [
  'CallId',
  'Timestamp',
  'AgentName',
  'CustomerNumber',
  'CallStatus',
  'ConversationSummary',
  'CallRecordingURL',
  'NextAction',
  'Campaign',
  'Lead',
  'Attempt',
  'EndedReason',
  'Duration',
  'CostUSD',
  'ConsentStatus',
  'OptOut',
  'Transcript',
] as const;

const PAGE = 500;

interface CallWithCells {
  readonly id: string;
  readonly createdAt: Date;
  readonly cells: CsvRow;
}

/** The campaign's calls as rows of the Calls table. */
@Injectable()
export class CallTable {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly script: ScriptSettings,
  ) {}

  /** Newest first, whole numbers and transcripts included. */
  async *rows(filter: CallFilter): AsyncGenerator<CsvRow> {
    for await (const { cells } of everyItem((cursor) => this.page(filter, cursor))) yield cells;
  }

  private async page(filter: CallFilter, cursor: string | undefined): Promise<Page<CallWithCells>> {
    const rows = await this.database
      .selectFrom('calls')
      .leftJoin('leads', 'leads.id', 'calls.lead_id')
      .leftJoin('attempts', 'attempts.id', 'calls.attempt_id')
      .selectAll('calls')
      .select(['leads.source_id', 'leads.consent', 'attempts.number', 'attempts.dialing_at'])
      .where(matchesCall(this.campaign.name, filter, cursor === undefined ? undefined : keyOf(cursor)))
      .orderBy('calls.created_at', 'desc')
      .orderBy('calls.id', 'desc')
      .limit(PAGE + 1)
      .execute();
    const calls = rows.map((row) => ({ id: row.id, createdAt: row.created_at, cells: this.cellsOf(row) }));
    return pageOf(calls, PAGE, cursorOf);
  }

  private cellsOf(row: JoinedCall): CsvRow {
    const { source_id, consent, number, dialing_at } = row;
    const lead = source_id === null ? undefined : { source_id, consent: consent ?? '' };
    const attempt = number === null ? undefined : { number, dialing_at };
    return callRow(row, lead, attempt, this.script.agentName);
  }
}

type JoinedCall = Call & {
  readonly source_id: string | null;
  readonly consent: string | null;
  readonly number: Attempt['number'] | null;
  readonly dialing_at: Attempt['dialing_at'];
};
