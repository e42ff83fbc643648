import { HttpService } from '@nestjs/axios';
import type { Vapi } from '@vapi-ai/server-sdk';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { firstValueFrom } from 'rxjs';
import { ExternalApiError } from '../../common/errors';
import { ExternalPolicy } from '../../common/external-policy';
import { retryAfterMs } from '../../common/retry-after';
import { TelephonySettings } from '../../config/settings';
import { isRecord, loose, Loose, parseJson, textIn } from '../loose-json';
import { e164In } from '../provider-event';
import { plainTransport } from '../plain-transport';
import { isTooLarge, transportFault } from '../transport-fault';
import { USER_AGENT } from './user-agent';
import { CreateCallBody } from './vapi-schema';
import { refusalFault } from './vapi-faults';

/** The `type` of the error for an answer longer than that. */
export const TOO_LARGE = 'too_large';

/**
 * VAPI's REST API, as far as Laura needs it. Nothing in it repeats a request but the policy, and that only for GETs.
 * Every method throws {@link ExternalApiError} only.
 */
export class VapiClient {
  constructor(
    private readonly http: HttpService,
    private readonly settings: TelephonySettings,
    private readonly policy: ExternalPolicy,
  ) {}

  /** `POST /call`, sent once. What comes back may hold nothing readable, although the call was made. */
  async createCall(body: CreateCallBody): Promise<Loose<Vapi.Call>> {
    const config = { method: 'POST', url: '/call', data: JSON.stringify(body) };
    return loose(await this.policy.once('POST /call', (signal) => this.send('POST /call', config, signal)));
  }

  /** `GET /call/{id}`; `undefined` when VAPI itself says that there is no such call. */
  async call(id: string): Promise<Loose<Vapi.Call> | undefined> {
    try {
      return this.object(
        'GET /call/{id}',
        await this.get('GET /call/{id}', `/call/${encodeURIComponent(id)}`),
      );
    } catch (error) {
      // A 404 without VAPI's own reason is a proxy's or a wrong address's, and says nothing about the call.
      const missing = error instanceof ExternalApiError && error.detail.status === 404;
      if (missing && error.detail.type !== undefined) return undefined;
      throw error;
    }
  }

  /** `GET /call`: a bare array in no promised order, cut off at `limit` without a cursor. */
  async calls(query: Vapi.ListCallsRequest): Promise<readonly Loose<Vapi.Call>[]> {
    const rows = await this.get('GET /call', '/call', query);
    if (!Array.isArray(rows)) throw unreadable('GET /call');
    return rows.map((row) => loose<Vapi.Call>(row));
  }

  /** `GET /phone-number/{id}`: the number (E.164) where it has one. @throws also when the token may not use it */
  async phoneNumber(id: string): Promise<string | undefined> {
    const found = await this.get('GET /phone-number/{id}', `/phone-number/${encodeURIComponent(id)}`);
    return e164In(textIn(loose<{ number: string }>(found).number));
  }

  /** `GET /assistant/{id}`: whether the token may use that assistant. */
  async checkAssistant(id: string): Promise<void> {
    await this.get('GET /assistant/{id}', `/assistant/${encodeURIComponent(id)}`);
  }

  private async get(operation: string, url: string, params?: Vapi.ListCallsRequest): Promise<unknown> {
    const config = { method: 'GET', url, params };
    return await this.policy.repeatable(operation, (signal) => this.send(operation, config, signal));
  }

  private object(operation: string, body: unknown): Loose<Vapi.Call> {
    if (!isRecord(body) || textIn(body.id) === undefined) throw unreadable(operation);
    return loose(body);
  }

  private async send(operation: string, config: AxiosRequestConfig, signal: AbortSignal): Promise<unknown> {
    let answer: AxiosResponse<unknown>;
    try {
      answer = await firstValueFrom(this.http.request<unknown>({ ...this.transport(), ...config, signal }));
    } catch (thrown) {
      if (config.method === 'GET' && isTooLarge(thrown)) {
        throw new ExternalApiError('vapi', `${operation} answered too much`, {
          effect: 'refused',
          type: TOO_LARGE,
        });
      }
      throw transportFault('vapi', operation, thrown);
    }
    const body = typeof answer.data === 'string' ? answer.data : '';
    if (answer.status >= 200 && answer.status < 300) return parseJson(body);
    const { 'retry-after': retryAfter, date } = answer.headers;
    throw refusalFault(operation, answer.status, body, retryAfterMs(retryAfter, date));
  }

  private transport(): AxiosRequestConfig {
    return {
      ...plainTransport(this.settings.baseUrl),
      headers: {
        Authorization: `Bearer ${this.settings.token}`,
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'User-Agent': USER_AGENT,
      },
    };
  }
}

function unreadable(operation: string): ExternalApiError {
  const message = `${operation} was answered with something other than VAPI's JSON; check VAPI_BASE_URL`;
  return new ExternalApiError('vapi', message, { effect: 'unknown', status: 200, type: 'unreadable_answer' });
}
