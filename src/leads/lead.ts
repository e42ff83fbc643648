import { Selectable } from 'kysely';
import { LeadTable } from '../persistence/schema';
import { LeadStatus } from './lead-status';

/** A person to call, as the database holds them. */
export type Lead = Omit<Selectable<LeadTable>, 'status'> & { readonly status: LeadStatus };

/** What we write about a lead into the source, by our column names. Dates as ISO 8601, `null` clears a cell. */
export type LeadMirror = Readonly<{
  Status?: string;
  Attempts: number;
  'Next Attempt At': string | null;
  'Callback At': string | null;
  'Last Call At': string | null;
  'Last Outcome': string | null;
}>;

/**
 * The whole mirror of a lead, not a difference: while a write waits it is merged with later ones, and only the whole
 * makes the last one right. A word of a person's own is never overwritten.
 */
export function mirrorOf(lead: Lead): LeadMirror {
  const waiting = lead.status === 'retry' || lead.status === 'callback' || lead.status === 'new';
  return {
    ...(lead.status !== 'left alone' && { Status: lead.status }),
    Attempts: lead.attempts,
    'Next Attempt At': waiting ? lead.due_at.toISOString() : null,
    'Callback At': lead.callback_at?.toISOString() ?? null,
    'Last Call At': lead.last_call_at?.toISOString() ?? null,
    'Last Outcome': lead.status_reason ?? lead.last_outcome,
  };
}
