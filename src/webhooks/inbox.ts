import { Injectable } from '@nestjs/common';
import { Insertable, RawBuilder } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import { CallbackRequests } from '../call-log/callback-requests';
import { OptOuts, RecordedOptOut } from '../call-log/opt-outs';
import { carriesOptOut, Settlement } from '../call-log/settlement.service';
import { Batching } from '../common/batching';
import { inStep } from '../common/call-steps';
import { Clock } from '../common/clock';
import { isDatabaseOutage } from '../common/database-outage';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
import { currentWork } from '../common/work';
import { CampaignSettings } from '../config/settings';
import { Language } from '../conversation/language';
import { Database, Transaction } from '../persistence/database';
import { WebhookEventTable } from '../persistence/schema';
import { json } from '../persistence/sql';
import { CallEvent } from '../telephony/call-event';
import { ProviderEvent } from '../telephony/provider-event';
import { stripSecrets } from '../telephony/vapi/strip-secrets';
import { readEvent, WebhookProvider } from './event-readers';

/** Bodies that are committed together at most. */
const LARGEST_BATCH = 100;
/** Batches under way at once: while one is being committed, the next is written. */
const LANES = 2;

/** What became of a webhook while it was received: for its answer, and for what follows it. */
export interface Reception {
  /** A call that is up and has to be ended, since the person wants no more of them: told once a call. */
  readonly toEnd?: { readonly controlUrl: string; readonly language: Language | undefined };
  /** What the agent is to say to a person who wants to be called back. */
  readonly callbackAnswer?: string;
}

type EventRow = Omit<Insertable<WebhookEventTable>, 'payload'> & { payload: RawBuilder<string> };

interface Stored {
  readonly result: 'stored' | 'duplicate' | 'passing';
  readonly optOut?: RecordedOptOut | undefined;
  readonly callbackAnswer?: string | undefined;
}

/**
 * Where webhooks become durable. The table of events is the queue of what is to be settled: one row, one round trip, and
 * bodies that wait together are committed together.
 */
@Injectable()
export class Inbox {
  readonly #plain = new Batching(
    (rows: readonly EventRow[]) => this.insert(this.database, rows),
    LARGEST_BATCH,
    LANES,
    isDatabaseOutage,
  );
  readonly #listeners: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly settlement: Settlement,
    private readonly callbacks: CallbackRequests,
    private readonly optOuts: OptOuts,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Resolves once the event is durable; only then may it be answered. An opt-out in it is in force by then. A second
   * delivery of the same event is acknowledged and changes nothing.
   * @throws whatever the database does: the provider must then send it again
   */
  async receive(provider: WebhookProvider, body: unknown): Promise<Reception> {
    const stopTimer = this.metrics.webhookAck.startTimer();
    const receivedAt = this.clock.now();
    const told = readEvent(provider, body, receivedAt);
    const { type, event } = told;
    // What says nothing that the report will not say again is not kept for nothing.
    const { result, optOut, callbackAnswer } = told.isPassing
      ? { result: 'passing' as const }
      : await inStep(
          `webhook ${type}`,
          [event.call.attemptId],
          () => this.store(provider, body, told, receivedAt),
          { kind: 'server', attributes: { 'laura.provider': provider } },
        );
    stopTimer();
    if (optOut) this.optOuts.count(optOut);
    this.metrics.webhooks.inc({ provider, type, result });
    const controlUrl = event.kind === 'opt-out' ? optOut?.controlUrl : undefined;
    return {
      ...(event.kind === 'opt-out' && controlUrl && { toEnd: { controlUrl, language: event.language } }),
      ...(callbackAnswer !== undefined && { callbackAnswer }),
    };
  }

  /** Calls `listener` whenever there is something to settle. */
  onStored(listener: () => void): void {
    this.#listeners.push(listener);
  }

  private async store(
    provider: WebhookProvider,
    body: unknown,
    { type, event, dedupKey, kept }: ProviderEvent,
    receivedAt: Date,
  ): Promise<Stored> {
    const ignored = event.kind === 'other';
    const row: EventRow = {
      id: this.ids.next(),
      provider,
      campaign: this.campaign.name,
      type,
      call_id: event.call.providerCallId ?? event.call.carrierCallId ?? null,
      dedup_key: dedupKey,
      payload: json(stripSecrets(kept ?? body)),
      received_at: receivedAt,
      request_id: currentWork().requestId ?? null,
      processed_at: ignored ? receivedAt : null,
      result: ignored ? 'ignored' : null,
    };
    const stored = await this.write(row, event);
    if (stored.result === 'stored' && !ignored) for (const listener of this.#listeners) listener();
    return stored;
  }

  /** What must be in force, or decided, before the answer is written with the event; all else is only stored. */
  private async write(row: EventRow, event: CallEvent): Promise<Stored> {
    if (event.kind === 'report') return await this.writeReport(row, event);
    if (event.kind !== 'callback' && !carriesOptOut(event)) return { result: await this.writePlain(row) };
    return await this.database.transaction().execute(async (transaction) => {
      const [isNew] = await this.insert(transaction, [row]);
      // Asked a second time, the agent is answered as the first.
      const callbackAnswer =
        event.kind === 'callback' ? await this.callbacks.take(transaction, event) : undefined;
      if (!isNew) return { result: 'duplicate', callbackAnswer };
      const optOut = await this.settlement.suppressAtOnce(transaction, event);
      return { result: 'stored', optOut, callbackAnswer };
    });
  }

  /**
   * A report is long, and most carry no opt-out: it is read while the database writes. One that does is answered only
   * once the opt-out is in force, also where an earlier delivery was stored by a process that died before it was.
   */
  private async writeReport(row: EventRow, event: CallEvent): Promise<Stored> {
    // The next turn comes once the row is on its way.
    const reading = setImmediate().then(() => carriesOptOut(event));
    const [result, carries] = await Promise.all([this.writePlain(row), reading]);
    if (!carries) return { result };
    const suppress = (transaction: Transaction) => this.settlement.suppressAtOnce(transaction, event);
    return { result, optOut: await this.database.transaction().execute(suppress) };
  }

  private async writePlain(row: EventRow): Promise<'stored' | 'duplicate'> {
    return (await this.#plain.add(row)) ? 'stored' : 'duplicate';
  }

  /** @returns for each row whether it is new */
  private async insert(database: Database | Transaction, rows: readonly EventRow[]): Promise<boolean[]> {
    const written = await database
      .insertInto('webhook_events')
      .values(rows)
      .onConflict((conflict) => conflict.column('dedup_key').doNothing())
      .returning('id')
      .execute();
    const fresh = new Set(written.map(({ id }) => id));
    return rows.map(({ id }) => fresh.has(id));
  }
}
