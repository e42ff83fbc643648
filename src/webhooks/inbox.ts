import { Injectable, Logger } from '@nestjs/common';
import { CallbackRequests } from '../call-log/callback-requests';
import { LineSignal } from '../call-log/line-signal';
import { OptOuts, RecordedOptOut } from '../call-log/opt-outs';
import { Settlement } from '../call-log/settlement.service';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
import { Language } from '../conversation/language';
import { Database } from '../persistence/database';
import { JobQueue } from '../persistence/job-queue';
import { json } from '../persistence/sql';
import { ProviderEvent } from '../telephony/provider-event';
import { readTwilioEvent } from '../telephony/twilio/twilio-events';
import { stripSecrets } from '../telephony/vapi/strip-secrets';
import { readVapiEvent } from '../telephony/vapi/vapi-events';

export type WebhookProvider = 'vapi' | 'twilio';

/** The queue that settles stored events. */
export const SETTLE_QUEUE = 'settle-webhook';

const READERS: Readonly<Record<WebhookProvider, (body: unknown, receivedAt: Date) => ProviderEvent>> = {
  vapi: readVapiEvent,
  twilio: readTwilioEvent,
};

/** What became of a webhook while it was received: for its answer, and for what follows it. */
export interface Reception {
  /** A call that is up and has to be ended, since the person wants no more of them: told once a call. */
  readonly toEnd?: { readonly controlUrl: string; readonly language: Language | undefined };
  /** What the agent is to say to a person who wants to be called back. */
  readonly callbackAnswer?: string;
}

interface Stored {
  readonly result: 'stored' | 'duplicate' | 'passing';
  readonly optOut?: RecordedOptOut | undefined;
  readonly callbackAnswer?: string | undefined;
}

/** Where webhooks become durable: stored and enqueued in one transaction, settled by a worker later. */
@Injectable()
export class Inbox {
  private readonly logger = new Logger(Inbox.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly settlement: Settlement,
    private readonly callbacks: CallbackRequests,
    private readonly optOuts: OptOuts,
    private readonly lines: LineSignal,
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
    const told = READERS[provider](body, receivedAt);
    const { type, event } = told;
    // An utterance that says nothing to us is told again in the report: what people say is not kept for nothing.
    const { result, optOut, callbackAnswer } = told.isPassing
      ? { result: 'passing' as const }
      : await this.store(provider, body, told, receivedAt);
    stopTimer();
    if (optOut) this.optOuts.count(optOut);
    this.metrics.webhooks.inc({ provider, type, result });
    const controlUrl = event.kind === 'opt-out' ? optOut?.controlUrl : undefined;
    return {
      ...(event.kind === 'opt-out' && controlUrl && { toEnd: { controlUrl, language: event.language } }),
      ...(callbackAnswer !== undefined && { callbackAnswer }),
    };
  }

  private async store(
    provider: WebhookProvider,
    body: unknown,
    { type, event, dedupKey }: ProviderEvent,
    receivedAt: Date,
  ): Promise<Stored> {
    const ignored = event.kind === 'other';
    return await this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .insertInto('webhook_events')
        .values({
          id: this.ids.next(),
          provider,
          type,
          call_id: event.call.providerCallId ?? event.call.carrierCallId ?? null,
          dedup_key: dedupKey,
          payload: json(stripSecrets(body)),
          received_at: receivedAt,
          processed_at: ignored ? receivedAt : null,
          result: ignored ? 'ignored' : null,
        })
        .onConflict((conflict) => conflict.column('dedup_key').doNothing())
        .returning('id')
        .executeTakeFirst();
      // Asked a second time, the agent is answered as the first.
      const callbackAnswer =
        event.kind === 'callback' ? await this.callbacks.take(transaction, event) : undefined;
      if (!row) return { result: 'duplicate', callbackAnswer };
      const optOut = await this.settlement.suppressAtOnce(transaction, event);
      if (!ignored) await this.jobs.enqueue(transaction, SETTLE_QUEUE, { eventId: row.id });
      return { result: 'stored', optOut, callbackAnswer };
    });
  }

  /** Applies a stored event once. Runs again after a crash; what is processed stays processed. */
  async settle(eventId: string): Promise<void> {
    const settled = await this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('webhook_events')
        .selectAll()
        .where('id', '=', eventId)
        .where('processed_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!row) return undefined;
      const { event } = READERS[row.provider as WebhookProvider](row.payload, row.received_at);
      const result = await this.settlement.apply(transaction, event);
      await transaction
        .updateTable('webhook_events')
        .set({ processed_at: this.clock.now(), result })
        .where('id', '=', eventId)
        .execute();
      return { result, kind: event.kind, callId: row.call_id };
    });
    if (settled?.result === 'unmatched') {
      this.logger.warn(
        { eventId, callId: settled.callId },
        'A webhook speaks of a call that this campaign did not place',
      );
    }
    if (settled?.kind === 'report' || settled?.kind === 'hung-up') this.lines.freed();
  }
}
