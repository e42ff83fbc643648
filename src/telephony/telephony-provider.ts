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
  /** What a machine is left; absent: the call is hung up. */
  readonly voicemailMessage?: string;
  /** The id of the number to call from, one of {@link TelephonyProvider.callerNumbers}; absent: the adapter's choice. */
  readonly callerId?: string | undefined;
}

/** One of our own numbers, from which calls can go out. */
export interface CallerNumber {
  readonly id: string;
  /** E.164; undefined until the provider has told it. */
  readonly number: string | undefined;
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

  /**
   * The numbers that calls can go out from just now: those that the provider refuses rest and are left out. `undefined`
   * where there is nothing to choose.
   */
  callerNumbers(): readonly CallerNumber[] | undefined {
    return undefined;
  }

  /**
   * Takes a call back that nobody has picked up yet. True: it is certain that it rings no more. False: it can't be
   * taken back, and stands as it did.
   * @throws ExternalApiError when the provider can't be asked
   */
  async cancelCall(_providerCallId: string): Promise<boolean> {
    return false;
  }
}
