import { ExternalApiError, isError } from './errors';

/**
 * Codes of a connection that failed: Node's network errors, and PostgreSQL's connection exceptions (class 08), too many
 * connections (53300) and shutdowns (57P01 to 57P03). A server out of disk or memory (53100, 53200) answers, but keeps
 * nothing.
 */
const CODES =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOSPC|08\w{3}|53[123]00|57P0[1-3])$/;

/** The same said in words only: by `pg` and its pool, by PGlite, and by Kysely after it was destroyed. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Client was closed|PGlite is clos|driver has already been destroyed)/i;

/**
 * Whether an error says that the database can't be reached, as opposed to a query that it refused. Looks through causes
 * and aggregates, but not into another service's fault, which bears the same network codes.
 */
export function isDatabaseOutage(error: unknown): boolean {
  for (let current = error, depth = 0; isError(current) && depth < 8; current = current.cause, depth += 1) {
    if (current instanceof ExternalApiError) return false;
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    if (CODES.test(code) || MESSAGES.test(current.message)) return true;
    if ('errors' in current && Array.isArray(current.errors) && current.errors.some(isDatabaseOutage))
      return true;
  }
  return false;
}
