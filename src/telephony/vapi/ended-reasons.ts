import { EndCategory } from '../call-event';
import { EXACT_REASONS, REASON_PREFIXES } from './ended-reason-table';

/**
 * What a VAPI ended reason says by itself: by the exact word, else by its prefix, else `unknown`. Whether a person was
 * on the line is evidence in the report, not in the name: a failure "in progress" may have met nobody, and one of the
 * reasons above `conversation` may have met silence.
 */
export function endCategory(endedReason: string | undefined): EndCategory {
  if (endedReason === undefined) return 'unknown';
  if (Object.hasOwn(EXACT_REASONS, endedReason)) return EXACT_REASONS[endedReason] ?? 'unknown';
  return REASON_PREFIXES.find(([prefix]) => endedReason.startsWith(prefix))?.[1] ?? 'unknown';
}
