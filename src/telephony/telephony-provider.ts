import { CallProgress, CallReport } from './call-event';

/** One call to place. */
export interface CallOrder {
  readonly attemptId: string;
  readonly leadId: string;
  readonly campaign: string;
  /** E.164. */
  readonly phone: string;
  readonly customerName: string | undefined;
  /** Rendered for this lead. */
  readonly firstMessage: string;
  readonly systemPrompt: string;
}

/**
 * - `placed`: the provider has the call.
 * - `rejected`: it certainly has not. `fault` says whose: `call` (this number or payload), `account` (a key, credit,
 *   configuration: every other call would fail too), `capacity` (too many at once: later).
 * - `in-doubt`: nobody knows. Never ask again; look it up.
 */
export type PlaceCallResult =
  | {
      readonly outcome: 'placed';
      readonly providerCallId: string;
      readonly carrierCallId: string | undefined;
      readonly controlUrl: string | undefined;
    }
  | { readonly outcome: 'rejected'; readonly fault: 'call' | 'account' | 'capacity'; readonly reason: string }
  | { readonly outcome: 'in-doubt'; readonly reason: string };

/** A call as the provider knows it now. */
export interface ProviderCall {
  readonly providerCallId: string;
  readonly attemptId: string | undefined;
  readonly carrierCallId: string | undefined;
  readonly controlUrl: string | undefined;
  readonly createdAt: Date;
  readonly state:
    | { readonly ended: false; readonly status: CallProgress }
    | { readonly ended: true; readonly report: CallReport };
}

/** Places calls and says what became of them. */
export abstract class TelephonyProvider {
  /**
   * Asks for one call, once: no adapter may repeat the request, since providers know no idempotency key and a repeat
   * rings a person twice. Never throws for what the provider does; the result says it.
   */
  abstract placeCall(order: CallOrder): Promise<PlaceCallResult>;

  /** The call of that id; `undefined` if the provider has no such call. @throws ExternalApiError when it can't be asked */
  abstract findCall(providerCallId: string): Promise<ProviderCall | undefined>;

  /**
   * The call that an attempt became, among those created between the two instants; `undefined` if there is none.
   * @throws ExternalApiError when the provider can't be asked, or the answer may be incomplete
   */
  abstract findCallOfAttempt(attemptId: string, from: Date, until: Date): Promise<ProviderCall | undefined>;

  /**
   * Checks that credentials and caller id work, without placing anything, and reports the result to `ExternalApis`
   * under the topic `access`. @throws never
   */
  abstract verifyAccess(): Promise<boolean>;
}
