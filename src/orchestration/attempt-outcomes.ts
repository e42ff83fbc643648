import { Injectable, Logger } from '@nestjs/common';
import { Attempt, Attempts } from '../call-log/attempts';
import { Calls } from '../call-log/calls';
import { MAX_FAILURES } from '../call-log/next-step';
import { Settlement } from '../call-log/settlement.service';
import { Clock } from '../common/clock';
import { assertNever } from '../common/errors';
import { Metrics } from '../common/metrics';
import { Decision } from '../compliance/decision';
import { LeadChange, LeadStore } from '../leads/lead-store';
import { readStatus } from '../leads/lead-status';
import { Database, Transaction } from '../persistence/database';
import { PlaceCallResult } from '../telephony/telephony-provider';
import { refusalChange } from './refusal';

/** After this long (business ms) an attempt in doubt is first looked up: webhooks usually resolve it sooner. */
const FIRST_LOOK_MS = 15_000;
/** How long a lead waits whose call the provider refused for a reason of that call's own. */
const REJECTED_WAIT_MS = 10 * 60_000;

/** Records what became of an attempt on its way to the provider, and gives the lead back where it came to nothing. */
@Injectable()
export class AttemptOutcomes {
  private readonly logger = new Logger(AttemptOutcomes.name);

  constructor(
    private readonly database: Database,
    private readonly attempts: Attempts,
    private readonly calls: Calls,
    private readonly leads: LeadStore,
    private readonly settlement: Settlement,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** The provider was never asked: the lead stands as before, changed as given. */
  async release(attempt: Attempt, reason: string, change: LeadChange = {}): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await this.close(transaction, attempt, 'released', reason, change);
    });
  }

  async refuse(attempt: Attempt, decision: Decision | undefined): Promise<void> {
    const change = decision ? refusalChange(decision) : {};
    const waits = decision?.nextLegalAt !== undefined;
    await this.release(attempt, 'Refused on the fresh record', {
      ...change,
      ...(waits && { status: readStatus(attempt.lead_status_before) }),
    });
  }

  async record(attempt: Attempt, result: PlaceCallResult): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      switch (result.outcome) {
        case 'placed':
          return await this.placed(transaction, attempt, result);
        case 'rejected':
          return await this.rejected(transaction, attempt, result);
        case 'in-doubt':
          return await this.inDoubt(transaction, attempt, result.reason);
        default:
          return assertNever(result);
      }
    });
  }

  private async placed(
    transaction: Transaction,
    attempt: Attempt,
    call: Extract<PlaceCallResult, { outcome: 'placed' }>,
  ): Promise<void> {
    const now = this.clock.now();
    this.metrics.callsPlaced.inc();
    // A webhook may have been faster than this answer: then the attempt is placed, or over, already.
    await this.attempts.move(transaction, attempt.id, 'placed', {
      provider_call_id: call.providerCallId,
      placed_at: now,
      next_look_at: this.settlement.silentAfter(),
    });
    await this.calls.open(transaction, {
      id: call.providerCallId,
      campaign: attempt.campaign,
      attempt_id: attempt.id,
      lead_id: attempt.lead_id,
      phone: attempt.phone,
      carrier_call_id: call.carrierCallId ?? null,
      control_url: call.controlUrl ?? null,
      created_at: now,
    });
  }

  private async rejected(
    transaction: Transaction,
    attempt: Attempt,
    result: Extract<PlaceCallResult, { outcome: 'rejected' }>,
  ): Promise<void> {
    this.logger.warn(
      { attemptId: attempt.id, leadId: attempt.lead_id },
      `The provider refused a call: ${result.reason}`,
    );
    if (result.fault !== 'call') {
      await this.close(transaction, attempt, 'rejected', result.reason, {}, true);
      return;
    }
    const [lead] = await this.leads.lock(transaction, [attempt.lead_id]);
    const failures = (lead?.failures ?? 0) + 1;
    await this.close(transaction, attempt, 'rejected', result.reason, {
      failures,
      due_at: new Date(this.clock.now().getTime() + REJECTED_WAIT_MS),
      status_reason: `The provider refused the call: ${result.reason}`,
      ...(failures >= MAX_FAILURES && { status: 'needs review' }),
    });
  }

  async inDoubt(transaction: Transaction, attempt: Attempt, reason: string): Promise<void> {
    this.logger.warn(
      { attemptId: attempt.id, leadId: attempt.lead_id },
      `Whether a call was placed is in doubt: ${reason}`,
    );
    await this.attempts.move(transaction, attempt.id, 'in_doubt', {
      reason,
      next_look_at: new Date(this.clock.now().getTime() + FIRST_LOOK_MS),
    });
  }

  /**
   * Closes an attempt that came to nothing; does nothing when it stands elsewhere by now.
   * @param providerFault whether that was the provider's doing: enough of it in a row suspends the campaign
   */
  async close(
    transaction: Transaction,
    attempt: Attempt,
    to: 'released' | 'rejected' | 'not_placed',
    reason: string,
    change: LeadChange,
    providerFault = false,
  ): Promise<void> {
    const closed = await this.attempts.move(transaction, attempt.id, to, {
      reason,
      next_look_at: null,
      ...(providerFault && { provider_fault: true }),
    });
    if (!closed) return;
    await this.leads.change(transaction, attempt.lead_id, {
      status: readStatus(attempt.lead_status_before),
      ...change,
    });
  }
}
