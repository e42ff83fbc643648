import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { ExternalApiError } from '../common/errors';
import { Database } from '../persistence/database';
import { databaseNow, databaseNowPlus } from '../persistence/sql';

export interface RateLimiterOptions {
  /**
   * Between two requests to the base. Airtable allows five a second, counted where they arrive: a network that delays
   * one and speeds up the next must not push six into a second, which would cost 30 seconds of penalty.
   */
  readonly spacingMs: number;
  /** The longest that a caller waits for its turn; must exceed the penalty, or each penalty becomes an error. */
  readonly maxWaitMs: number;
}

export const DEFAULT_RATE: RateLimiterOptions = { spacingMs: 250, maxWaitMs: 45_000 };

/** Within one process requests are at least this share of the spacing apart: less, so that steps never add a wait. */
const STEP = 0.85;

/** How late a turn may still be used, as a share of the spacing: the rest is left to what delays a request on its way. */
const LATEST = 0.5;

/**
 * Keeps all replicas together under Airtable's five requests a second per base.
 *
 * Strategy: one row holds the instant at which the next request may go. A single upsert takes that instant and moves
 * it on, by the database's clock, so replicas need neither a leader nor clocks that agree. A counter per second would
 * let ten requests through around the turn of a second. A second row holds the end of a penalty: whoever has waited
 * looks at it once more before sending, since the penalty may have begun during the wait.
 */
export class AirtableRateLimiter {
  readonly #slots: string;
  readonly #penalty: string;
  #nextAt = 0;

  constructor(
    private readonly database: Database,
    baseId: string,
    private readonly options: RateLimiterOptions = DEFAULT_RATE,
  ) {
    this.#slots = `airtable:${baseId}`;
    this.#penalty = `airtable:${baseId}:penalty`;
  }

  /**
   * Returns when it is the caller's turn. Never call it inside a transaction: the embedded database has one connection.
   * @throws ExternalApiError (429, retryable) when the wait would be too long; an `AbortError` when aborted
   */
  async acquire(signal?: AbortSignal, maxWaitMs = this.options.maxWaitMs): Promise<void> {
    for (let left = maxWaitMs; ;) {
      signal?.throwIfAborted();
      const waitMs = Math.max(0, await this.takeSlot(left));
      const dueAt = performance.now() + waitMs;
      if (waitMs > 0) {
        await wait(waitMs, undefined, { signal });
        left -= waitMs;
        if ((await this.penaltyMs()) > 0) continue;
      }
      if (await this.useTurn(dueAt, signal)) return;
    }
  }

  /**
   * A process that was held up wakes with several turns that have passed: they too go one after another. Real time, and
   * looked at anew after each wait, since the wait itself may be what was held up.
   * @returns false where it is too late by now, and would be sent beside the next one's: another turn is to be taken
   */
  private async useTurn(dueAt: number, signal: AbortSignal | undefined): Promise<boolean> {
    const { spacingMs } = this.options;
    for (let early = this.#nextAt - performance.now(); early > 0; early = this.#nextAt - performance.now()) {
      await wait(early, undefined, { signal });
    }
    if (performance.now() - dueAt > spacingMs * LATEST) return false;
    this.#nextAt = performance.now() + spacingMs * STEP;
    return true;
  }

  /** No replica sends for the next `ms` milliseconds. Never shortens a hold that stands. */
  async hold(ms: number): Promise<void> {
    const until = databaseNowPlus(ms);
    await this.database
      .insertInto('rate_limits')
      .values({ name: this.#penalty, next_at: until })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ next_at: sql`greatest(rate_limits.next_at, ${until})` }),
      )
      .execute();
  }

  /** @returns how long until the slot taken (ms) */
  private async takeSlot(maxWaitMs: number): Promise<number> {
    const { spacingMs } = this.options;
    const penalty = sql<Date>`coalesce((select p.next_at from rate_limits p where p.name = ${this.#penalty}), '-infinity')`;
    const turn = sql<Date>`greatest(rate_limits.next_at, ${penalty}, clock_timestamp())`;
    const spacing = sql`make_interval(secs => ${spacingMs / 1000})`;
    const latest = databaseNowPlus(maxWaitMs);
    const taken = await this.database
      .insertInto('rate_limits')
      .columns(['name', 'next_at'])
      .expression(
        this.database
          .selectNoFrom([
            sql<string>`cast(${this.#slots} as text)`.as('name'),
            sql<Date>`greatest(${penalty}, clock_timestamp()) + ${spacing}`.as('next_at'),
          ])
          .where(penalty, '<=', latest),
      )
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ next_at: sql`${turn} + ${spacing}` })
          .where(turn, '<=', latest),
      )
      .returning(millisecondsUntil(sql`rate_limits.next_at`).as('left_ms'))
      .executeTakeFirst();
    if (taken !== undefined) return Number(taken.left_ms) - spacingMs;
    throw new ExternalApiError(
      'airtable',
      'Airtable asked to be left alone, or too many requests wait for it already',
      {
        effect: 'refused',
        status: 429,
        type: 'RATE_LIMIT_WAIT',
      },
    );
  }

  private async penaltyMs(): Promise<number> {
    const held = await this.database
      .selectFrom('rate_limits')
      .select(millisecondsUntil(sql`next_at`).as('left_ms'))
      .where('name', '=', this.#penalty)
      .where('next_at', '>', databaseNow)
      .executeTakeFirst();
    return Number(held?.left_ms ?? 0);
  }
}

function millisecondsUntil(instant: ReturnType<typeof sql>) {
  return sql<number>`cast(extract(epoch from ${instant} - clock_timestamp()) * 1000 as double precision)`;
}
