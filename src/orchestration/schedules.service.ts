import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { OutboxFlusher } from '../airtable/outbox-flusher';
import { DeliveryFlusher } from '../automation/delivery-flusher';
import { toError } from '../common/errors';
import { IdGenerator } from '../common/ids';
import { inWork } from '../common/work';
import { LeadLoader } from '../leads/lead-loader.service';
import { Retention } from '../retention/retention.service';
import { CallOrchestrator } from './call-orchestrator.service';
import { DisclosureWatch } from './disclosure-watch.service';
import { LateCalls } from './late-calls';
import { Reconciliation } from './reconciliation.service';
import { TICK_MS } from './tempo';

/**
 * Every schedule of the service, in real milliseconds. Each runs on every replica; what only one may do is decided by
 * a lease or a lock inside. A run that is still under way is not begun again.
 */
@Injectable()
export class Schedules {
  private readonly logger = new Logger(Schedules.name);
  private readonly running = new Set<string>();
  private stopped = false;

  constructor(
    private readonly orchestrator: CallOrchestrator,
    private readonly reconciliation: Reconciliation,
    private readonly lateCalls: LateCalls,
    private readonly leads: LeadLoader,
    private readonly flusher: OutboxFlusher,
    private readonly retention: Retention,
    private readonly deliveries: DeliveryFlusher,
    private readonly disclosures: DisclosureWatch,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Leads are read once before the first tick, so that a fresh start does not wait a minute for its first call; and what
   * dead replicas left is taken over, so that a process which dies young, again and again, is not out of lines.
   */
  async onApplicationBootstrap(): Promise<void> {
    void this.run('lead sync', () => this.leads.sync());
    void this.run('takeover', () => this.reconciliation.takeOver());
    await Promise.resolve();
  }

  beforeApplicationShutdown(): void {
    this.stopped = true;
  }

  /** Reserve and dial. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    await this.run('tick', () => this.orchestrator.tick());
  }

  /** Write what waits for Airtable. */
  @Interval(1_000)
  async flush(): Promise<void> {
    await this.run('outbox flush', () => this.flusher.flush());
  }

  /** Post finished calls to the operator's automation. */
  @Interval(1_000)
  async deliver(): Promise<void> {
    await this.run('automation delivery', () => this.deliveries.flush());
  }

  /** Look up doubtful and silent calls. */
  @Interval(2_000)
  async resolve(): Promise<void> {
    await this.run('reconciliation', () => this.reconciliation.resolve());
  }

  /** Take calls back that would ring after hours. */
  @Interval(5_000)
  async takeBack(): Promise<void> {
    await this.run('taking back of queued calls', () => this.lateCalls.takeBack());
  }

  /** Take over what dead replicas left behind. */
  @Interval(10_000)
  async takeOver(): Promise<void> {
    await this.run('takeover', () => this.reconciliation.takeOver());
  }

  /** Read what people have changed. One request a minute leaves a monthly quota room for the writes. */
  @Interval(60_000)
  async sync(): Promise<void> {
    await this.run('lead sync', () => this.leads.sync());
  }

  /** Look whether calls leave out what must be said, and pause dialing if they do. */
  @Interval(10_000)
  async watchDisclosures(): Promise<void> {
    await this.run('disclosure watch', () => this.disclosures.look());
  }

  /** Erase what has been kept for long enough. Often, since a process may live for minutes only; a turn costs little. */
  @Interval(300_000)
  async erase(): Promise<void> {
    await this.run('retention', () => this.retention.run());
  }

  private async run(name: string, task: () => Promise<unknown>): Promise<void> {
    if (this.stopped || this.running.has(name)) return;
    this.running.add(name);
    await inWork({ requestId: this.ids.next() }, () => this.runSafely(name, task));
  }

  private async runSafely(name: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.logger.error({ err: toError(error) }, `The ${name} failed and is tried again at its next turn`);
    } finally {
      this.running.delete(name);
    }
  }
}
