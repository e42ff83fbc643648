import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../common/api-docs';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { DELIVERY_STATES, DeliveryState } from './delivery';

/** A delivery as operators see it; instants are the database's. */
export class DeliveryEntry {
  @ApiProperty({ format: 'uuid', description: 'Also the `webhook-id` of every try' })
  readonly id: string;

  @ApiProperty()
  readonly callId: string;

  @ApiProperty({ description: '`finished`, once a call, or `updated`', example: 'finished' })
  readonly kind: string;

  @ApiProperty({ enum: DELIVERY_STATES })
  readonly state: string;

  @ApiProperty({ type: 'integer', example: 1 })
  readonly tries: number;

  @NullableProperty('integer', { description: "The receiver's last status", example: 503 })
  readonly lastStatus: number | null;

  @NullableProperty(String, { description: 'What went wrong at the last try, and what to do about it' })
  readonly lastError: string | null;

  @ApiProperty()
  readonly createdAt: Date;

  @ApiProperty({ description: 'When it is tried next; says nothing unless `pending`' })
  readonly dueAt: Date;

  @NullableProperty(Date)
  readonly deliveredAt: Date | null;
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryEntry] })
  readonly deliveries: readonly DeliveryEntry[];

  @NullableProperty(String, { description: 'The cursor of the next page; `null` on the last' })
  readonly nextCursor: string | null;
}

const COLUMNS = [
  'id',
  'call_id as callId',
  'kind',
  'state',
  'tries',
  'last_status as lastStatus',
  'last_error as lastError',
  'created_at as createdAt',
  'due_at as dueAt',
  'delivered_at as deliveredAt',
] as const;

/** The campaign's deliveries as operators read them and send them again. */
@Injectable()
export class DeliveryRegister {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /** Newest first: ids sort by when they were made. @param before the cursor of the page before */
  async list(state: DeliveryState | undefined, limit: number, before?: string): Promise<DeliveryPage> {
    const rows = await this.database
      .selectFrom('automation_deliveries')
      .select(COLUMNS)
      .where('campaign', '=', this.campaign.name)
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const deliveries = rows.slice(0, limit);
    const last = rows.length > limit ? deliveries.at(-1) : undefined;
    return { deliveries, nextCursor: last?.id ?? null };
  }

  /**
   * Makes a delivery that is over due at once, with its tries before it again, under the same `webhook-id`: a receiver
   * that has had it knows it.
   * @returns `pending`: it is on its way already; `undefined`: there is none
   */
  async redeliver(
    id: string,
    database: Database | Transaction = this.database,
  ): Promise<DeliveryEntry | 'pending' | undefined> {
    const again = await database
      .updateTable('automation_deliveries')
      .set({ state: 'pending', tries: 0, due_at: databaseNow, delivered_at: null })
      .where('id', '=', id)
      .where('campaign', '=', this.campaign.name)
      .where('state', '!=', 'pending')
      .returning(COLUMNS)
      .executeTakeFirst();
    if (again) return again;
    const standing = await database
      .selectFrom('automation_deliveries')
      .select('id')
      .where('id', '=', id)
      .where('campaign', '=', this.campaign.name)
      .executeTakeFirst();
    return standing && 'pending';
  }
}
