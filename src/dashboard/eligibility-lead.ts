import { Lead } from '../leads/lead';
import { isDialable } from '../leads/lead-status';
import { Hindrance } from './eligibility';

const STATUS_CITATION = 'The Status column of the lead source: only new, retry and callback are dialed';

/**
 * What in a lead's own standing keeps it from being called, apart from the law: its status, its attempts, the time it
 * waits for, a missing number.
 * @param maxAttempts of the lead's campaign; undefined if it is another deployment's, whose limit is not known here
 */
export function leadHindrances(lead: Lead, maxAttempts: number | undefined, now: Date): Hindrance[] {
  const found: Hindrance[] = [];
  const refuse = (rule: string, reason: string, citation: string, retryAt?: Date) =>
    found.push({ rule, reason, citation, ...(retryAt && { retryAt }) });
  if (lead.phone === null) refuse('dialable-number', 'There is no phone number', 'ITU-T E.164');
  if (!isDialable(lead.status)) {
    refuse('lead-status', statusReason(lead), STATUS_CITATION);
    return found;
  }
  if (maxAttempts !== undefined && lead.attempts >= maxAttempts && lead.status !== 'callback') {
    refuse('lead-status', 'All attempts of the lead are used up', "The campaign's MAX_ATTEMPTS");
  }
  if (lead.due_at > now) {
    refuse(
      'not-due',
      'The lead waits for its next attempt',
      "The campaign's schedule of attempts",
      lead.due_at,
    );
  }
  return found;
}

function statusReason({ status }: Lead): string {
  if (status === 'left alone') return 'The lead is left alone: a person wrote so, or it left the lead source';
  return `The status of the lead is "${status}"`;
}
