import { Injectable, Logger } from '@nestjs/common';
import type { Vapi } from '@vapi-ai/server-sdk';
import { Clock } from '../../common/clock';
import { ExternalApiError, toError } from '../../common/errors';
import { ExternalApis } from '../../common/external-apis';
import { scrub } from '../../common/redaction';
import { AccessSettings, ScriptSettings, ServerSettings, TelephonySettings } from '../../config/settings';
import { loose, Loose, textIn } from '../loose-json';
import {
  CallerNumber,
  CallOrder,
  PlaceCallResult,
  ProviderCall,
  TelephonyProvider,
} from '../telephony-provider';
import { agentModel } from './agent-model';
import { agentVoice } from './agent-voice';
import { searchAttempt } from './attempt-search';
import { bypassed, isBlocked, refusesBypass, twimlOf } from './bypass';
import { callPayload, CallSetup } from './call-payload';
import { carrierCallIdOf } from './call-reference';
import { isAboutOurNumber, NumberPool } from './number-pool';
import { accountAdvice, FailedPlacement, failedPlacement } from './placement';
import { providerCall } from './provider-call';
import { VapiClient } from './vapi-client';
import { CreateCallBody } from './vapi-schema';

/** Under which faults of key, credit, number and assistant stand in {@link ExternalApis}. */
const ACCESS = 'access';

/** Under which the refusal of one of our numbers stands there. */
const topicOf = (id: string): string => `number ${id}`;

type CallIds = Omit<Extract<PlaceCallResult, { outcome: 'placed' }>, 'outcome'>;

/** A call that VAPI has made without dialing it. */
export type PreparedCall = CallIds & {
  readonly twiml: string | undefined;
  /** No line of VAPI's is free for it: it may yet end unheard. */
  readonly isBlocked: boolean;
};

/** Places calls with VAPI, over its own numbers or the operator's Twilio account. */
@Injectable()
export class VapiTelephonyProvider extends TelephonyProvider {
  readonly #logger = new Logger(VapiTelephonyProvider.name);
  readonly #setup: CallSetup;
  readonly #pool: NumberPool;

  /** @throws LauraError when `AGENT_VOICE` names no voice or `AGENT_MODEL` no model: better at start than at the first call */
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
    this.#pool = new NumberPool(settings.phoneIds);
    this.#setup = {
      phoneIds: settings.phoneIds,
      twilio: settings.twilio,
      assistantId: settings.assistantId,
      agentName: script.agentName,
      voice: agentVoice(script.agentVoice, script.language),
      model: agentModel(script.agentModel),
      language: script.language,
      silenceTimeoutSeconds: settings.silenceTimeoutSeconds,
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
    const made = await this.ask(order, callPayload(order, this.#setup));
    if ('outcome' in made) return made;
    if (order.callerId !== undefined && this.#pool.works(order.callerId)) {
      this.apis.clear('vapi', topicOf(order.callerId));
    }
    return { outcome: 'placed', ...made.ids };
  }

  /**
   * Asks, once, for a call that VAPI is not to dial but to answer with TwiML.
   * @returns without TwiML: VAPI has no line for it, or has overlooked the wish and may be dialing; nobody else must
   */
  async prepareCall(order: CallOrder): Promise<PreparedCall | FailedPlacement> {
    const made = await this.ask(order, bypassed(callPayload(order, this.#setup)));
    if ('outcome' in made) return made;
    return { ...made.ids, twiml: twimlOf(made.call), isBlocked: isBlocked(made.call) };
  }

  override callerNumbers(): readonly CallerNumber[] | undefined {
    if (this.settings.twilio || this.#pool.ids.length === 0) return undefined;
    return this.#pool.available(this.clock.now());
  }

  private async ask(
    order: CallOrder,
    body: CreateCallBody,
  ): Promise<{ ids: CallIds; call: Loose<Vapi.Call> } | FailedPlacement> {
    try {
      const call = await this.client.createCall(body);
      const providerCallId = textIn(call.id);
      if (providerCallId === undefined) {
        return { outcome: 'in-doubt', reason: 'POST /call was accepted, but the answer names no call' };
      }
      const controlUrl = textIn(loose<{ controlUrl: string }>(call.monitor).controlUrl);
      return { ids: { providerCallId, carrierCallId: carrierCallIdOf(call), controlUrl }, call };
    } catch (thrown) {
      return this.failed(order, thrown);
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

  /** One working number is enough; each that VAPI denies rests, and is told of by itself. */
  async verifyAccess(): Promise<boolean> {
    try {
      const { twilio, assistantId } = this.settings;
      if (twilio || this.#pool.ids.length === 0) await this.client.calls({ limit: 1 });
      else await this.verifyNumbers();
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

  private async verifyNumbers(): Promise<void> {
    const denied: { id: string; error: ExternalApiError }[] = [];
    for (const id of this.#pool.ids) {
      try {
        this.#pool.learn(id, await this.client.phoneNumber(id));
        this.apis.clear('vapi', topicOf(id));
      } catch (error) {
        if (!(error instanceof ExternalApiError) || error.detail.status !== 404) throw error;
        denied.push({ id, error });
      }
    }
    if (denied[0] && denied.length === this.#pool.ids.length) throw denied[0].error;
    for (const { id, error } of denied) this.restNumber(id, error.message);
  }

  private failed(order: CallOrder, thrown: unknown): FailedPlacement {
    if (!(thrown instanceof ExternalApiError)) {
      this.#logger.error({ err: toError(thrown) }, 'A call could not be asked for as it should');
      return { outcome: 'in-doubt', reason: scrub(toError(thrown).message) };
    }
    const result = failedPlacement(thrown);
    if (result.outcome !== 'rejected' || result.fault !== 'account') return result;
    const { callerId } = order;
    const others = this.#pool.available(this.clock.now()).filter(({ id }) => id !== callerId);
    if (callerId !== undefined && others.length > 0 && isAboutOurNumber(result.reason)) {
      this.restNumber(callerId, result.reason);
      return { ...result, fault: 'capacity' };
    }
    if (!refusesBypass(result.reason)) this.report(this.advice(thrown), true);
    return result;
  }

  private restNumber(id: string, reason: string): void {
    const now = this.clock.now();
    this.#pool.rest(id, now);
    const message = `VAPI refuses the phone number ${id}; calls go out from the others meanwhile (${reason})`;
    const news = this.apis.report('vapi', topicOf(id), { message, since: now, needsOperator: true });
    if (news) this.#logger.warn(message);
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
