import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '../common/errors';
import { inWork } from '../common/work';
import { Inbox } from './inbox';
import { Rush } from './rush';
import { Settling } from './settling';

/** Events that are settled at once; each takes a connection for the while. */
const HANDS = 4;
/** Real time after which what other replicas left behind, or what is due again, is looked for (ms). */
const LOOK_EVERY_MS = 1_000;

/** Settles stored webhooks, its own at once; every replica of the campaign works on the same table. */
@Injectable()
export class SettleWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SettleWorker.name);
  private readonly atWork = new Set<Promise<void>>();
  private readonly rush = new Rush();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly inbox: Inbox,
    private readonly settling: Settling,
  ) {}

  onApplicationBootstrap(): void {
    this.inbox.onStored(() => {
      this.rush.note(performance.now());
      this.wake();
    });
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.wake();
  }

  /** Takes nothing further and waits for what is in hand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await Promise.all(this.atWork);
  }

  private wake(): void {
    const hands = this.rush.isOn(performance.now()) ? 1 : HANDS;
    if (this.isStopped || this.atWork.size >= hands) return;
    // Not part of the request that woke it: what it settles may be another's.
    const work = inWork({}, () => this.work()).finally(() => this.atWork.delete(work));
    this.atWork.add(work);
  }

  private async work(): Promise<void> {
    try {
      while (!this.isStopped) {
        const waitMs = this.rush.waitMs(performance.now());
        if (waitMs > 0) await sleep(waitMs);
        else if (!(await this.settling.settleNext())) return;
      }
    } catch (error) {
      this.logger.error({ err: toError(error) }, 'Webhooks wait: the database cannot be asked');
    }
  }
}
