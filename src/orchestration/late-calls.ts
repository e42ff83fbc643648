import { Injectable, Logger } from '@nestjs/common';
import { Attempt } from '../call-log/attempts';
import { Settlement } from '../call-log/settlement.service';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { ComplianceGate } from '../compliance/compliance-gate';
import { CampaignSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { LeadStore } from '../leads/lead-store';
import { Database } from '../persistence/database';
import { TelephonyProvider } from '../telephony/telephony-provider';

/** A call that has not begun to ring after this long (business ms) waits in the provider's queue. */
const QUEUED_AFTER_MS = 60_000;
const BATCH = 20;

/**
 * Takes back calls that the provider still holds in its queue although their calling window has closed: a carrier may
 * keep a call for a day, and would ring somebody at night.
 */
@Injectable()
export class LateCalls {
  private readonly logger = new Logger(LateCalls.name);

  constructor(
    private readonly database: Database,
    private readonly leads: LeadStore,
    private readonly gate: ComplianceGate,
    private readonly settlement: Settlement,
    private readonly telephony: TelephonyProvider,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  /** Looks at every queued call once. One that can't be taken back now is tried at the next turn. */
  async takeBack(): Promise<void> {
    for (const attempt of await this.queued()) {
      try {
        if (!(await this.isOutsideWindow(attempt))) continue;
        const providerCallId = attempt.provider_call_id ?? '';
        if (await this.telephony.cancelCall(providerCallId)) await this.settle(attempt, providerCallId);
      } catch (error) {
        const ids = { attemptId: attempt.id, leadId: attempt.lead_id };
        this.logger.warn({ err: toError(error), ...ids }, 'A queued call could not be taken back');
      }
    }
  }

  private async queued(): Promise<readonly Pick<Attempt, 'id' | 'lead_id' | 'phone' | 'provider_call_id'>[]> {
    return await this.database
      .selectFrom('attempts')
      .innerJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select(['attempts.id', 'attempts.lead_id', 'attempts.phone', 'attempts.provider_call_id'])
      .where('attempts.campaign', '=', this.campaign.name)
      .where('attempts.state', '=', 'placed')
      .where('attempts.hung_up_at', 'is', null)
      .where('attempts.placed_at', '<=', new Date(this.clock.now().getTime() - QUEUED_AFTER_MS))
      .where('calls.status', '=', 'queued')
      .orderBy('attempts.placed_at')
      .limit(BATCH)
      .execute();
  }

  private async isOutsideWindow({ lead_id }: Pick<Attempt, 'lead_id'>): Promise<boolean> {
    const [lead] = await this.database
      .transaction()
      .execute((transaction) => this.leads.lock(transaction, [lead_id]));
    const subject = lead && callSubject(lead);
    if (!subject) return false;
    const now = this.clock.now();
    const open = this.gate.nextLegalInstant(subject, now);
    return open === undefined || open > now;
  }

  private async settle(
    { id, phone, lead_id }: Pick<Attempt, 'id' | 'phone' | 'lead_id'>,
    providerCallId: string,
  ): Promise<void> {
    const at = this.clock.now();
    const endedReason = 'withdrawn: the calling window closed before it rang';
    const call = { providerCallId, attemptId: id, carrierCallId: undefined, phone };
    await this.database.transaction().execute(async (transaction) => {
      await this.settlement.apply(transaction, {
        kind: 'hung-up',
        call,
        category: 'withdrawn',
        endedReason,
        at,
      });
    });
    this.logger.log(
      { attemptId: id, leadId: lead_id },
      'A queued call was taken back: its window has closed',
    );
  }
}
