import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { Transaction } from '../persistence/database';
import { Suppression, Suppressions } from './suppressions';

/** One row for a number; the primary key makes a second "stop" of any replica the same as the first. */
@Injectable()
export class DatabaseSuppressions extends Suppressions {
  constructor(private readonly clock: Clock) {
    super();
  }

  async add(transaction: Transaction, { phone, reason, channel, callId }: Suppression): Promise<void> {
    // A number in another form than the one that is dialed would stop nobody.
    const number = parsePhoneNumber(phone);
    await transaction
      .insertInto('suppressions')
      .values({
        phone: isPhoneNumber(number) ? number.e164 : phone,
        reason,
        channel,
        call_id: callId ?? null,
        created_at: this.clock.now(),
      })
      .onConflict((conflict) => conflict.column('phone').doNothing())
      .execute();
  }
}
