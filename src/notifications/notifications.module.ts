import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { DEFAULT_POLICY, ExternalPolicy } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { CampaignSettings, NotificationSettings } from '../config/settings';
import { JobQueue } from '../persistence/job-queue';
import { PersistenceModule } from '../persistence/persistence.module';
import { IncomingWebhook } from './incoming-webhook';
import { NotificationWorker } from './notification-worker';
import { Notifier } from './notifier';
import { QueuedNotifier } from './queued-notifier';

/** Within the minute after which the job queue takes a job for lost. */
const POLICY = { ...DEFAULT_POLICY, timeoutMs: 10_000, totalMs: 30_000 };

/** Gives the port by which people are told of what should not wait. */
@Module({
  imports: [HttpModule, PersistenceModule],
  providers: [
    { provide: Notifier, useClass: QueuedNotifier },
    {
      provide: NotificationWorker,
      inject: [JobQueue, HttpService, NotificationSettings, CampaignSettings, Metrics],
      useFactory: (
        jobs: JobQueue,
        http: HttpService,
        { webhookUrl }: NotificationSettings,
        campaign: CampaignSettings,
        metrics: Metrics,
      ) => {
        if (webhookUrl === undefined) return new NotificationWorker(jobs, undefined, campaign);
        const policy = new ExternalPolicy('notifications', metrics, POLICY);
        return new NotificationWorker(jobs, new IncomingWebhook(http, webhookUrl, policy), campaign);
      },
    },
  ],
  exports: [Notifier],
})
export class NotificationsModule {}
