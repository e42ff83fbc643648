import { BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { inStep } from '../common/call-steps';
import { ExternalApiError } from '../common/errors';
import { currentWork, inWork } from '../common/work';
import { CallMessageReader } from './call-message-reader';
import { ClaimedDelivery } from './delivery';
import { DeliveryRows } from './delivery-rows';
import { verdictOn } from './delivery-verdict';
import { SignedWebhook } from './signed-webhook';

/** Posts at a time. Few, since a receiver may run a whole workflow for each. */
const BATCH = 4;
/** A post may take longer than a process is given to end: what it was at is posted again, under the same id. */
const SHUTDOWN_MS = 2_000;

type TryResult = 'taken' | 'not-taken' | 'not-sent';

/**
 * Posts what is due, on every replica. Delivery is at least once: a replica that dies between the receiver's answer and
 * its record leaves a claim that lapses, and the next try carries the same `webhook-id`.
 */
export class DeliveryFlusher implements BeforeApplicationShutdown {
  readonly #logger = new Logger(DeliveryFlusher.name);
  #running: Promise<number> | undefined;
  #isStopping = false;
  #isAway = false;

  constructor(
    private readonly rows: DeliveryRows,
    private readonly messages: CallMessageReader,
    /** `undefined`: nobody is to be told. */
    private readonly webhook: SignedWebhook | undefined,
  ) {}

  /** Posts everything that is due, and returns how many posts were taken. An outage of the receiver is no error. */
  async flush(): Promise<number> {
    const { webhook } = this;
    if (!webhook || this.#isStopping) return 0;
    this.#running ??= this.drain(webhook).finally(() => (this.#running = undefined));
    return await this.#running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    if (this.#running === undefined) return;
    await Promise.race([this.#running.catch(() => undefined), wait(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private async drain(webhook: SignedWebhook): Promise<number> {
    let taken = 0;
    while (!this.#isStopping) {
      const limit = webhook.isHeldBack ? 1 : BATCH;
      const claimed = await this.rows.claim(limit);
      const settled = await Promise.allSettled(
        claimed.map((delivery) => this.deliverAsAsked(webhook, delivery)),
      );
      // Not an answer but a fault of ours, e.g. the database is away: the claims lapse, and the deliveries come again.
      for (const result of settled) if (result.status === 'rejected') throw result.reason;
      const results = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      taken += results.filter((result) => result === 'taken').length;
      if (claimed.length < limit || results.includes('not-sent')) break;
    }
    return taken;
  }

  /** Part of the request that made it due. */
  private async deliverAsAsked(webhook: SignedWebhook, delivery: ClaimedDelivery): Promise<TryResult> {
    const requestId = delivery.requestId ?? currentWork().requestId;
    return await inWork({ requestId }, () =>
      inStep('tell automation', [delivery.attemptId], () => this.deliver(webhook, delivery)),
    );
  }

  private async deliver(webhook: SignedWebhook, delivery: ClaimedDelivery): Promise<TryResult> {
    const message = await this.messages.read(delivery);
    if (!message) {
      await this.rows.drop(delivery);
      return 'not-taken';
    }
    try {
      const status = await webhook.post(delivery.id, JSON.stringify(message));
      await this.rows.delivered(delivery, status);
      this.note(undefined);
      return 'taken';
    } catch (error) {
      if (!(error instanceof ExternalApiError)) throw error;
      return await this.settle(delivery, error);
    }
  }

  private async settle(delivery: ClaimedDelivery, error: ExternalApiError): Promise<TryResult> {
    const verdict = verdictOn(error, delivery.tries);
    if (verdict.kind === 'not-sent') {
      await this.rows.giveBack(delivery, verdict.delayMs);
      return 'not-sent';
    }
    const failure = { status: error.detail.status, reason: verdict.reason };
    if (verdict.kind === 'again') {
      this.note(verdict.reason);
      await this.rows.putOff(delivery, verdict.delayMs, failure);
    } else {
      const ids = { deliveryId: delivery.id, callId: delivery.callId };
      this.#logger.error(ids, `A finished call is not delivered to the automation. ${verdict.reason}`);
      await this.rows.bury(delivery, failure);
    }
    return 'not-taken';
  }

  /** One line when the receiver goes away and one when it is back, not one for each try. */
  private note(failure: string | undefined): void {
    if (failure !== undefined && !this.#isAway)
      this.#logger.warn(`Finished calls wait for the automation. ${failure}`);
    if (failure === undefined && this.#isAway) this.#logger.log('The automation takes finished calls again');
    this.#isAway = failure !== undefined;
  }
}
