import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { OutboxFlusher } from '../airtable/outbox-flusher';
import { toError } from '../common/errors';
import { LeadLoader } from '../leads/lead-loader.service';
import { CallOrchestrator, TICK_MS } from './call-orchestrator.service';
import { Reconciliation } from './reconciliation.service';

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
    private readonly leads: LeadLoader,
    private readonly flusher: OutboxFlusher,
  ) {}

  /** Leads are read once before the first tick, so that a fresh start does not wait a minute for its first call. */
  async onApplicationBootstrap(): Promise<void> {
    void this.run('lead sync', () => this.leads.sync());
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

  /** Look up doubtful and silent calls. */
  @Interval(2_000)
  async resolve(): Promise<void> {
    await this.run('reconciliation', () => this.reconciliation.resolve());
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

  private async run(name: string, task: () => Promise<unknown>): Promise<void> {
    if (this.stopped || this.running.has(name)) return;
    this.running.add(name);
    try {
      await task();
    } catch (error) {
      this.logger.error({ err: toError(error) }, `The ${name} failed and is tried again at its next turn`);
    } finally {
      this.running.delete(name);
    }
  }
}
