import { sql } from 'kysely';
import { Transaction } from '../persistence/database';
import { databaseNowPlus } from '../persistence/sql';
import { OPEN_STATES } from './attempt-state';
import { LEASE_MS } from './attempts';

/** A living replica dials what it has reserved, or gives it back, in less (ms). */
const STALE_MS = 15_000;

/** A campaign's calls that take a line each, or will. */
export interface LinesInUse {
  /** Dialed, and not yet declared over by the provider. */
  readonly dialed: number;
  /** Held by a living replica, which takes lines for them as it dials. */
  readonly reserved: number;
}

/**
 * A reservation that nobody has dialed or given back for {@link STALE_MS} is a dead replica's: what waits for its
 * takeover keeps nobody else from the lines.
 */
export async function linesInUse(transaction: Transaction, campaign: string): Promise<LinesInUse> {
  const isReserved = sql<boolean>`state = 'reserved'`;
  const isAlive = sql<boolean>`lease_until > ${databaseNowPlus(LEASE_MS - STALE_MS)}`;
  return await transaction
    .selectFrom('attempts')
    .select([
      sql<number>`count(*) filter (where not ${isReserved})::int`.as('dialed'),
      sql<number>`count(*) filter (where ${isReserved} and ${isAlive})::int`.as('reserved'),
    ])
    .where('campaign', '=', campaign)
    .where('state', 'in', OPEN_STATES)
    .where('hung_up_at', 'is', null)
    .executeTakeFirstOrThrow();
}
