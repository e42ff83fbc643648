import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { databaseNow, json } from '../persistence/sql';

/** `lead`: keyed by the record's id. `call`: keyed by the call's id, which becomes the row's `CallId`. */
export type OutboxTarget = 'lead' | 'call';

/** Cells by our column names; `null` empties one. */
export type OutboxFields = Record<string, unknown>;

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
    await transaction
      .insertInto('outbox')
      .values({
        ...this.row(target, key),
        fields: json(fields),
        version: 1,
        tries: 0,
        last_error: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['campaign', 'target', 'key']).doUpdateSet({
          fields: sql`outbox.fields || excluded.fields`,
          version: sql`outbox.version + 1`,
          tries: 0,
          last_error: null,
          due_at: databaseNow,
        }),
      )
      .execute();
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
