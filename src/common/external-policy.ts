import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  isTaskCancelledError,
  IRetryBackoffContext,
  retry,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';
import { ExternalApi, ExternalApiError } from './errors';
import { Metrics } from './metrics';

/** How patient we are with one service; all times in milliseconds. */
export interface ExternalPolicyOptions {
  /** For one try, its body included. Too small turns slow answers into doubt; too large holds a shutdown up. */
  readonly timeoutMs: number;
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

/**
 * The one way in which this process asks another service: a deadline on every try, a circuit breaker over all of them,
 * and retries with exponential backoff and jitter only where the caller says that repeating is safe.
 * Counts each try in the metrics. Throws {@link ExternalApiError} only.
 */
export class ExternalPolicy {
  readonly #breaker: CircuitBreakerPolicy;

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

  /** Sends a request that does no harm when it is done twice. */
  async repeatable<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const policy = retry(handleWhen(isRetryable), {
      maxAttempts: this.options.maxRetries,
      backoff: this.backoff(),
    });
    return await policy.execute(({ signal }) => this.guarded(operation, send, signal));
  }

  /** Sends a request exactly once, whatever becomes of it: the only way in which a call may be placed. */
  async once<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.guarded(operation, send);
  }

  private async guarded<T>(
    operation: string,
    send: (signal: AbortSignal) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T> {
    try {
      return await this.#breaker.execute(({ signal }) => this.timed(operation, send, signal), outer);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      throw this.translated(operation, error);
    }
  }

  private async timed<T>(
    operation: string,
    send: (signal: AbortSignal) => Promise<T>,
    outer: AbortSignal,
  ): Promise<T> {
    const stop = this.metrics.externalSeconds.startTimer({ api: this.api });
    const deadline = timeout(this.options.timeoutMs, TimeoutStrategy.Aggressive);
    try {
      const answer = await deadline.execute(({ signal }) => send(signal), outer);
      this.metrics.externalRequests.inc({ api: this.api, result: 'ok' });
      return answer;
    } catch (thrown) {
      const error = this.translated(operation, thrown);
      this.metrics.externalRequests.inc({
        api: this.api,
        result: String(error.detail.status ?? error.detail.effect),
      });
      throw error;
    } finally {
      stop();
    }
  }

  private translated(operation: string, thrown: unknown): ExternalApiError {
    if (thrown instanceof ExternalApiError) return thrown;
    if (thrown instanceof BrokenCircuitError) {
      const message = `${operation} was not sent: the circuit to ${this.api} is open after repeated failures`;
      return new ExternalApiError(this.api, message, {
        effect: 'unreachable',
        type: 'circuit_open',
        cause: thrown,
      });
    }
    const late = isTaskCancelledError(thrown);
    const message = late
      ? `${operation} had no answer within ${this.options.timeoutMs} ms`
      : `${operation} failed without an answer`;
    return new ExternalApiError(this.api, message, {
      effect: 'unknown',
      type: late ? 'timeout' : 'failed',
      cause: thrown,
    });
  }

  private backoff() {
    const { firstDelayMs, maxDelayMs } = this.options;
    const exponential = new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: maxDelayMs });
    let next = exponential.next();
    return new DelegateBackoff<IRetryBackoffContext<unknown>>((context) => {
      const waited = next.duration;
      next = next.next(undefined);
      const error = 'error' in context.result ? context.result.error : undefined;
      return Math.max(waited, error instanceof ExternalApiError ? (error.detail.retryAfterMs ?? 0) : 0);
    });
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof ExternalApiError && error.retryable && error.detail.type !== 'circuit_open';
}

/** A refusal says that the service is well; only silence and its own faults count towards opening the circuit. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof ExternalApiError)) return false;
  return error.detail.effect !== 'refused' || (error.detail.status ?? 0) >= 500;
}
