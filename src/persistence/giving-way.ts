import { PGlite as Embedded } from '@electric-sql/pglite';
import { PGlite, PGliteQueryOptions, PGliteTransaction } from 'kysely';
import { setImmediate } from 'node:timers/promises';

/** Taken once, when this is loaded: under a test's fake timers the database goes on. */
const nextTurn = setImmediate;

type Asked = Pick<PGlite, 'query'>;

/**
 * The embedded database computes on this thread and answers without a turn of the event loop, so that work which follows
 * on work would keep webhooks, probes and timers waiting for as long as there is any. Here each statement lets everything
 * else go first, as it would where the answer comes over a network.
 */
export class GivingWay implements PGlite {
  constructor(private readonly pglite: Embedded) {}

  get closed(): boolean {
    return this.pglite.closed;
  }

  get ready(): boolean {
    return this.pglite.ready;
  }

  get waitReady(): Promise<void> {
    return this.pglite.waitReady;
  }

  async close(): Promise<void> {
    await this.pglite.close();
  }

  async query<T>(query: string, params?: unknown[], options?: PGliteQueryOptions) {
    return await ask<T>(this.pglite, query, params, options);
  }

  async transaction<T>(callback: (transaction: PGliteTransaction) => Promise<T>): Promise<T> {
    return await this.pglite.transaction((transaction) =>
      callback({
        query: (query, params, options) => ask(transaction, query, params, options),
        rollback: () => transaction.rollback(),
      }),
    );
  }
}

async function ask<T>(asked: Asked, query: string, params?: unknown[], options?: PGliteQueryOptions) {
  await nextTurn();
  return await asked.query<T>(query, params, options);
}
