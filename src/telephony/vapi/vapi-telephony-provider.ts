import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { ExternalApiError, toError } from '../../common/errors';
import { ExternalApis } from '../../common/external-apis';
import { scrub } from '../../common/redaction';
import { AccessSettings, ScriptSettings, ServerSettings, TelephonySettings } from '../../config/settings';
import { loose, textIn } from '../loose-json';
import { CallOrder, PlaceCallResult, ProviderCall, TelephonyProvider } from '../telephony-provider';
import { agentVoice } from './agent-voice';
import { searchAttempt } from './attempt-search';
import { callPayload, CallSetup } from './call-payload';
import { carrierCallIdOf } from './call-reference';
import { accountAdvice, failedPlacement } from './placement';
import { providerCall } from './provider-call';
import { VapiClient } from './vapi-client';

/** Under which faults of key, credit, number and assistant stand in {@link ExternalApis}. */
const ACCESS = 'access';

/** Places calls with VAPI, over its own numbers or the operator's Twilio account. */
@Injectable()
export class VapiTelephonyProvider extends TelephonyProvider {
  readonly #logger = new Logger(VapiTelephonyProvider.name);
  readonly #setup: CallSetup;

  /** @throws LauraError when `AGENT_VOICE` names no voice: better at start than at the first call */
  constructor(
    private readonly client: VapiClient,
    private readonly settings: TelephonySettings,
    script: ScriptSettings,
    server: ServerSettings,
    access: AccessSettings,
    private readonly apis: ExternalApis,
    private readonly clock: Clock,
  ) {
    super();
    this.#setup = {
      phoneIds: settings.phoneIds,
      twilio: settings.twilio,
      assistantId: settings.assistantId,
      agentName: script.agentName,
      voice: agentVoice(script.agentVoice),
      maxCallDurationSeconds: settings.maxCallDurationSeconds,
      publicUrl: server.publicUrl,
      webhookSecret: access.webhookSecrets[0] ?? '',
    };
  }

  /**
   * A 201 whose `subscriptionLimits.concurrencyBlocked` is true is a placed call too: VAPI has it and may yet dial it;
   * if not, its report says `call.start.error-subscription-concurrency-limit-reached`.
   */
  async placeCall(order: CallOrder): Promise<PlaceCallResult> {
    const body = callPayload(order, this.#setup);
    try {
      const call = await this.client.createCall(body);
      const providerCallId = textIn(call.id);
      if (providerCallId === undefined) {
        return { outcome: 'in-doubt', reason: 'POST /call was accepted, but the answer names no call' };
      }
      const controlUrl = textIn(loose<{ controlUrl: string }>(call.monitor).controlUrl);
      return { outcome: 'placed', providerCallId, carrierCallId: carrierCallIdOf(call), controlUrl };
    } catch (thrown) {
      return this.failed(thrown);
    }
  }

  async findCall(providerCallId: string): Promise<ProviderCall | undefined> {
    const call = await this.client.call(providerCallId);
    return call === undefined ? undefined : providerCall(call);
  }

  async findCallOfAttempt(attemptId: string, from: Date, until: Date): Promise<ProviderCall | undefined> {
    const call = await searchAttempt(this.client, attemptId, from, until);
    const found = call === undefined ? undefined : providerCall(call);
    return found === undefined ? undefined : { ...found, attemptId };
  }

  /** Only a full success clears the fault: one working number must not hide another that does not work. */
  async verifyAccess(): Promise<boolean> {
    try {
      const { twilio, phoneIds, assistantId } = this.settings;
      if (twilio || phoneIds.length === 0) await this.client.calls({ limit: 1 });
      else for (const id of phoneIds) await this.client.checkPhoneNumber(id);
      if (assistantId !== undefined) await this.client.checkAssistant(assistantId);
    } catch (thrown) {
      const error = toError(thrown);
      const refused =
        error instanceof ExternalApiError && error.detail.effect === 'refused' && !error.retryable;
      this.report(refused ? this.advice(error) : `VAPI could not be asked: ${scrub(error.message)}`, refused);
      return false;
    }
    if (this.apis.clear('vapi', ACCESS)) this.#logger.log('VAPI accepts our credentials again');
    return true;
  }

  private failed(thrown: unknown): PlaceCallResult {
    if (!(thrown instanceof ExternalApiError))
      return { outcome: 'in-doubt', reason: scrub(toError(thrown).message) };
    const result = failedPlacement(thrown);
    if (result.outcome === 'rejected' && result.fault === 'account') this.report(this.advice(thrown), true);
    return result;
  }

  private advice(error: ExternalApiError): string {
    return accountAdvice(error.detail.status, error.message, this.settings.twilio !== undefined);
  }

  private report(message: string, needsOperator: boolean): void {
    const news = this.apis.report('vapi', ACCESS, { message, since: this.clock.now(), needsOperator });
    if (!news) return;
    if (needsOperator) this.#logger.error(message);
    else this.#logger.warn(message);
  }
}
