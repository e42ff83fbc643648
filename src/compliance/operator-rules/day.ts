import { parseInstant } from '../../config/checks';

/** The instant at which an ISO date (`2026-12-24`) begins in UTC; undefined for a day that does not exist. */
export function parseDay(text: string): Date | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(`${text}T00:00:00Z`) : undefined;
}
