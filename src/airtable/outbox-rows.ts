import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { databaseNow, databaseNowPlus, json } from '../persistence/sql';
import { OutboxFields, OutboxTarget } from './outbox';

const FIRST_DELAY_MS = 60_000;
const LONGEST_DELAY_MS = 3_600_000;

/** A row of the outbox as the flusher took it. */
export interface OutboxRow {
  readonly target: OutboxTarget;
  readonly key: string;
  readonly fields: OutboxFields;
  readonly version: number;
  readonly tries: number;
  /** Of the request that asked for it last; null: a schedule did. */
  readonly request_id: string | null;
  /** Of the call that the row is about. */
  readonly attempt_id: string | null;
}

/** The flusher's side of the outbox: what is due, what is done, what is put off. */
@Injectable()
export class OutboxRows {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * The oldest due rows of one target: that of the oldest. Read anew for each batch, so that a value merged or
   * withdrawn a moment ago counts; not locked, since no lock may be held while Airtable is asked.
   */
  async due(targets: readonly OutboxTarget[], limit: number): Promise<OutboxRow[]> {
    const rows = await this.database
      .selectFrom('outbox')
      .select(['target', 'key', 'fields', 'version', 'tries', 'request_id'])
      .select((from) =>
        from
          .selectFrom('calls')
          .select('calls.attempt_id')
          .where('outbox.target', '=', 'call')
          .whereRef('calls.id', '=', 'outbox.key')
          .as('attempt_id'),
      )
      .where('campaign', '=', this.campaign.name)
      .where('due_at', '<=', databaseNow)
      .where('target', '=', (from) =>
        from
          .selectFrom('outbox as oldest')
          .select('oldest.target')
          .where('oldest.campaign', '=', this.campaign.name)
          .where('oldest.due_at', '<=', databaseNow)
          .where('oldest.target', 'in', [...targets])
          .orderBy('oldest.created_at')
          .limit(1),
      )
      .orderBy('created_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, target: row.target as OutboxTarget }));
  }

  /**
   * Removes rows that still say what was written. Version and fields both: a row that was withdrawn and put again
   * begins at version 1 again.
   */
  async remove(transaction: Transaction, rows: readonly OutboxRow[]): Promise<void> {
    for (const { target, key, version, fields } of rows) {
      await transaction
        .deleteFrom('outbox')
        .where('campaign', '=', this.campaign.name)
        .where('target', '=', target)
        .where('key', '=', key)
        .where('version', '=', version)
        .where('fields', '=', sql<OutboxFields>`${json(fields)}`)
        .execute();
    }
  }

  /** After a refusal: one minute, then twice as long each time, an hour at most. A row merged meanwhile stays due. */
  async putOff({ target, key, version, tries }: OutboxRow, reason: string): Promise<void> {
    const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** tries);
    await this.database
      .updateTable('outbox')
      .set({ tries: tries + 1, last_error: reason, due_at: databaseNowPlus(delayMs) })
      .where('campaign', '=', this.campaign.name)
      .where('target', '=', target)
      .where('key', '=', key)
      .where('version', '=', version)
      .execute();
  }
}
