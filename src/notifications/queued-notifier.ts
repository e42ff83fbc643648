import { Injectable } from '@nestjs/common';
import { CampaignSettings, NotificationSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { JobQueue } from '../persistence/job-queue';
import { Notification, Notifier } from './notifier';

/** Each campaign has a queue of its own: another one on the same database may have another address, or none. */
export function notifyQueue({ name }: CampaignSettings): string {
  return `notify/${name.replaceAll(' ', '/')}`;
}

/** Keeps notifications in the job queue until they are delivered; does nothing where there is nobody to tell. */
@Injectable()
export class QueuedNotifier extends Notifier {
  constructor(
    private readonly jobs: JobQueue,
    private readonly settings: NotificationSettings,
    private readonly campaign: CampaignSettings,
  ) {
    super();
  }

  async notify(transaction: Transaction, { kind, text, path, dedupKey }: Notification): Promise<void> {
    if (this.settings.webhookUrl === undefined) return;
    const whole = `[${this.campaign.name}] ${text} ${this.settings.publicUrl}${path}`;
    await this.jobs.enqueue(transaction, notifyQueue(this.campaign), { kind, text: whole }, dedupKey);
  }
}
