import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Metrics } from '../common/metrics';
import { Suppressions } from '../compliance/suppressions';
import { Transaction } from '../persistence/database';
import { OptOutChannel } from '../telephony/call-event';
import { Call, Calls } from './calls';

/** The first word on a call that the person wants no more of them. */
export interface RecordedOptOut {
  readonly callId: string;
  readonly channel: OptOutChannel;
  /** When it was said (business time). */
  readonly saidAt: Date;
  /** Where the call can be ended; never to be logged. */
  readonly controlUrl: string | undefined;
}

/** Writes down that somebody wants no more calls. */
@Injectable()
export class OptOuts {
  constructor(
    private readonly suppressions: Suppressions,
    private readonly calls: Calls,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** Suppresses a number, in the caller's transaction, over all campaigns and for good. */
  async suppress(transaction: Transaction, phone: string, callId: string | undefined): Promise<void> {
    await this.suppressions.add(transaction, {
      phone,
      reason: 'Asked on a call not to be called again',
      channel: 'call',
      ...(callId !== undefined && { callId }),
    });
  }

  /**
   * Suppresses the call's number and marks the call. Only the first of all who say so, on whatever replica, gets an
   * answer: the mark is a claim, so that a call is counted once and ended once.
   */
  async record(
    transaction: Transaction,
    call: Call,
    { channel, saidAt }: Pick<RecordedOptOut, 'channel' | 'saidAt'>,
  ): Promise<RecordedOptOut | undefined> {
    if (call.phone) await this.suppress(transaction, call.phone, call.id);
    const isFirst = await this.calls.markOptedOut(transaction, call.id);
    return isFirst
      ? { callId: call.id, channel, saidAt, controlUrl: call.control_url ?? undefined }
      : undefined;
  }

  /** Counts it, with the time (real seconds) that it took from the words to the suppression; call it once committed. */
  count({ channel, saidAt }: RecordedOptOut): void {
    this.metrics.optOuts.inc({ channel });
    const tookMs = (this.clock.now().getTime() - saidAt.getTime()) / this.clock.speed;
    this.metrics.optOutLatency.observe(Math.max(0, tookMs / 1000));
  }
}
