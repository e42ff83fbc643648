import {
  CallerNumber,
  CallOrder,
  PlaceCallResult,
  ProviderCall,
  TelephonyProvider,
} from './telephony-provider';

/** For tests: keeps the calls that it was asked for, and answers as it is told to. */
export class FakeTelephonyProvider extends TelephonyProvider {
  /** Every order it was asked to place, in order, whatever came of it. */
  readonly orders: CallOrder[] = [];
  /** What exists at the provider; a test moves calls on by replacing them here. */
  readonly calls = new Map<string, ProviderCall>();
  hasAccess = true;
  /** What calls can go out from; undefined: nothing to choose. */
  numbers: readonly CallerNumber[] | undefined;
  /** Calls that it was asked to take back; whether it could is `canCancel`. */
  readonly cancelled: string[] = [];
  canCancel = true;
  readonly #scripted: PlaceCallResult[] = [];

  /** The next orders get these results, one each; the ones after them are placed. */
  nextResults(...results: PlaceCallResult[]): void {
    this.#scripted.push(...results);
  }

  async placeCall(order: CallOrder): Promise<PlaceCallResult> {
    this.orders.push(order);
    const scripted = this.#scripted.shift();
    if (scripted && scripted.outcome !== 'placed') return scripted;
    const providerCallId = scripted?.providerCallId ?? `call-${this.orders.length}`;
    const { attemptId } = order;
    const details = { carrierCallId: scripted?.carrierCallId, controlUrl: scripted?.controlUrl };
    const state = { ended: false, status: 'queued' } as const;
    this.calls.set(providerCallId, { providerCallId, attemptId, ...details, createdAt: new Date(0), state });
    return { outcome: 'placed', providerCallId, ...details };
  }

  async findCall(providerCallId: string): Promise<ProviderCall | undefined> {
    return this.calls.get(providerCallId);
  }

  /** Does not look at the window: a test that places a call wants it found. */
  async findCallOfAttempt(attemptId: string): Promise<ProviderCall | undefined> {
    return [...this.calls.values()].find((call) => call.attemptId === attemptId);
  }

  async verifyAccess(): Promise<boolean> {
    return this.hasAccess;
  }

  override callerNumbers(): readonly CallerNumber[] | undefined {
    return this.numbers;
  }

  override async cancelCall(providerCallId: string): Promise<boolean> {
    this.cancelled.push(providerCallId);
    return this.canCancel;
  }
}
