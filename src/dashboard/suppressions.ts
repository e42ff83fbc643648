import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { sql } from 'kysely';
import { NullableProperty } from '../common/api-docs';
import { Metrics } from '../common/metrics';
import { maskPhone } from '../common/redaction';
import { Suppressions } from '../compliance/suppressions';
import { Database } from '../persistence/database';
import { OperatorActions } from './commands/operator-actions';

/** A number that nobody may call, as operators see it. */
export class SuppressionEntry {
  @ApiProperty({ description: 'E.164', example: '+12125550134' })
  readonly phone: string;

  @ApiProperty({ example: 'Asked by letter' })
  readonly reason: string;

  @ApiProperty({ description: '`operator`, `call`, `import` or `erasure`', example: 'operator' })
  readonly channel: string;

  @NullableProperty(String, { description: 'The call in which it was said' })
  readonly callId: string | null;

  @ApiProperty()
  readonly createdAt: Date;
}

export class SuppressionPage {
  @ApiProperty({ type: [SuppressionEntry] })
  readonly suppressions: readonly SuppressionEntry[];

  @NullableProperty(String, { description: 'The cursor of the next page; `null` on the last' })
  readonly nextCursor: string | null;
}

const COLUMNS = ['phone', 'reason', 'channel', 'call_id as callId', 'created_at as createdAt'] as const;

/** The suppressions as operators read them and add to them. */
@Injectable()
export class SuppressionRegister {
  constructor(
    private readonly database: Database,
    private readonly suppressions: Suppressions,
    private readonly actions: OperatorActions,
    private readonly metrics: Metrics,
  ) {}

  /**
   * In the order of the numbers: the primary key serves it at any size, and an entry made between two pages moves none
   * from one to the other. The cursor is encoded because addresses get written down.
   * @returns `undefined` for a cursor that is none
   */
  async list(cursor: string | undefined, limit: number): Promise<SuppressionPage | undefined> {
    const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
    if (cursor !== undefined && !/^\+\d{1,20}$/.test(after)) return undefined;
    const rows = await this.database
      .selectFrom('suppressions')
      .select(COLUMNS)
      .where('phone', '>', after)
      .orderBy('phone')
      .limit(limit + 1)
      .execute();
    const suppressions = rows.slice(0, limit);
    const last = rows.length > limit ? suppressions.at(-1) : undefined;
    return { suppressions, nextCursor: last ? Buffer.from(last.phone).toString('base64url') : null };
  }

  /** @param phone E.164 */
  async find(phone: string): Promise<SuppressionEntry | undefined> {
    return await this.database
      .selectFrom('suppressions')
      .select(COLUMNS)
      .where('phone', '=', phone)
      .executeTakeFirst();
  }

  /**
   * In force once this resolves: no dial to the number begins on any replica. Two operators at once get one entry, and
   * one of them hears that it is new: the row's own transaction id tells, where looking first would tell both.
   * @param phone E.164
   * @param who of the operators
   */
  async add(
    phone: string,
    reason: string,
    who: string,
  ): Promise<{ entry: SuppressionEntry; isNew: boolean }> {
    const { isNew, ...entry } = await this.database.transaction().execute(async (transaction) => {
      await this.suppressions.add(transaction, { phone, reason, channel: 'operator' });
      await this.actions.record(transaction, { who, command: 'suppress', subject: maskPhone(phone), reason });
      return await transaction
        .selectFrom('suppressions')
        .select(COLUMNS)
        .select(sql<boolean>`xmin = pg_current_xact_id()::xid`.as('isNew'))
        .where('phone', '=', phone)
        .executeTakeFirstOrThrow();
    });
    if (isNew) this.metrics.optOuts.inc({ channel: 'operator' });
    return { entry, isNew };
  }
}
