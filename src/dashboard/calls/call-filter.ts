import { ExpressionBuilder, sql } from 'kysely';
import type { Disposition } from '../../call-log/outcome';
import { Schema } from '../../persistence/schema';
import { hasLeadId } from '../leads/lead-of-id';

/** `active` stands for every one but `ended`. */
export const CALL_STATUSES = ['active', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended'] as const;

export const DISPOSITIONS = [
  'completed',
  'no-answer',
  'busy',
  'voicemail',
  'opted-out',
  'callback-requested',
  'failed',
  'canceled',
  'unknown',
] as const satisfies readonly Disposition[];

/** Which calls are asked for; what is `undefined` does not narrow. */
export interface CallFilter {
  readonly status: (typeof CALL_STATUSES)[number] | undefined;
  readonly disposition: Disposition | undefined;
  /** E.164. */
  readonly phone: string | undefined;
  /** The first instant that belongs to it. */
  readonly from: Date | undefined;
  /** The first that no longer does. */
  readonly to: Date | undefined;
  /** Our own id of a lead, or the lead source's. */
  readonly lead: string | undefined;
}

/** Where a page of calls ended. */
export interface CallKey {
  readonly createdAt: Date;
  readonly id: string;
}

/** The condition on `calls` of one campaign. A status stands as a literal: so the planner knows the partial index fits. */
export function matchesCall(campaign: string, filter: CallFilter, after: CallKey | undefined) {
  const { status, disposition, phone, from, to, lead } = filter;
  return (where: ExpressionBuilder<Schema, 'calls'>) => {
    const ofLead = (id: string) =>
      where
        .selectFrom('leads')
        .select('leads.id')
        .where('leads.campaign', '=', campaign)
        .where(hasLeadId(id));
    return where.and([
      where('calls.campaign', '=', campaign),
      ...(status === 'active' ? [where('calls.status', '<>', sql.lit('ended'))] : []),
      ...(status && status !== 'active' ? [where('calls.status', '=', sql.lit(status))] : []),
      ...(disposition ? [where('calls.disposition', '=', disposition)] : []),
      ...(phone ? [where('calls.phone', '=', phone)] : []),
      ...(from ? [where('calls.created_at', '>=', from)] : []),
      ...(to ? [where('calls.created_at', '<', to)] : []),
      ...(lead === undefined ? [] : [where('calls.lead_id', 'in', ofLead(lead))]),
      ...(after
        ? [where(where.refTuple('calls.created_at', 'calls.id'), '<', where.tuple(after.createdAt, after.id))]
        : []),
    ]);
  };
}
