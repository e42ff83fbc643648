import { LeadStatus } from './lead-status';

/** What the order of claims goes by. */
export interface Claimable {
  readonly status: LeadStatus;
  readonly dueAt: number;
}

/** Leads in this status are claimed before all others: somebody waits for their call. */
export const CLAIMED_FIRST = 'callback' satisfies LeadStatus;

/**
 * The order in which due leads are claimed: negative if `one` comes first. The database keeps the same order (its index
 * `leads_due`); leads that are due at the same instant come in any order.
 * @param one its `dueAt` in epoch ms
 */
export function compareClaims(one: Claimable, other: Claimable): number {
  const first = Number(other.status === CLAIMED_FIRST) - Number(one.status === CLAIMED_FIRST);
  return first === 0 ? one.dueAt - other.dueAt : first;
}
