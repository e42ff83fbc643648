import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { CallReference } from '../telephony/call-event';
import { Attempt, Attempts } from './attempts';
import { Call, Calls } from './calls';

/** What an event speaks of, locked in this order. */
export interface MatchedCall {
  /** The attempt that the event names. A second call of one attempt is not what became of it: see `call.attempt_id`. */
  readonly named: Attempt | undefined;
  /** `undefined`: somebody else's call. */
  readonly call: Call | undefined;
}

/** Finds the attempt and the call that an event speaks of, and makes the call's row if it is new. */
@Injectable()
export class CallMatcher {
  private readonly logger = new Logger(CallMatcher.name);

  constructor(
    private readonly attempts: Attempts,
    private readonly calls: Calls,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  async open(transaction: Transaction, reference: CallReference): Promise<MatchedCall> {
    const named = await this.attempts.lockBy(transaction, reference);
    return { named, call: await this.openCall(transaction, reference, named) };
  }

  /** A call that no attempt of ours stands behind has a row only if it was reported to us outright. */
  private async openCall(
    transaction: Transaction,
    reference: CallReference,
    attempt: Attempt | undefined,
  ): Promise<Call | undefined> {
    const id = reference.providerCallId ?? attempt?.provider_call_id;
    if (!id || !(attempt || reference.reported)) return undefined;
    // One attempt, one call: if the provider has made a second one, it is logged without deciding the attempt.
    const isSecond = attempt !== undefined && (attempt.provider_call_id ?? id) !== id;
    if (isSecond) {
      const ids = { callId: id, attemptId: attempt.id, leadId: attempt.lead_id };
      this.logger.error(ids, 'A second call exists for one attempt: the first decides');
    }
    return await this.calls.open(transaction, {
      id,
      campaign: attempt?.campaign ?? this.campaign.name,
      attempt_id: isSecond ? null : (attempt?.id ?? null),
      lead_id: attempt?.lead_id ?? null,
      phone: attempt?.phone ?? reference.phone ?? null,
      carrier_call_id: reference.carrierCallId ?? null,
      control_url: null,
      created_at: this.clock.now(),
    });
  }
}
