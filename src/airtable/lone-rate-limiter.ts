import { setTimeout as wait } from 'node:timers/promises';

/**
 * Keeps the pace of a command that has no database to agree with others in. A service beside it may use up to four of
 * Airtable's five requests a second: one is left.
 */
export class LoneRateLimiter {
  #nextAt = 0;

  constructor(private readonly spacingMs = 1_100) {}

  /** Returns when it is the caller's turn. @throws an `AbortError` when aborted */
  async acquire(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const turn = Math.max(performance.now(), this.#nextAt);
    this.#nextAt = turn + this.spacingMs;
    await wait(Math.ceil(Math.max(0, turn - performance.now())), undefined, { signal });
  }

  /** Nothing is sent for the next `ms` milliseconds. */
  hold(ms: number): Promise<void> {
    this.#nextAt = Math.max(this.#nextAt, performance.now() + ms);
    return Promise.resolve();
  }
}
