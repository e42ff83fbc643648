import { Logger, OnApplicationBootstrap, OnModuleInit } from '@nestjs/common';
import { ExternalApiError } from '../common/errors';
import { CampaignSettings } from '../config/settings';
import { JobQueue } from '../persistence/job-queue';
import { IncomingWebhook } from './incoming-webhook';
import { notifyQueue } from './queued-notifier';

/**
 * Delivers queued notifications; every replica works on the same queue. What the other side can't take now comes again
 * for about a day; what it refuses for good is dropped, since no repetition changes that.
 */
export class NotificationWorker implements OnModuleInit, OnApplicationBootstrap {
  readonly #logger = new Logger(NotificationWorker.name);
  readonly #queue: string;

  constructor(
    private readonly jobs: JobQueue,
    /** `undefined`: nobody is to be told. */
    private readonly webhook: IncomingWebhook | undefined,
    campaign: CampaignSettings,
  ) {
    this.#queue = notifyQueue(campaign);
  }

  /** The queue has to be there before anybody may notify. */
  async onModuleInit(): Promise<void> {
    if (this.webhook) await this.jobs.start([this.#queue]);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { webhook } = this;
    if (!webhook) return;
    await this.jobs.work(this.#queue, async ({ kind = '', text = '' }) => this.deliver(webhook, kind, text));
  }

  private async deliver(webhook: IncomingWebhook, kind: string, text: string): Promise<void> {
    try {
      await webhook.post(text);
    } catch (error) {
      if (!(error instanceof ExternalApiError) || error.retryable) throw error;
      this.#logger.error(
        { err: error },
        `A notification (${kind}) is refused and dropped: check NOTIFY_WEBHOOK_URL`,
      );
    }
  }
}
