import { Injectable, Logger } from '@nestjs/common';
import { LineSignal } from '../call-log/line-signal';
import { Settlement } from '../call-log/settlement.service';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
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

/** Where webhooks become durable: stored and enqueued in one transaction, settled by a worker later. */
@Injectable()
export class Inbox {
  private readonly logger = new Logger(Inbox.name);

  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly settlement: Settlement,
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
  async receive(provider: WebhookProvider, body: unknown): Promise<void> {
    const stopTimer = this.metrics.webhookAck.startTimer();
    const receivedAt = this.clock.now();
    const { type, event, dedupKey } = READERS[provider](body, receivedAt);
    const ignored = event.kind === 'other';
    const stored = await this.database.transaction().execute(async (transaction) => {
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
      if (!row) return false;
      await this.settlement.suppressAtOnce(transaction, event);
      if (!ignored) await this.jobs.enqueue(transaction, SETTLE_QUEUE, { eventId: row.id });
      return true;
    });
    stopTimer();
    this.metrics.webhooks.inc({ provider, type, result: stored ? 'stored' : 'duplicate' });
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
      return { result, kind: event.kind };
    });
    if (settled?.result === 'unmatched') {
      this.logger.warn({ eventId }, 'A webhook speaks of a call that this campaign did not place');
    }
    if (settled?.kind === 'report' || settled?.kind === 'hung-up') this.lines.freed();
  }
}
