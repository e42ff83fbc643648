import {
  circuitBreaker,
  CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';
import { inSubstep } from './call-steps';
import { ExternalApi, ExternalApiError, toError } from './errors';
import { Metrics } from './metrics';

/** How patient we are with one service; all times in milliseconds. */
export interface ExternalPolicyOptions {
  /** For one try, its body included. Too small turns slow answers into doubt; too large holds a shutdown up. */
  readonly timeoutMs: number;
  /**
   * For one operation: all its tries and the waits between them. A retry that could not begin in time is not waited
   * for. Too small for a service that demands long waits (Airtable: 30 seconds) makes each of them an error.
   */
  readonly totalMs: number;
  /** Tries after the first, for requests that are safe to repeat. */
  readonly maxRetries: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Failures in a row that open the circuit. */
  readonly breakAfter: number;
  /** How long an open circuit waits before its first probe; doubles up to `maxDelayMs`. */
  readonly halfOpenAfterMs: number;
}

export const DEFAULT_POLICY: ExternalPolicyOptions = {
  timeoutMs: 15_000,
  totalMs: 60_000,
  maxRetries: 3,
  firstDelayMs: 500,
  maxDelayMs: 60_000,
  breakAfter: 5,
  halfOpenAfterMs: 5_000,
};

const STATE_GAUGE = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

/** One operation on its way: what it is called in errors, and when its time is up (ms of the monotonic clock). */
interface Operation {
  readonly name: string;
  readonly endsAt: number;
}

/**
 * The one way in which this process asks another service: a deadline on every try and on all of them together, a
 * circuit breaker over everything, and retries with exponential backoff and jitter only where the caller says that
 * repeating is safe. A wait that the service asks for (`retryAfterMs` of the error) is kept.
 * Counts each try in the metrics. Throws {@link ExternalApiError} only.
 */
export class ExternalPolicy {
  readonly #breaker: CircuitBreakerPolicy;
  /** Until when the service has asked not to be asked (ms of the monotonic clock). */
  #silentUntil = 0;

  constructor(
    private readonly api: ExternalApi,
    private readonly metrics: Metrics,
    private readonly options: ExternalPolicyOptions = DEFAULT_POLICY,
  ) {
    this.#breaker = circuitBreaker(handleWhen(isOutage), {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: options.halfOpenAfterMs,
        maxDelay: options.maxDelayMs,
      }),
      breaker: new ConsecutiveBreaker(options.breakAfter),
    });
    this.#breaker.onStateChange((state) => metrics.circuitState.set({ api }, STATE_GAUGE[state]));
    metrics.circuitState.set({ api }, 0);
  }

  /** True while requests are refused here without being sent. A half-open circuit lets one probe through. */
  get isOpen(): boolean {
    return this.#breaker.state === CircuitState.Open;
  }

  /**
   * The listener hears each time that the circuit opens, with the failure that opened it, and with `undefined` when a
   * probe has closed it.
   */
  onCircuit(listener: (failure: Error | undefined) => void): void {
    this.#breaker.onBreak((reason) => listener(toError('error' in reason ? reason.error : 'Isolated')));
    this.#breaker.onReset(() => listener(undefined));
  }

  /** Sends a request that does no harm when it is done twice. */
  async repeatable<T>(name: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const operation = this.begin(name);
    return await this.retries(operation).execute(({ signal }) => this.guarded(operation, send, signal));
  }

  /**
   * Sends a request exactly once, whatever becomes of it: the only way in which a call may be placed. While the service
   * has asked for silence nothing is sent.
   */
  async once<T>(name: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const silentMs = Math.ceil(this.#silentUntil - performance.now());
    if (silentMs > 0) {
      const message = `${name} was not sent: ${this.api} has asked to be left alone for another ${silentMs} ms`;
      throw new ExternalApiError(this.api, message, {
        effect: 'unreachable',
        type: 'asked_to_wait',
        retryAfterMs: silentMs,
      });
    }
    return await this.guarded(this.begin(name), send);
  }

  private begin(name: string): Operation {
    return { name, endsAt: performance.now() + this.options.totalMs };
  }

  private async guarded<T>(
    operation: Operation,
    send: (signal: AbortSignal) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T> {
    try {
      return await this.#breaker.execute(({ signal }) => this.timed(operation, send, signal), outer);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw this.translated(operation.name, error);
    }
  }

  private async timed<T>(
    { name, endsAt }: Operation,
    send: (signal: AbortSignal) => Promise<T>,
    outer: AbortSignal,
  ): Promise<T> {
    const leftMs = Math.ceil(endsAt - performance.now());
    // A request that waited for another's probe of the circuit may have no time of its own left.
    if (leftMs <= 0) {
      const message = `${name} was not sent: no time is left of its ${this.options.totalMs} ms`;
      throw new ExternalApiError(this.api, message, { effect: 'unreachable', type: 'out_of_time' });
    }
    const stop = this.metrics.externalSeconds.startTimer({ api: this.api });
    const limitMs = Math.min(this.options.timeoutMs, leftMs);
    const deadline = timeout(limitMs, TimeoutStrategy.Aggressive);
    let isLate = false;
    deadline.onTimeout(() => (isLate = true));
    try {
      const answer = await inSubstep(name, () => deadline.execute(({ signal }) => send(signal), outer), {
        kind: 'client',
        attributes: { 'peer.service': this.api },
      });
      this.metrics.externalRequests.inc({ api: this.api, result: 'ok' });
      return answer;
    } catch (thrown) {
      const error = isLate ? this.late(name, limitMs, thrown) : this.translated(name, thrown);
      const { status, effect, retryAfterMs = 0 } = error.detail;
      const silentMs = Math.min(retryAfterMs, this.options.maxDelayMs);
      this.#silentUntil = Math.max(this.#silentUntil, performance.now() + silentMs);
      this.metrics.externalRequests.inc({ api: this.api, result: String(status ?? effect) });
      throw error;
    } finally {
      stop();
    }
  }

  /** Whatever a client makes of its aborted request, it is our deadline that has ended it. */
  private late(name: string, limitMs: number, cause: unknown): ExternalApiError {
    const message = `${name} had no answer within ${limitMs} ms`;
    return new ExternalApiError(this.api, message, { effect: 'unknown', type: 'timeout', cause });
  }

  private translated(name: string, cause: unknown): ExternalApiError {
    if (cause instanceof ExternalApiError) return cause;
    if (!isBrokenCircuitError(cause)) {
      const message = `${name} failed without an answer`;
      return new ExternalApiError(this.api, message, { effect: 'unknown', type: 'failed', cause });
    }
    const message = `${name} was not sent: the circuit to ${this.api} is open after repeated failures`;
    return new ExternalApiError(this.api, message, { effect: 'unreachable', type: 'circuit_open', cause });
  }

  /** Retries while the next try would still begin within the operation's time. */
  private retries({ endsAt }: Operation) {
    const { firstDelayMs, maxDelayMs, maxRetries } = this.options;
    const exponential = new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: maxDelayMs });
    let next = exponential.next();
    let waitMs = 0;
    const isWorthwhile = handleWhen((error) => {
      if (!isRetryable(error)) return false;
      waitMs = Math.max(next.duration, error.detail.retryAfterMs ?? 0);
      next = next.next(undefined);
      return performance.now() + waitMs < endsAt;
    });
    return retry(isWorthwhile, { maxAttempts: maxRetries, backoff: new DelegateBackoff(() => waitMs) });
  }
}

function isRetryable(error: unknown): error is ExternalApiError {
  return error instanceof ExternalApiError && error.retryable && error.detail.type !== 'circuit_open';
}

/** A refusal says that the service is well; only silence and its own faults count towards opening the circuit. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof ExternalApiError)) return false;
  return error.detail.effect !== 'refused' || (error.detail.status ?? 0) >= 500;
}
