import { Injectable } from '@nestjs/common';
import { Settlement } from '../../call-log/settlement.service';
import { Clock } from '../../common/clock';
import { Database } from '../../persistence/database';
import { CallControl } from '../../telephony/call-control';
import { ProviderCall, TelephonyProvider } from '../../telephony/telephony-provider';

/** An attempt that may ring or be up, and what is known of its call. */
export interface CallInHand {
  /** Of the attempt. */
  readonly id: string;
  readonly state: string;
  /** E.164. */
  readonly phone: string;
  readonly provider_call_id: string | null;
  readonly dialing_at: Date | null;
  readonly reserved_at: Date;
  /** Of the call; null: nothing is known of it yet. */
  readonly status: string | null;
  readonly control_url: string | null;
}

/** The provider's clock may differ from ours by this much (ms). */
const CLOCK_SKEW_MS = 10 * 60_000;

/** Ends one call, by whichever way the provider offers. */
@Injectable()
export class CallEnder {
  constructor(
    private readonly database: Database,
    private readonly control: CallControl,
    private readonly telephony: TelephonyProvider,
    private readonly settlement: Settlement,
    private readonly clock: Clock,
  ) {}

  /**
   * One that nobody has picked up yet is taken back, so that it stops to ring; any other is hung up on. What the provider
   * then reports settles it as any call.
   * @returns whether it is over, or the provider has taken its end on
   * @throws ExternalApiError when the provider can't be asked
   */
  async end(call: CallInHand): Promise<boolean> {
    const { provider_call_id: id, control_url: url } = call;
    if (id === null) return await this.endUnnamed(call);
    const mayRing = call.status === null || call.status === 'queued' || call.status === 'ringing';
    if (mayRing && (await this.takeBack(call, id))) return true;
    if (url !== null && (await this.control.hangUp(url))) return true;
    const seen = await this.telephony.findCall(id);
    if (!seen || seen.state.ended) return seen !== undefined;
    if (seen.controlUrl !== undefined && seen.controlUrl !== url)
      return await this.control.hangUp(seen.controlUrl);
    return !mayRing && (await this.takeBack(call, id));
  }

  /** In doubt: the provider was asked, and nobody has heard whether it has the call. */
  private async endUnnamed(call: CallInHand): Promise<boolean> {
    const asked = (call.dialing_at ?? call.reserved_at).getTime();
    const found: ProviderCall | undefined = await this.telephony.findCallOfAttempt(
      call.id,
      new Date(asked - CLOCK_SKEW_MS),
      new Date(asked + CLOCK_SKEW_MS),
    );
    if (!found) return false;
    if (found.state.ended) return true;
    if (found.controlUrl !== undefined && (await this.control.hangUp(found.controlUrl))) return true;
    return await this.takeBack(call, found.providerCallId);
  }

  private async takeBack({ id, phone }: CallInHand, providerCallId: string): Promise<boolean> {
    if (!(await this.telephony.cancelCall(providerCallId))) return false;
    const call = { providerCallId, attemptId: id, carrierCallId: undefined, phone };
    const endedReason = 'withdrawn: an operator stopped the campaign before it was answered';
    const at = this.clock.now();
    await this.database
      .transaction()
      .execute((transaction) =>
        this.settlement.apply(transaction, { kind: 'hung-up', call, category: 'withdrawn', endedReason, at }),
      );
    return true;
  }
}
