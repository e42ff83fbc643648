import { RawBuilder, sql } from 'kysely';

/**
 * A value as `jsonb`. Drivers differ in how they send arrays and strings to a JSON column; text and a cast mean the
 * same to both.
 */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`cast(cast(${JSON.stringify(value)} as text) as jsonb)`;
}

/** The database's own clock, which alone decides leases and rates between replicas. */
export const databaseNow = sql<Date>`clock_timestamp()`;

/** The database's clock, `ms` milliseconds from now. */
export function databaseNowPlus(ms: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms / 1000})`;
}
