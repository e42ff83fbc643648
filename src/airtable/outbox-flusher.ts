import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { inStep } from '../common/call-steps';
import { ExternalApiError } from '../common/errors';
import { Replica } from '../common/replica';
import { currentWork, inWork } from '../common/work';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { HeldLease } from './held-lease';
import { OutboxTarget } from './outbox';
import { OutboxPace } from './outbox-pace';
import { OutboxListener } from './outbox-listener';
import { OutboxRow, OutboxRows } from './outbox-rows';
import { OutboxWriter, WriteResult } from './outbox-writer';
import { AirtableSchema } from './schema-check';

const BATCH = 10;
const LEASE_MS = 30_000;
/** A retry may sleep for half a minute, longer than a process is given to end: what it was at is written again. */
const SHUTDOWN_MS = 2_000;

/**
 * Brings what waits in the outbox to Airtable. One flusher at a time over all replicas, by a lease: two upserts of one
 * key at the same moment may make two rows. An entry leaves the outbox only after Airtable has said that it was
 * written, so a crash in between means that it is written again, to the same end.
 */
@Injectable()
export class OutboxFlusher implements BeforeApplicationShutdown {
  readonly #logger = new Logger(OutboxFlusher.name);
  readonly #listeners: OutboxListener[] = [];
  #running: Promise<number> | undefined;
  #isStopping = false;
  #isAway = false;

  constructor(
    private readonly rows: OutboxRows,
    private readonly writer: OutboxWriter,
    private readonly schema: AirtableSchema,
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly replica: Replica,
    private readonly campaign: CampaignSettings,
    private readonly pace: OutboxPace,
  ) {}

  /** The listener is told of everything written from now on. */
  register(listener: OutboxListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Writes everything that is due and returns how many records it wrote. An outage of Airtable ends it without an
   * error; what is left waits. Called while a flush runs in this process, it returns that flush's result.
   */
  async flush(): Promise<number> {
    if (this.#isStopping) return 0;
    this.#running ??= this.flushAlone().finally(() => (this.#running = undefined));
    return await this.#running;
  }

  /** Lets the batch in hand end; the rest is another replica's, or the next start's. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    if (this.#running === undefined) return;
    await Promise.race([this.#running.catch(() => undefined), wait(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private async flushAlone(): Promise<number> {
    const targets: OutboxTarget[] = [];
    if ((await this.rows.due(['lead', 'new-lead', 'call'], 1)).length === 0) return 0;
    if (await this.schema.ready('leads')) targets.push('lead', 'new-lead');
    if (await this.schema.ready('calls')) targets.push('call');
    if (targets.length === 0) return 0;
    const lease = await HeldLease.take(
      this.leases,
      `airtable-outbox:${this.campaign.name}`,
      this.replica.id,
      LEASE_MS,
    );
    if (!lease) return 0;
    try {
      return await this.drain(targets, lease);
    } finally {
      await lease.release();
    }
  }

  private async drain(targets: readonly OutboxTarget[], lease: HeldLease): Promise<number> {
    let written = 0;
    while (!this.#isStopping && (await lease.renew())) {
      const rows = await this.next(targets);
      const [first] = rows;
      if (!first) break;
      try {
        const results = await this.write(first, rows);
        await this.settle(first.target, results);
        written += results.filter(({ outcome }) => outcome === 'written').length;
        this.note(undefined);
      } catch (error) {
        if (!(error instanceof ExternalApiError)) throw error;
        this.note(error);
        break;
      }
    }
    return written;
  }

  /** One request writes what several have asked for: it goes out under the first one's id, and is a step of each call. */
  private async write(first: OutboxRow, rows: readonly OutboxRow[]): Promise<WriteResult[]> {
    const requestId = first.request_id ?? currentWork().requestId;
    const attempts = rows.map(({ attempt_id }) => attempt_id);
    return await inWork({ requestId }, () =>
      inStep('write back', attempts, () => this.writer.write(first.target, rows)),
    );
  }

  /** A file of new leads may take an hour: what happens on calls goes before it. */
  private async next(targets: readonly OutboxTarget[]): Promise<OutboxRow[]> {
    const rows = await this.nextOf(targets.filter((target) => target !== 'new-lead'));
    return rows.length > 0 || !targets.includes('new-lead') ? rows : await this.rows.due(['new-lead'], BATCH);
  }

  /** The oldest first, unless they are too few for a request and wait for more. */
  private async nextOf(targets: readonly OutboxTarget[]): Promise<OutboxRow[]> {
    if (targets.length === 0) return [];
    const rows = await this.rows.due(targets, BATCH);
    const target = rows[0]?.target;
    if (target === undefined) return rows;
    const now = performance.now();
    if (rows.length === BATCH || !this.pace.isGathering(target, now)) {
      this.pace.note(target, now);
      return rows;
    }
    return await this.nextOf(targets.filter((other) => other !== target));
  }

  private async settle(target: OutboxTarget, results: readonly WriteResult[]): Promise<void> {
    for (const result of results) {
      if (result.outcome === 'refused') {
        this.#logger.warn(
          { target, key: result.row.key },
          `Airtable refuses a record, which is put off: ${result.reason}`,
        );
        await this.rows.putOff(result.row, result.reason);
      }
      if (result.outcome === 'gone') {
        this.#logger.warn(
          { target, key: result.row.key },
          'A record is no longer in Airtable: what was to be written to it is dropped',
        );
      }
    }
    const settled = results.filter(({ outcome }) => outcome !== 'refused');
    if (settled.length === 0) return;
    const entries = results.flatMap((result) => (result.outcome === 'written' ? [result.entry] : []));
    await this.database.transaction().execute(async (transaction) => {
      for (const listener of this.#listeners) await listener.acknowledged(transaction, target, entries);
      await this.rows.remove(
        transaction,
        settled.map(({ row }) => row),
      );
    });
  }

  /** One line when Airtable goes away and one when it is back, not one a second. */
  private note(error: ExternalApiError | undefined): void {
    if (error && !this.#isAway) this.#logger.warn({ err: error }, 'Writing to Airtable waits');
    if (!error && this.#isAway) this.#logger.log('Writing to Airtable goes on');
    this.#isAway = error !== undefined;
  }
}
