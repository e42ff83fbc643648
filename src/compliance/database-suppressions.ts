import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
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

  async addAll(
    transaction: Transaction,
    phones: readonly string[],
    { reason, channel }: Pick<Suppression, 'reason' | 'channel'>,
  ): Promise<number> {
    // One parameter for all: a statement takes 65 535 at most.
    const { numAffectedRows } = await sql`
      insert into suppressions (phone, reason, channel, created_at)
      select distinct phone, ${reason}, ${channel}, cast(${this.clock.now()} as timestamptz)
      from unnest(string_to_array(${phones.join(',')}, ',')) as phone order by phone
      on conflict (phone) do nothing`.execute(transaction);
    return Number(numAffectedRows ?? 0);
  }

  async findErased(transaction: Transaction, phones: readonly string[]): Promise<ReadonlySet<string>> {
    if (phones.length === 0) return new Set();
    const rows = await transaction
      .selectFrom('suppressions')
      .select('phone')
      .where('phone', 'in', phones)
      .where('channel', '=', 'erasure')
      .execute();
    return new Set(rows.map(({ phone }) => phone));
  }
}
