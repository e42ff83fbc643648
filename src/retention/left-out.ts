import { sql } from 'kysely';

/**
 * A call without the person: what is kept is that there was one, when, how it ended and what it cost, since the day's
 * budget and the books count it. The provider's ids stay, so that what is still sent about the call is recognised.
 */
export const PERSON_LEFT_OUT = {
  phone: null,
  lead_id: null,
  attempt_id: null,
  control_url: null,
  summary: null,
  transcript: null,
  recording_url: null,
  next_action: null,
  automation_summary: null,
  automation_next_action: null,
  analysis: null,
} as const;

/** A webhook's body after its time. Its deduplication key stays, so that a delivery that is repeated is known again. */
export const NO_PAYLOAD = sql<string>`'{}'::jsonb`;

/** The condition of the partial index `webhook_events_to_erase`. */
export const HAS_PAYLOAD = sql<boolean>`payload <> '{}'::jsonb`;
