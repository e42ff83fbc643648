import { Injectable } from '@nestjs/common';
import { Database } from '../persistence/database';
import { callMessage, CallMessage } from './call-message';
import { ClaimedDelivery } from './delivery';

/** Makes the message of a delivery from what the database knows now. */
@Injectable()
export class CallMessageReader {
  constructor(private readonly database: Database) {}

  /** `undefined` when nothing may be told: the person was erased. */
  async read(delivery: ClaimedDelivery): Promise<CallMessage | undefined> {
    const call = await this.database
      .selectFrom('calls')
      .selectAll()
      .where('id', '=', delivery.callId)
      .where('erased_at', 'is', null)
      .executeTakeFirst();
    if (!call) return undefined;
    const lead = await this.database
      .selectFrom('leads')
      .select(['id', 'source_id', 'status', 'callback_at'])
      .where('id', '=', call.lead_id)
      .executeTakeFirst();
    const attempt = await this.database
      .selectFrom('attempts')
      .select('number')
      .where('id', '=', call.attempt_id)
      .executeTakeFirst();
    return callMessage(delivery, { call, lead, attempt });
  }
}
