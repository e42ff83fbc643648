import { Injectable, OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { FinishedCallListener, FinishedCalls } from '../call-log/finished-calls';
import { Call } from '../call-log/calls';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { currentWork } from '../common/work';
import { AutomationSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { DeliveryKind } from './delivery';

/**
 * Notes what is to be posted, in the transaction that makes it so; does nothing where there is nobody to post to. A row
 * holds ids only: what is posted is read when it is.
 */
@Injectable()
export class DeliveryQueue extends FinishedCallListener implements OnModuleInit {
  constructor(
    private readonly calls: FinishedCalls,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly settings: AutomationSettings,
  ) {
    super();
  }

  onModuleInit(): void {
    if (this.settings.target) this.calls.register(this);
  }

  async finished(transaction: Transaction, call: Call): Promise<void> {
    await this.add(transaction, call, 'finished');
  }

  /**
   * A delivery that waits for its first try will tell this too. The lock decides the race with whoever claims it: the
   * claim either passes over the row until this is committed, or has counted its try, and then this is news.
   */
  async amended(transaction: Transaction, call: Call): Promise<void> {
    const untried = await transaction
      .selectFrom('automation_deliveries')
      .select('id')
      .where('call_id', '=', call.id)
      .where('state', '=', sql.lit('pending'))
      .where('tries', '=', 0)
      .forUpdate()
      .executeTakeFirst();
    if (!untried) await this.add(transaction, call, 'updated');
  }

  private async add(transaction: Transaction, call: Call, kind: DeliveryKind): Promise<void> {
    await transaction
      .insertInto('automation_deliveries')
      .values({
        id: this.ids.next(),
        campaign: call.campaign,
        call_id: call.id,
        kind,
        occurred_at: this.clock.now(),
        request_id: currentWork().requestId ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
