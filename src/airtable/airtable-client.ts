import { BeforeApplicationShutdown } from '@nestjs/common';
import Airtable from 'airtable';
import { IncomingHttpHeaders } from 'node:http';
import { AirtableSettings } from '../config/settings';
import { ExternalApiError } from '../common/errors';
import { DEFAULT_POLICY, ExternalPolicy, ExternalPolicyOptions } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { retryAfterMs } from '../common/retry-after';
import { outgoingIds } from '../common/work';
import { withAbort } from './abortable-requests';
import { AirtableAccess, AirtableRight } from './airtable-access';
import { PENALTY_MS, translateFault } from './airtable-faults';
import { AirtableRateLimiter } from './airtable-rate-limiter';
import { CandidBase } from './candid-base';

export interface AirtableRequest {
  /** What is being done, for errors: `list Leads`. No cell's value may stand in it. */
  readonly operation: string;
  readonly right: AirtableRight;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the base; for the schema below `/meta/bases/{base}`. Segments are encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Sent once only: doing it twice would not come to the same. */
  readonly once?: true;
  /** 403 and 404 may mean a record that is gone: the caller finds out and reports what the token may not do. */
  readonly mayMiss?: true;
}

export interface AirtableClientOptions {
  readonly policy: ExternalPolicyOptions;
  /** How long all replicas are silent after a request too many (ms). */
  readonly penaltyMs: number;
}

/**
 * The `airtable` package, made safe: one request at a time through one policy (deadline, breaker, retries) and one rate
 * limit; its own endless retry of 429 switched off; what it throws (plain objects) translated; sockets of stalled
 * answers closed. Throws {@link ExternalApiError} for everything that Airtable or the way to it does.
 */
export class AirtableClient implements BeforeApplicationShutdown {
  readonly #policy: ExternalPolicy;
  readonly #closing = new AbortController();
  #bases: { data: CandidBase; meta: CandidBase } | undefined;

  constructor(
    private readonly settings: AirtableSettings,
    private readonly limiter: Pick<AirtableRateLimiter, 'acquire' | 'hold'>,
    private readonly access: AirtableAccess,
    metrics: Metrics,
    private readonly options: AirtableClientOptions = { policy: DEFAULT_POLICY, penaltyMs: PENALTY_MS },
  ) {
    this.#policy = new ExternalPolicy('airtable', metrics, options.policy);
    access.watch(this.#policy);
  }

  /** @returns the answer's body: a JSON object, yet to be looked at */
  async send(request: AirtableRequest): Promise<unknown> {
    // The first turn is awaited outside the deadline, which is for Airtable; with the circuit open nothing is sent.
    let hasTurn = !this.#policy.isOpen;
    if (hasTurn) await this.turn();
    const attempt = async (signal: AbortSignal): Promise<unknown> => {
      if (!hasTurn) await this.limiter.acquire(signal, this.options.policy.timeoutMs);
      hasTurn = false;
      return await this.attempt(request, signal);
    };
    try {
      const send = request.once ? this.#policy.once : this.#policy.repeatable;
      const body = await send.call(this.#policy, request.operation, attempt);
      this.access.allowed(request.right);
      return body;
    } catch (error) {
      const isGuarded = request.mayMiss && error instanceof ExternalApiError && isMissing(error);
      if (error instanceof ExternalApiError && !isGuarded) this.access.refused(request.right, error);
      throw error;
    }
  }

  /** Nothing is asked any more: who waits for a turn, perhaps through a penalty, must not hold the shutdown up. */
  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }

  private async turn(): Promise<void> {
    try {
      await this.limiter.acquire(this.#closing.signal);
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
      const message = 'Airtable is not asked any more: this process is shutting down';
      throw new ExternalApiError('airtable', message, {
        effect: 'refused',
        type: 'shutting_down',
        cause: error,
      });
    }
  }

  private async attempt(request: AirtableRequest, signal: AbortSignal): Promise<unknown> {
    const { operation, right, method, path, query, body } = request;
    const bases = (this.#bases ??= this.open());
    const [base, below] =
      right === 'schema' ? [bases.meta, `/bases/${this.settings.baseId}`] : [bases.data, ''];
    let answered: IncomingHttpHeaders = {};
    try {
      const ask = {
        method,
        path: below + path,
        qs: { ...query },
        headers: outgoingIds(),
        ...(body && { body }),
      };
      const answer = await withAbort(
        signal,
        () => base.makeRequest(ask),
        (headers) => (answered = headers),
      );
      return answer.body as unknown;
    } catch (thrown) {
      const askedMs = retryAfterMs(answered['retry-after'], answered.date);
      const error = translateFault(operation, thrown, this.options.penaltyMs, askedMs);
      const { type, retryAfterMs: holdMs } = error.detail;
      if (type === 'RATE_LIMIT_REACHED' && holdMs !== undefined) await this.limiter.hold(holdMs);
      throw error;
    }
  }

  /** Not before the first request: the package refuses to exist without a key. */
  private open(): { data: CandidBase; meta: CandidBase } {
    const airtable = new Airtable({
      apiKey: this.settings.apiKey,
      endpointUrl: this.settings.endpointUrl,
      noRetryIfRateLimited: true,
      requestTimeout: this.options.policy.timeoutMs,
    });
    // The metadata API stands beside the bases, where a base of the name `meta` would.
    return { data: new CandidBase(airtable, this.settings.baseId), meta: new CandidBase(airtable, 'meta') };
  }
}

/** Airtable says the same of a record, a table and a base that it doesn't have or doesn't show. */
export function isMissing(error: ExternalApiError): boolean {
  return error.detail.status === 403 || error.detail.status === 404;
}
