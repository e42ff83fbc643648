import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { currentWork } from '../common/work';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { databaseNow, json } from '../persistence/sql';

/**
 * `lead`: keyed by the record's id. `new-lead`: a record to be made, unless one with its `Phone` is there; keyed by an id of
 * ours. `call`: keyed by the call's id, which becomes the row's `CallId`.
 */
export type OutboxTarget = 'lead' | 'new-lead' | 'call';

/** Cells by our column names; `null` empties one. */
export type OutboxFields = Record<string, unknown>;

/** What one record shall hold. */
export interface OutboxWish {
  readonly key: string;
  readonly fields: OutboxFields;
}

/**
 * What Airtable shall hold, written in the transaction that made it so. Wishes for one record merge while they wait:
 * a long outage costs one write per record, and the last value wins.
 */
@Injectable()
export class Outbox {
  constructor(private readonly campaign: CampaignSettings) {}

  /** Adds to what the record shall hold. A record that was put off after a refusal is due again at once. */
  async put(
    transaction: Transaction,
    target: OutboxTarget,
    key: string,
    fields: OutboxFields,
  ): Promise<void> {
    await this.putAll(transaction, target, [{ key, fields }]);
  }

  /** The same for many records of one target; no key may come twice. */
  async putAll(transaction: Transaction, target: OutboxTarget, wishes: readonly OutboxWish[]): Promise<void> {
    if (wishes.length === 0) return;
    const rows = wishes.map(({ key, fields }) => ({
      ...this.row(target, key),
      fields,
      version: 1,
      tries: 0,
      request_id: currentWork().requestId ?? null,
    }));
    await sql`
      insert into outbox (campaign, target, key, fields, version, tries, request_id)
      select campaign, target, key, fields, version, tries, request_id
      from jsonb_populate_recordset(null::outbox, ${json(rows)})
      on conflict (campaign, target, key) do update set
        fields = outbox.fields || excluded.fields,
        version = outbox.version + 1,
        tries = 0,
        last_error = null,
        request_id = excluded.request_id,
        due_at = ${databaseNow}`.execute(transaction);
  }

  /** What waits for these records; those without anything are absent. */
  async pending(
    transaction: Transaction,
    target: OutboxTarget,
    keys: readonly string[],
  ): Promise<Map<string, OutboxFields>> {
    if (keys.length === 0) return new Map();
    const rows = await transaction
      .selectFrom('outbox')
      .select(['key', 'fields'])
      .where('campaign', '=', this.campaign.name)
      .where('target', '=', target)
      .where('key', 'in', [...keys])
      .execute();
    return new Map(rows.map(({ key, fields }) => [key, fields]));
  }

  /** Takes columns back before they are written: a person's edit is newer than our wish. */
  async withdraw(
    transaction: Transaction,
    target: OutboxTarget,
    key: string,
    columns: readonly string[],
  ): Promise<void> {
    if (columns.length === 0) return;
    const names = sql.join(columns.map((column) => sql`cast(${column} as text)`));
    const left = await transaction
      .updateTable('outbox')
      .set({ fields: sql`fields - array[${names}]`, version: sql`version + 1` })
      .where((where) => where.and(this.row(target, key)))
      .returning('fields')
      .executeTakeFirst();
    if (left === undefined || Object.keys(left.fields).length > 0) return;
    await transaction
      .deleteFrom('outbox')
      .where((where) => where.and(this.row(target, key)))
      .execute();
  }

  private row(target: OutboxTarget, key: string) {
    return { campaign: this.campaign.name, target, key };
  }
}
