import { Injectable } from '@nestjs/common';
import { sql, UpdateObject } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Schema } from '../persistence/schema';
import { databaseNow, databaseNowPlus } from '../persistence/sql';
import { ClaimedDelivery } from './delivery';

/** How long a try is one replica's (ms). Longer than a post may take; a dead replica's try is made again after it. */
const CLAIM_MS = 60_000;

/** The flusher's side of the deliveries: what is due, and what became of it. */
@Injectable()
export class DeliveryRows {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * Takes due deliveries, the longest due first, and puts each off by the time of a claim in the same statement: no
   * lock is held while the receiver is asked, and whoever dies meanwhile leaves a row that comes due by itself.
   * `skip locked`: replicas get different rows. What is told of one call goes out in the order in which it came up.
   */
  async claim(limit: number): Promise<ClaimedDelivery[]> {
    const rows = await this.database
      .with('due', (database) =>
        database
          .selectFrom('automation_deliveries as delivery')
          .select('delivery.id')
          .where('campaign', '=', this.campaign.name)
          .where('state', '=', sql.lit('pending'))
          .where('due_at', '<=', databaseNow)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('automation_deliveries as earlier')
                  .select('earlier.id')
                  .whereRef('earlier.call_id', '=', 'delivery.call_id')
                  .where('earlier.state', '=', sql.lit('pending'))
                  .whereRef('earlier.created_at', '<', 'delivery.created_at'),
              ),
            ),
          )
          .orderBy('due_at')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .updateTable('automation_deliveries')
      .set({ tries: sql`tries + 1`, due_at: databaseNowPlus(CLAIM_MS) })
      .where('id', 'in', ({ selectFrom }) => selectFrom('due').select('due.id'))
      .returning(['id', 'call_id', 'kind', 'tries', 'occurred_at', 'request_id'])
      .returning((from) =>
        from
          .selectFrom('calls')
          .select('calls.attempt_id')
          .whereRef('calls.id', '=', 'automation_deliveries.call_id')
          .as('attempt_id'),
      )
      .execute();
    return rows.map(({ id, call_id, kind, tries, occurred_at, request_id, attempt_id }) => ({
      id,
      callId: call_id,
      kind: kind === 'finished' ? 'finished' : 'updated',
      tries,
      occurredAt: occurred_at,
      requestId: request_id ?? undefined,
      attemptId: attempt_id ?? undefined,
    }));
  }

  /** The receiver has it. This stands whatever another replica has made of the row meanwhile. */
  async delivered({ id }: ClaimedDelivery, status: number): Promise<void> {
    await this.database
      .updateTable('automation_deliveries')
      .set({ state: 'delivered', last_status: status, last_error: null, delivered_at: databaseNow })
      .where('id', '=', id)
      .execute();
  }

  async putOff(delivery: ClaimedDelivery, delayMs: number, failure: DeliveryFailure): Promise<void> {
    await this.patch(delivery, { ...failureColumns(failure), due_at: databaseNowPlus(delayMs) });
  }

  async bury(delivery: ClaimedDelivery, failure: DeliveryFailure): Promise<void> {
    await this.patch(delivery, { ...failureColumns(failure), state: 'dead' });
  }

  /** Nothing was sent: the try does not count. */
  async giveBack(delivery: ClaimedDelivery, delayMs: number): Promise<void> {
    await this.patch(delivery, { tries: delivery.tries - 1, due_at: databaseNowPlus(delayMs) });
  }

  /** There is nothing left that may be told. */
  async drop({ id }: ClaimedDelivery): Promise<void> {
    await this.database.deleteFrom('automation_deliveries').where('id', '=', id).execute();
  }

  /** Only while the claim is still ours: a replica that was held up must not undo what came after it. */
  private async patch({ id, tries }: ClaimedDelivery, values: Columns): Promise<void> {
    await this.database
      .updateTable('automation_deliveries')
      .set(values)
      .where('id', '=', id)
      .where('state', '=', 'pending')
      .where('tries', '=', tries)
      .execute();
  }
}

type Columns = UpdateObject<Schema, 'automation_deliveries'>;

export interface DeliveryFailure {
  /** The HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** In words for the operator. */
  readonly reason: string;
}

function failureColumns({ status, reason }: DeliveryFailure): Columns {
  return { last_status: status ?? null, last_error: reason };
}
