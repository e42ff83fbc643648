import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/ids';
import { Database, Transaction } from '../../persistence/database';
import { ConsentChannel, ConsentLevel, ConsentOrigin, ConsentPurpose } from './consent';

/** What is written down of a grant or a withdrawal; nothing of it is ever changed. */
export interface ConsentEntry {
  /** E.164. */
  readonly phone: string;
  readonly kind: 'grant' | 'revocation';
  /** Of a grant: what was agreed to. */
  readonly level?: Exclude<ConsentLevel, 'none'> | undefined;
  /** The legal name that the person was told; absent: ours. */
  readonly seller?: string | undefined;
  readonly purpose?: ConsentPurpose | undefined;
  readonly channel?: ConsentChannel | undefined;
  /** When it was given or withdrawn; a grant without a date is kept, but no call can stand on it. */
  readonly occurredAt: Date | undefined;
  readonly expiresAt?: Date | undefined;
  /** How: a web form, a recorded call, a letter. */
  readonly source?: string | undefined;
  /** Where the proof is found. */
  readonly evidence?: string | undefined;
  readonly origin: ConsentOrigin;
  readonly campaign: string;
}

/** The ledger of consents: every grant and withdrawal as it came in, over all campaigns. */
@Injectable()
export class ConsentLedger {
  constructor(
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Writes entries in the caller's transaction. An entry that stands already, word for word, is the same entry: a file
   * may be imported twice, a lead be read every minute.
   * @returns how many were new
   */
  async record(transaction: Transaction, entries: readonly ConsentEntry[]): Promise<number> {
    const fresh = new Map(entries.map((entry) => [`${entry.phone} ${fingerprint(entry)}`, entry]));
    if (fresh.size === 0) return 0;
    const written = await transaction
      .insertInto('consents')
      .values([...fresh.values()].map((entry) => this.row(entry)))
      .onConflict((conflict) => conflict.columns(['phone', 'fingerprint']).doNothing())
      .executeTakeFirst();
    return Number(written.numInsertedOrUpdatedRows ?? 0);
  }

  /** All entries of a number, the latest recorded first. */
  async ofNumber(database: Database | Transaction, phone: string) {
    return await database
      .selectFrom('consents')
      .selectAll()
      .where('phone', '=', phone)
      .orderBy('recorded_at', 'desc')
      .orderBy('id', 'desc')
      .limit(500)
      .execute();
  }

  private row(entry: ConsentEntry) {
    return {
      id: this.ids.next(),
      phone: entry.phone,
      kind: entry.kind,
      level: entry.level ?? null,
      seller: entry.seller ?? null,
      purpose: entry.purpose ?? null,
      channel: entry.channel ?? null,
      occurred_at: entry.occurredAt ?? null,
      expires_at: entry.expiresAt ?? null,
      source: entry.source ?? null,
      evidence: entry.evidence ?? null,
      origin: entry.origin,
      campaign: entry.campaign,
      fingerprint: fingerprint(entry),
      recorded_at: this.clock.now(),
    };
  }
}

/** Two entries with the same content have the same one. */
function fingerprint(entry: ConsentEntry): string {
  const { kind, level, seller, purpose, channel, source, evidence, origin, campaign } = entry;
  const times = [entry.occurredAt, entry.expiresAt].map((at) => at?.getTime());
  const content = [kind, level, seller, purpose, channel, ...times, source, evidence, origin, campaign];
  return createHash('sha256')
    .update(JSON.stringify(content.map((part) => part ?? null)))
    .digest('hex');
}
