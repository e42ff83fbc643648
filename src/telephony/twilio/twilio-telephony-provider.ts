import { Logger } from '@nestjs/common';
import type { Vapi } from '@vapi-ai/server-sdk';
import { Clock } from '../../common/clock';
import { ExternalApiError, toError } from '../../common/errors';
import { ExternalApis } from '../../common/external-apis';
import { scrub } from '../../common/redaction';
import { dateIn, Loose } from '../loose-json';
import { CallOrder, PlaceCallResult, ProviderCall, TelephonyProvider } from '../telephony-provider';
import { searchAttempt } from '../vapi/attempt-search';
import { isBypassed, refusesBypass } from '../vapi/bypass';
import { FailedPlacement } from '../vapi/placement';
import { providerCall } from '../vapi/provider-call';
import { VapiClient } from '../vapi/vapi-client';
import { PreparedCall, VapiTelephonyProvider } from '../vapi/vapi-telephony-provider';
import { bypassedCall, calleeOf, dialedFor, speaksForItself } from './bypassed-call';
import { callForm, DialSetup } from './call-form';
import { TwilioCall } from './twilio-call';
import { TwilioClient } from './twilio-client';
import { failedDial, twilioAdvice } from './twilio-faults';

const ACCESS = 'access';
const BYPASS = 'bypass';

/**
 * A process that was held up for longer than this (real ms) between VAPI's answer and the request to Twilio must not
 * dial any more: another replica may have found VAPI's record by then, and nobody called.
 */
const TWIML_LASTS_MS = 20_000;

/**
 * Calls people over the operator's own Twilio account: VAPI answers the order with TwiML instead of dialing (its
 * "bypass"), Twilio dials, and whoever picks up is connected to VAPI. Two requests, either of which may be lost:
 * VAPI's record alone rings nobody, so without a call at Twilio nobody was called.
 *
 * The bypass is in VAPI's documentation but not in its schema. Where VAPI refuses the field, calls go out as VAPI dials
 * them itself with the account's credentials; where it overlooks the field, it may be dialing, and Twilio is not asked.
 */
export class TwilioTelephonyProvider extends TelephonyProvider {
  readonly #logger = new Logger(TwilioTelephonyProvider.name);
  #isBypassRefused = false;

  constructor(
    private readonly vapi: VapiTelephonyProvider,
    private readonly records: VapiClient,
    private readonly twilio: TwilioClient,
    private readonly setup: DialSetup,
    private readonly apis: ExternalApis,
    private readonly clock: Clock,
  ) {
    super();
    this.#logger.warn(
      "Calls go over your Twilio account by VAPI's phoneCallProviderBypassEnabled, which VAPI documents but leaves " +
        'out of its schema; should VAPI refuse it, it dials by itself with your Twilio credentials',
    );
  }

  async placeCall(order: CallOrder): Promise<PlaceCallResult> {
    if (this.#isBypassRefused) return await this.vapi.placeCall(order);
    if (this.twilio.isHeldBack) {
      return {
        outcome: 'rejected',
        fault: 'capacity',
        reason: 'Twilio keeps failing: nothing was asked of VAPI',
      };
    }
    const askedAt = performance.now();
    const prepared = await this.vapi.prepareCall(order);
    if ('outcome' in prepared) return this.unprepared(prepared);
    const { twiml, isBlocked, ...ids } = prepared;
    if (twiml === undefined) {
      const message = 'VAPI answered without TwiML, so it may be dialing by itself: Twilio was not asked';
      if (!isBlocked) this.report(BYPASS, message, true);
      return { outcome: 'placed', ...ids };
    }
    if (performance.now() - askedAt > TWIML_LASTS_MS) {
      return { outcome: 'in-doubt', reason: 'The process was held up before Twilio could be asked' };
    }
    return await this.dial(order, { ...ids, twiml });
  }

  async findCall(providerCallId: string): Promise<ProviderCall | undefined> {
    const record = await this.records.call(providerCallId);
    return record === undefined ? undefined : await this.seen(record);
  }

  async findCallOfAttempt(attemptId: string, from: Date, until: Date): Promise<ProviderCall | undefined> {
    const record = await searchAttempt(this.records, attemptId, from, until);
    const found = record === undefined ? undefined : await this.seen(record);
    return found === undefined ? undefined : { ...found, attemptId };
  }

  async verifyAccess(): Promise<boolean> {
    if (!(await this.vapi.verifyAccess())) return false;
    try {
      await this.twilio.checkAccount();
    } catch (thrown) {
      const error = toError(thrown);
      const refused =
        error instanceof ExternalApiError && error.detail.effect === 'refused' && !error.retryable;
      const message = refused ? twilioAdvice(error) : `Twilio could not be asked: ${scrub(error.message)}`;
      this.report(ACCESS, message, refused);
      return false;
    }
    if (this.apis.clear('twilio', ACCESS)) this.#logger.log('Twilio accepts our credentials again');
    return true;
  }

  override async cancelCall(providerCallId: string): Promise<boolean> {
    const record = await this.records.call(providerCallId);
    if (!record || !isBypassed(record) || speaksForItself(record)) return false;
    const dialed = await this.dialed(record);
    return dialed !== undefined && !dialed.state.ended && (await this.twilio.cancel(dialed.sid));
  }

  private async dial(
    order: CallOrder,
    { twiml, ...ids }: Omit<PreparedCall, 'isBlocked'> & { twiml: string },
  ): Promise<PlaceCallResult> {
    const form = callForm(order, ids.providerCallId, twiml, this.setup);
    try {
      const call = await this.twilio.createCall(form);
      if (!call) return { outcome: 'in-doubt', reason: 'Twilio accepted a call, but its answer names none' };
      return { outcome: 'placed', ...ids, carrierCallId: call.sid };
    } catch (thrown) {
      if (!(thrown instanceof ExternalApiError)) {
        this.#logger.error({ err: toError(thrown) }, 'Twilio could not be asked as it should');
        return { outcome: 'in-doubt', reason: scrub(toError(thrown).message) };
      }
      const result = failedDial(thrown);
      if (result.outcome === 'rejected' && result.fault === 'account') {
        this.report(ACCESS, twilioAdvice(thrown), true);
      }
      return result;
    }
  }

  /** A refusal of the bypass itself is certain, and changes the way for good; this attempt goes back, not on. */
  private unprepared(failed: FailedPlacement): FailedPlacement {
    if (failed.outcome !== 'rejected' || !refusesBypass(failed.reason)) return failed;
    this.#isBypassRefused = true;
    const message =
      'VAPI refuses phoneCallProviderBypassEnabled: from now on it dials by itself, with the credentials of your ' +
      'Twilio account. Nothing needs to be done, unless you must have Twilio asked directly: then ask VAPI for the bypass';
    this.report(BYPASS, message, false);
    return { ...failed, fault: 'capacity' };
  }

  private async seen(record: Loose<Vapi.Call>): Promise<ProviderCall | undefined> {
    if (!isBypassed(record)) return providerCall(record);
    return bypassedCall(record, speaksForItself(record) ? undefined : await this.dialed(record));
  }

  /** @throws ExternalApiError also where the record does not tell what to look for: that is no "nobody was called" */
  private async dialed(record: Loose<Vapi.Call>): Promise<TwilioCall | undefined> {
    const phone = calleeOf(record);
    const recordedAt = dateIn(record.createdAt);
    if (phone === undefined || recordedAt === undefined) {
      const message = 'VAPI tells of a call without saying when it was made and to whom';
      throw new ExternalApiError('vapi', message, { effect: 'unknown', type: 'incomplete_answer' });
    }
    return dialedFor(recordedAt, await this.twilio.callsTo(phone));
  }

  private report(topic: string, message: string, needsOperator: boolean): void {
    const news = this.apis.report('twilio', topic, { message, since: this.clock.now(), needsOperator });
    if (!news) return;
    if (needsOperator) this.#logger.error(message);
    else this.#logger.warn(message);
  }
}
