import { Injectable } from '@nestjs/common';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { DeliveryState } from './delivery';

/** A delivery as operators see it; instants are the database's. */
export interface DeliveryEntry {
  readonly id: string;
  readonly callId: string;
  readonly kind: string;
  readonly state: string;
  readonly tries: number;
  readonly lastStatus: number | null;
  /** What went wrong at the last try, and what to do about it. */
  readonly lastError: string | null;
  readonly createdAt: Date;
  /** When it is tried next; says nothing unless `pending`. */
  readonly dueAt: Date;
  readonly deliveredAt: Date | null;
}

export interface DeliveryPage {
  readonly deliveries: readonly DeliveryEntry[];
  /** Asks for the page after this one; `null` at the end. */
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
  async redeliver(id: string): Promise<DeliveryEntry | 'pending' | undefined> {
    const again = await this.database
      .updateTable('automation_deliveries')
      .set({ state: 'pending', tries: 0, due_at: databaseNow, delivered_at: null })
      .where('id', '=', id)
      .where('campaign', '=', this.campaign.name)
      .where('state', '!=', 'pending')
      .returning(COLUMNS)
      .executeTakeFirst();
    if (again) return again;
    const standing = await this.database
      .selectFrom('automation_deliveries')
      .select('id')
      .where('id', '=', id)
      .where('campaign', '=', this.campaign.name)
      .executeTakeFirst();
    return standing && 'pending';
  }
}
