import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/ids';
import { scrub } from '../../common/redaction';
import { CampaignSettings } from '../../config/settings';
import { Database, Transaction } from '../../persistence/database';
import { json } from '../../persistence/sql';
import { readCursor, writeCursor } from '../paging/cursor';
import { Page, pageOf } from '../paging/page';
import { Command } from './command';

export type { Command } from './command';

export type CommandName =
  | 'pause'
  | 'resume'
  | 'stop'
  | 'limits'
  | 'suppress'
  | 'consent'
  | 'mark'
  | 'redial'
  | 'redeliver'
  | 'scale'
  | 'import';

/** What an operator asks for, as it is kept. */
export interface OperatorAction {
  /** As the operator named themselves. */
  readonly who: string;
  readonly command: CommandName;
  /** A lead's id, or a masked number: the row outlives the person, so it must not tell who it was. */
  readonly subject?: string;
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

const COLUMNS = ['id', 'at', 'who', 'command', 'subject', 'reason'] as const;

/** Who did what, when and why, in this campaign. Rows are added and never changed. */
@Injectable()
export class OperatorActions {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** Writes it in the transaction that does the deed: neither stands without the other. Numbers in the reason are blanked. */
  async record(transaction: Transaction, action: OperatorAction): Promise<void> {
    const { who, command, subject, reason, detail = {} } = action;
    await transaction
      .insertInto('operator_actions')
      .values({
        id: this.ids.next(),
        at: this.clock.now(),
        campaign: this.campaign.name,
        who: scrub(who),
        command,
        subject: subject ?? null,
        reason: reason === undefined ? null : scrub(reason.toWellFormed().replaceAll('\0', '\uFFFD')),
        detail: json(detail),
      })
      .execute();
  }

  /** Newest first. @param cursor `next` of the page before */
  async list(limit: number, cursor?: string): Promise<Page<Command>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, [isUuid]);
    const rows = await this.database
      .selectFrom('operator_actions')
      .select(COLUMNS)
      .where('campaign', '=', this.campaign.name)
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ id }) => writeCursor([id]));
  }
}
