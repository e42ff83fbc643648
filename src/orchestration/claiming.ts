import { CampaignSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { LeadChange } from '../leads/lead-store';

/** Leads looked at in one tick, however few lines are free: refusals move on at this pace. */
export const CLAIM_LIMIT = 50;
/** How long a lead waits whose number is already in a call (another lead's, or another campaign's). */
const SAME_NUMBER_WAIT_MS = 15 * 60_000;

/** What becomes of a due lead that has no more attempts. A callback that was asked for is made all the same. */
export function exhaustion(
  { attempts, status }: Pick<Lead, 'attempts' | 'status'>,
  { maxAttempts }: Pick<CampaignSettings, 'maxAttempts'>,
): LeadChange | undefined {
  return attempts >= maxAttempts && status !== 'callback' ? { status: 'exhausted' } : undefined;
}

/** What becomes of a lead whose number is in another call. */
export function sameNumberChange(now: Date): LeadChange {
  const later = new Date(now.getTime() + SAME_NUMBER_WAIT_MS);
  return { due_at: later, status_reason: 'Its number is in another call' };
}
