import { HttpService } from '@nestjs/axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { firstValueFrom } from 'rxjs';
import { ExternalApiError } from '../../common/errors';
import { ExternalPolicy } from '../../common/external-policy';
import { retryAfterMs } from '../../common/retry-after';
import { TwilioNumber } from '../../config/settings';
import { isRecord, listIn, parseJson, textIn } from '../loose-json';
import { plainTransport } from '../plain-transport';
import { transportFault } from '../transport-fault';
import { USER_AGENT } from '../vapi/user-agent';
import { twilioCall, TwilioCall } from './twilio-call';
import { twilioRefusal } from './twilio-faults';

const VERSION = '/2010-04-01';
/** The most that a page of calls holds. */
const PAGE = 1000;
/** So many calls between one pair of numbers are nobody's retries. */
const MOST_PAGES = 10;

/**
 * Twilio's REST API for calls, as far as Laura needs it. Twilio knows no idempotency key: a call is asked for once, and
 * nothing here repeats that. Every method throws {@link ExternalApiError} only.
 */
export class TwilioClient {
  readonly #account: string;

  constructor(
    private readonly http: HttpService,
    private readonly settings: TwilioNumber,
    private readonly policy: ExternalPolicy,
  ) {
    this.#account = `${VERSION}/Accounts/${encodeURIComponent(settings.accountSid)}`;
  }

  /** True while requests are held back after repeated failures. */
  get isHeldBack(): boolean {
    return this.policy.isOpen;
  }

  /** `POST Calls.json`, sent once. `undefined`: it was accepted, but the answer can't be read. */
  async createCall(form: URLSearchParams): Promise<TwilioCall | undefined> {
    const config = this.post('Calls.json', form);
    return twilioCall(
      await this.policy.once('POST Calls', (signal) => this.send('POST Calls', config, signal)),
    );
  }

  /** Every call from our number to that one, whenever it was made, in no promised order. */
  async callsTo(phone: string): Promise<readonly TwilioCall[]> {
    const params = { To: phone, From: this.settings.fromNumber, PageSize: PAGE };
    const found: TwilioCall[] = [];
    let next: AxiosRequestConfig | undefined = {
      method: 'GET',
      url: `${this.#account}/Calls.json`,
      params,
    };
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MOST_PAGES) throw unreadable('GET Calls', 'with more pages than there can be');
      const body: unknown = await this.get('GET Calls', next);
      if (!isRecord(body) || !Array.isArray(body.calls)) throw unreadable('GET Calls', 'without calls');
      found.push(...listIn(body.calls).flatMap((row) => twilioCall(row) ?? []));
      const url = textIn(body.next_page_uri);
      next = url === undefined ? undefined : { method: 'GET', url };
    }
    return found;
  }

  /**
   * Cancels a call that is queued or ringing. Asking twice does no harm.
   * @returns whether it is cancelled; false when it is past that
   */
  async cancel(sid: string): Promise<boolean> {
    const config = this.post(
      `Calls/${encodeURIComponent(sid)}.json`,
      new URLSearchParams({ Status: 'canceled' }),
    );
    try {
      const answer = await this.policy.repeatable('POST Calls/{sid}', (signal) =>
        this.send('POST Calls/{sid}', config, signal),
      );
      const state = twilioCall(answer)?.state;
      return state?.ended === true && state.category === 'withdrawn';
    } catch (error) {
      // 21220: not in a state in which it can be changed so.
      if (error instanceof ExternalApiError && error.detail.status === 400) return false;
      throw error;
    }
  }

  /** `GET` of the account: whether the credentials work. Changes nothing and costs nothing. */
  async checkAccount(): Promise<void> {
    await this.get('GET account', { method: 'GET', url: `${this.#account}.json` });
  }

  private post(resource: string, form: URLSearchParams): AxiosRequestConfig {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: `${this.#account}/${resource}`, data: form.toString(), headers };
  }

  private async get(operation: string, config: AxiosRequestConfig): Promise<unknown> {
    return await this.policy.repeatable(operation, (signal) => this.send(operation, config, signal));
  }

  private async send(operation: string, config: AxiosRequestConfig, signal: AbortSignal): Promise<unknown> {
    const { accountSid, authToken, baseUrl } = this.settings;
    const headers = { Accept: 'application/json', 'User-Agent': USER_AGENT, ...config.headers };
    const auth = { username: accountSid, password: authToken };
    let answer: AxiosResponse<unknown>;
    try {
      answer = await firstValueFrom(
        this.http.request<unknown>({ ...plainTransport(baseUrl), ...config, headers, auth, signal }),
      );
    } catch (thrown) {
      throw transportFault('twilio', operation, thrown);
    }
    const body = typeof answer.data === 'string' ? answer.data : '';
    if (answer.status >= 200 && answer.status < 300) return parseJson(body);
    const { 'retry-after': retryAfter, date } = answer.headers;
    throw twilioRefusal(operation, answer.status, body, retryAfterMs(retryAfter, date));
  }
}

function unreadable(operation: string, what: string): ExternalApiError {
  const message = `${operation} was answered ${what}; check TWILIO_BASE_URL`;
  return new ExternalApiError('twilio', message, {
    effect: 'unknown',
    status: 200,
    type: 'unreadable_answer',
  });
}
