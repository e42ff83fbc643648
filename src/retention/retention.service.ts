import { Injectable, Logger } from '@nestjs/common';
import { RawBuilder, sql } from 'kysely';
import { Clock } from '../common/clock';
import { Replica } from '../common/replica';
import { RetentionSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { HAS_PAYLOAD, NO_PAYLOAD, PERSON_LEFT_OUT } from './left-out';

const LEASE = 'retention';
/** A dead replica's turn passes on after this (ms); each batch prolongs it. */
const LEASE_MS = 60_000;
/** Rows in one statement: their locks are gone again before anybody waits for them. */
const BATCH = 500;
/** Batches of one kind in a turn; what is left over waits for the next turn. */
const MOST_BATCHES = 20;

/** What a turn has erased, in rows. */
export interface RetentionTurn {
  readonly calls: number;
  readonly webhooks: number;
  readonly deliveries: number;
}

/**
 * Erases what has been kept for `RETENTION_DAYS`: transcripts, recordings' addresses and the bodies of webhooks. Rows
 * stay, with everything that counts or explains, but for those of deliveries to an automation. Not its business: the copy of a transcript in the operator's Airtable,
 * the recording itself at the provider (both are the operator's to keep or delete), what still waits to be written
 * (a few hours' worth), and jobs, which hold ids only and are removed by the queue itself.
 *
 * It also erases what came late for a person who was erased: a provider's last webhook may follow days afterwards.
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);

  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly replica: Replica,
    private readonly settings: RetentionSettings,
  ) {}

  /** One turn, on one replica at a time. `undefined`: another has it. May be broken off anywhere and run again. */
  async run(): Promise<RetentionTurn | undefined> {
    if (!(await this.holdsLease())) return undefined;
    try {
      await this.eraseLateArrivals();
      const calls = await this.inBatches(() => this.eraseCalls());
      const webhooks = await this.inBatches(() => this.eraseWebhooks());
      const deliveries = await this.inBatches(() => this.deleteDeliveries());
      if (calls + webhooks + deliveries > 0)
        this.logger.log({ calls, webhooks, deliveries }, `Erased what was ${this.settings.days} days old`);
      await this.warnOfUnprocessed();
      return { calls, webhooks, deliveries };
    } finally {
      await this.leases.release(LEASE, this.replica.id);
    }
  }

  private async holdsLease(): Promise<boolean> {
    return await this.leases.acquire(LEASE, this.replica.id, LEASE_MS);
  }

  private async inBatches(erase: () => Promise<number>): Promise<number> {
    let erased = 0;
    for (let batch = 0; batch < MOST_BATCHES && (await this.holdsLease()); batch++) {
      const rows = await erase();
      erased += rows;
      if (rows < BATCH) break;
    }
    return erased;
  }

  /**
   * What is older than this goes. What was erased can't be brought back, so two clocks must agree: business time and
   * the database's own. One of them set forward by mistake erases nothing early. (An embedded database goes by the
   * machine's clock, as live business time does: there the second witness guards against `CLOCK_START` alone.)
   */
  private cutoff(): RawBuilder<Date> {
    return sql`least(cast(${this.clock.now()} as timestamptz), now()) - make_interval(days => ${this.settings.days})`;
  }

  /** The partial index `calls_to_erase` holds just these rows, oldest first. */
  private async eraseCalls(): Promise<number> {
    const due = this.database
      .selectFrom('calls')
      .select('id')
      .where((where) =>
        where.or([where('transcript', 'is not', null), where('recording_url', 'is not', null)]),
      )
      .where('created_at', '<', this.cutoff())
      .orderBy('created_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked();
    const { numUpdatedRows } = await this.database
      .updateTable('calls')
      .set({ transcript: null, recording_url: null })
      .where('id', 'in', due)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  /** The partial index `webhook_events_to_erase` holds every row that still has a body, oldest first. */
  private async eraseWebhooks(): Promise<number> {
    const due = this.database
      .selectFrom('webhook_events')
      .select('id')
      .where(HAS_PAYLOAD)
      .where('received_at', '<', this.cutoff())
      .where('processed_at', 'is not', null)
      .orderBy('received_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked();
    const { numUpdatedRows } = await this.database
      .updateTable('webhook_events')
      .set({ payload: NO_PAYLOAD })
      .where('id', 'in', due)
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  /** What an automation has taken. What it has not stays until somebody has seen to it; a row holds ids only. */
  private async deleteDeliveries(): Promise<number> {
    const due = this.database
      .selectFrom('automation_deliveries')
      .select('id')
      .where('state', '=', sql.lit('delivered'))
      .where('delivered_at', '<', this.cutoff())
      .orderBy('delivered_at')
      .limit(BATCH)
      .forUpdate()
      .skipLocked();
    const { numDeletedRows } = await this.database
      .deleteFrom('automation_deliveries')
      .where('id', 'in', due)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  private async eraseLateArrivals(): Promise<void> {
    const erased = this.database.selectFrom('calls').select('id').where('erased_at', 'is not', null);
    const carriers = this.database
      .selectFrom('calls')
      .select('carrier_call_id')
      .where('erased_at', 'is not', null)
      .where('carrier_call_id', 'is not', null);
    await this.database
      .updateTable('webhook_events')
      .set({ payload: NO_PAYLOAD })
      .where((where) => where.or([where('call_id', 'in', erased), where('call_id', 'in', carriers)]))
      .where(HAS_PAYLOAD)
      .where('processed_at', 'is not', null)
      .execute();
    await this.database
      .updateTable('calls')
      .set(PERSON_LEFT_OUT)
      .where('erased_at', 'is not', null)
      .where((where) =>
        where.or(
          (['phone', 'lead_id', 'transcript', 'summary', 'recording_url', 'analysis'] as const).map(
            (column) => where(column, 'is not', null),
          ),
        ),
      )
      .execute();
  }

  /** An event that was never settled is never lost, however old: something is wrong with it, and a person must look. */
  private async warnOfUnprocessed(): Promise<void> {
    const { events } = await this.database
      .selectFrom('webhook_events')
      .select(sql<number>`count(*)::int`.as('events'))
      .where(HAS_PAYLOAD)
      .where('received_at', '<', this.cutoff())
      .where('processed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (events > 0)
      this.logger.warn(
        { events },
        `${events} webhooks are older than ${this.settings.days} days and were never settled: their bodies are kept`,
      );
  }
}
