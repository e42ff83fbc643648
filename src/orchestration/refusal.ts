import { Decision, refusals } from '../compliance/decision';
import { LeadChange } from '../leads/lead-store';

/**
 * What a refusal makes of a lead: one that time heals waits until the next legal instant; any other leaves the
 * dialable statuses, with the reason for a person to read.
 */
export function refusalChange(decision: Decision): LeadChange {
  const [first] = refusals(decision);
  const reason = first?.reason ?? 'Refused without a reason';
  if (decision.nextLegalAt) return { due_at: decision.nextLegalAt, status_reason: `Waits: ${reason}` };
  const status = first?.rule === 'suppression' ? 'opted out' : 'blocked';
  return { status, status_reason: reason };
}
