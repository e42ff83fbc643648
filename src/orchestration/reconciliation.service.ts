import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { Attempt, Attempts } from '../call-log/attempts';
import { Calls } from '../call-log/calls';
import { Settlement } from '../call-log/settlement.service';
import { inStep } from '../common/call-steps';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { Replica } from '../common/replica';
import { CampaignSettings, DatabaseSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { bareReport, CallEvent } from '../telephony/call-event';
import { ProviderCall, TelephonyProvider } from '../telephony/telephony-provider';
import { AttemptOutcomes } from './attempt-outcomes';

const BATCH = 20;
/** Between two looks at one attempt (business ms). */
const LOOK_EVERY_MS = 30_000;
/** An attempt is given up as never placed after this many looks that found nothing … */
const LOOKS = 4;
/** … and not before this long after the request (business ms). */
const DOUBT_LASTS_MS = 120_000;
/** The provider's clock may differ from ours by this much (ms). */
const CLOCK_SKEW_MS = 10 * 60_000;

/**
 * Brings attempts back in line with the provider after any doubt: takes over what a dead replica left behind, and looks
 * up attempts in doubt and calls without a last word until they are resolved.
 */
@Injectable()
export class Reconciliation implements OnModuleInit {
  private readonly logger = new Logger(Reconciliation.name);

  constructor(
    private readonly database: Database,
    private readonly attempts: Attempts,
    private readonly calls: Calls,
    private readonly outcomes: AttemptOutcomes,
    private readonly settlement: Settlement,
    private readonly telephony: TelephonyProvider,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
    private readonly settings: DatabaseSettings,
    private readonly replica: Replica,
  ) {}

  /**
   * The embedded database has one process at a time: whatever another holder has left behind is abandoned for certain,
   * so a restarted process need not wait for its predecessor's leases.
   */
  async onModuleInit(): Promise<void> {
    if (this.settings.url !== undefined) return;
    await this.database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('leases').execute();
      await this.attempts.expireOthers(transaction, this.replica.id);
    });
    await this.takeOver();
  }

  /** Releases abandoned reservations; abandoned requests to the provider become doubts. */
  async takeOver(): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      for (const attempt of await this.attempts.lockAbandoned(transaction, this.campaign.name, BATCH)) {
        if (attempt.state === 'reserved') {
          await this.outcomes.close(transaction, attempt, 'released', 'Its replica is gone', {});
        } else {
          await this.outcomes.inDoubt(transaction, attempt, 'The replica that asked is gone');
        }
      }
    });
  }

  /** Looks up what is due. One that can't be looked up now stays due; it never counts as "not there". */
  async resolve(): Promise<void> {
    const now = this.clock.now();
    const nextLookAt = new Date(now.getTime() + LOOK_EVERY_MS);
    const taken = await this.database
      .transaction()
      .execute((transaction) =>
        this.attempts.takeDoubtful(transaction, this.campaign.name, now, nextLookAt, BATCH),
      );
    for (const attempt of taken) {
      try {
        await inStep('look up', [attempt.id], () => this.resolveOne(attempt));
      } catch (error) {
        const ids = { attemptId: attempt.id, leadId: attempt.lead_id };
        this.logger.warn({ err: toError(error), ...ids }, 'A doubtful call could not be looked up');
      }
    }
  }

  private async resolveOne(attempt: Attempt): Promise<void> {
    const found = attempt.provider_call_id
      ? await this.telephony.findCall(attempt.provider_call_id)
      : await this.findByWindow(attempt);
    if (found) await this.adopt(attempt, found);
    else await this.notFound(attempt);
  }

  private async findByWindow(attempt: Attempt): Promise<ProviderCall | undefined> {
    const asked = (attempt.dialing_at ?? attempt.reserved_at).getTime();
    const from = new Date(asked - CLOCK_SKEW_MS);
    return await this.telephony.findCallOfAttempt(attempt.id, from, new Date(asked + CLOCK_SKEW_MS));
  }

  private async adopt(attempt: Attempt, found: ProviderCall): Promise<void> {
    const call = {
      providerCallId: found.providerCallId,
      attemptId: attempt.id,
      carrierCallId: found.carrierCallId,
      phone: attempt.phone,
    };
    const at = this.clock.now();
    const event: CallEvent = found.state.ended
      ? { kind: 'report', call, report: found.state.report, at }
      : { kind: 'progress', call, status: found.state.status, at };
    await this.database.transaction().execute(async (transaction) => {
      await this.settlement.apply(transaction, event);
      if (!found.controlUrl) return;
      await this.calls.open(transaction, {
        id: found.providerCallId,
        campaign: attempt.campaign,
        control_url: found.controlUrl,
        created_at: found.createdAt,
      });
    });
  }

  private async notFound(attempt: Attempt): Promise<void> {
    const looks = attempt.looks + 1;
    const askedMs = this.clock.now().getTime() - (attempt.dialing_at ?? attempt.reserved_at).getTime();
    await this.database.transaction().execute(async (transaction) => {
      await this.attempts.patch(transaction, attempt.id, { looks });
      if (looks < LOOKS || askedMs < DOUBT_LASTS_MS) return;
      if (attempt.state === 'in_doubt') {
        const reason = 'The provider has no such call';
        await this.outcomes.close(transaction, attempt, 'not_placed', reason, {}, true);
        return;
      }
      // The provider once confirmed this call and now denies it: nobody can say what happened, so a person must.
      await this.settlement.apply(transaction, {
        kind: 'report',
        at: this.clock.now(),
        call: {
          providerCallId: attempt.provider_call_id ?? undefined,
          attemptId: attempt.id,
          carrierCallId: undefined,
          phone: attempt.phone,
        },
        report: bareReport('unknown', 'not found at the provider'),
      });
    });
  }
}
