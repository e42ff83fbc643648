import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { JobQueue } from '../persistence/job-queue';
import { Inbox, SETTLE_QUEUE } from './inbox';

/** Settles stored webhooks; every replica works on the same queue. */
@Injectable()
export class SettleWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly jobs: JobQueue,
    private readonly inbox: Inbox,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.start([SETTLE_QUEUE]);
    await this.jobs.work(SETTLE_QUEUE, async ({ eventId }) => {
      if (eventId) await this.inbox.settle(eventId);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }
}
