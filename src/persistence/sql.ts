import { RawBuilder, sql } from 'kysely';

/** As JSON escapes it: NUL, and half a surrogate pair. */
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/**
 * A value as `jsonb`, for columns that Kysely's types take as text. Drivers differ in how they send arrays and strings
 * to a JSON column; text and a cast mean the same to both. NUL and half a surrogate pair, which PostgreSQL refuses,
 * become U+FFFD: a webhook that holds one must not be undeliverable for ever.
 */
export function json(value: unknown): RawBuilder<string> {
  const plain = JSON.stringify(value);
  const text = MAY_BE_UNSTORABLE.test(plain) ? JSON.stringify(value, storable) : plain;
  return sql<string>`cast(cast(${text} as text) as jsonb)`;
}

function storable(_key: string, part: unknown): unknown {
  return typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\uFFFD') : part;
}

/** The database's own clock, which alone decides leases and rates between replicas. */
export const databaseNow = sql<Date>`clock_timestamp()`;

/** The database's clock, `ms` milliseconds from now. */
export function databaseNowPlus(ms: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + make_interval(secs => ${ms / 1000})`;
}
