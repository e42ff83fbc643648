import { inspect, types } from 'node:util';

/**
 * A fault with a stable `code` for machines and a message for people: what happened, to what, what to do.
 * Messages carry ids only, never a phone number, a transcript or a secret.
 */
export class LauraError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What the operator has set is unsound, and is found so only once the service begins: it must not start. */
export class ConfigurationError extends LauraError {}

/** The services that Laura depends on. */
export type ExternalApi = 'airtable' | 'vapi' | 'vapi-control' | 'twilio' | 'notifications' | 'automation';

/**
 * - `refused`: the service answered no; nothing was done.
 * - `unreachable`: the request never reached the service; nothing was done.
 * - `unknown`: it may or may not have been done (a timeout, a lost answer, a 5xx).
 */
export type ExternalEffect = 'refused' | 'unreachable' | 'unknown';

/** A request to another service that did not end well. */
export class ExternalApiError extends LauraError {
  constructor(
    readonly api: ExternalApi,
    message: string,
    readonly detail: {
      readonly effect: ExternalEffect;
      readonly status?: number;
      /** The service's own name for the fault, e.g. `UNKNOWN_FIELD_NAME`. */
      readonly type?: string;
      /** Asked for by the service (ms). */
      readonly retryAfterMs?: number;
      readonly cause?: unknown;
    },
  ) {
    super(`${api.toUpperCase()}_${detail.type ?? detail.status ?? detail.effect}`.toUpperCase(), message, {
      cause: detail.cause,
    });
  }

  /** Whether the same request, if it is safe to repeat at all, may succeed later. */
  get retryable(): boolean {
    const { status, effect } = this.detail;
    return status === undefined ? effect !== 'refused' : isRetryableStatus(status);
  }

  /** Whether the operator must mend a key, a plan or a permission first. */
  get needsOperator(): boolean {
    return [401, 402, 403].includes(this.detail.status ?? 0);
  }
}

/** 408, 425, 429 and 5xx pass; any other refusal stays one. */
export function isRetryableStatus(status: number): boolean {
  return [408, 425, 429].includes(status) || status >= 500;
}

/** Whether something is an error, also one that was made in another realm (a worker, a test's sandbox). */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

/** Makes an `Error` of whatever was thrown: some clients throw plain objects. */
export function toError(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : inWords(thrown));
}

function inWords(thrown: unknown): string {
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    // It holds itself, or a bigint.
    return inspect(thrown, { depth: 1 });
  }
}

/**
 * Ends a `switch` over a union: adding a member without a case becomes a compile error. Of an object its `kind` is told
 * alone: it may hold what somebody has said.
 */
export function assertNever(value: never): never {
  const { kind } = Object(value) as { readonly kind?: unknown };
  const told = typeof value === 'object' ? (kind ?? 'object') : value;
  throw new LauraError('UNHANDLED_CASE', `Unhandled case ${JSON.stringify(told)}`);
}
