import { Selectable } from 'kysely';
import { durationSeconds, nextActionOf, summaryOf } from '../call-log/call-row';
import { Call } from '../call-log/calls';
import { AttemptTable, LeadTable } from '../persistence/schema';
import { ClaimedDelivery } from './delivery';

/** A finished call as automations get it: snake case, instants in ISO 8601, `null` for what is not known. */
export interface CallMessage {
  readonly type: 'call.finished' | 'call.updated';
  /** When it came about, in business time. */
  readonly timestamp: string;
  readonly data: CallData;
}

export interface CallData {
  readonly call_id: string;
  readonly campaign: string;
  /** `source_id`: the record in the leads table. */
  readonly lead: { readonly id: string; readonly source_id: string } | null;
  /** E.164. */
  readonly phone: string | null;
  /** 1 for the lead's first call. */
  readonly attempt: number | null;
  readonly disposition: string | null;
  readonly summary: string | null;
  /** Left out for a person who has opted out. */
  readonly transcript?: string | null;
  readonly recording_url: string | null;
  readonly next_action: string | null;
  readonly callback_at: string | null;
  /** The person must not be contacted for this again: by nobody, in no way. */
  readonly opted_out: boolean;
  /**
   * Words on the call may have been an opt-out: the lead waits for a person to read them. Contact nobody of whom it says
   * so before that; false once `opted_out` is true.
   */
  readonly opt_out_doubtful: boolean;
  readonly interest: string | null;
  readonly objection: string | null;
  readonly duration_seconds: number;
  readonly cost_usd: number | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

type ToldCall = Pick<
  Call,
  | 'id'
  | 'campaign'
  | 'phone'
  | 'disposition'
  | 'summary'
  | 'automation_summary'
  | 'transcript'
  | 'recording_url'
  | 'next_action'
  | 'automation_next_action'
  | 'callback_at'
  | 'opted_out'
  | 'opt_out_doubtful'
  | 'analysis'
  | 'cost_usd'
  | 'started_at'
  | 'ended_at'
>;

/** What the database knows of a call at the time of a try. */
export interface CallFacts {
  readonly call: ToldCall;
  readonly lead: Pick<Selectable<LeadTable>, 'id' | 'source_id' | 'status' | 'callback_at'> | undefined;
  readonly attempt: Pick<Selectable<AttemptTable>, 'number'> | undefined;
}

export function callMessage(
  { kind, occurredAt }: Pick<ClaimedDelivery, 'kind' | 'occurredAt'>,
  { call, lead, attempt }: CallFacts,
): CallMessage {
  const analysed = (key: string) => textIn(call.analysis, key);
  const data: CallData = {
    call_id: call.id,
    campaign: call.campaign,
    lead: lead ? { id: lead.id, source_id: lead.source_id } : null,
    phone: call.phone,
    attempt: attempt?.number ?? null,
    disposition: call.disposition,
    summary: summaryOf(call),
    ...(!call.opted_out && { transcript: call.transcript }),
    recording_url: call.recording_url,
    next_action: nextActionOf(call),
    callback_at: callbackAt(call, lead),
    opted_out: call.opted_out,
    opt_out_doubtful: call.opt_out_doubtful && !call.opted_out,
    interest: analysed('interest'),
    objection: analysed('objection'),
    duration_seconds: durationSeconds(call),
    cost_usd: call.cost_usd,
    started_at: call.started_at?.toISOString() ?? null,
    ended_at: call.ended_at?.toISOString() ?? null,
  };
  return { type: `call.${kind}`, timestamp: occurredAt.toISOString(), data };
}

/** When the person will be called as asked: by the lead's schedule while it stands, else the time agreed on. */
function callbackAt(call: ToldCall, lead: CallFacts['lead']): string | null {
  if (call.disposition !== 'callback-requested') return null;
  const planned = lead?.status === 'callback' ? lead.callback_at : null;
  return (planned ?? call.callback_at)?.toISOString() ?? textIn(call.analysis, 'callbackAt');
}

function textIn(analysis: Call['analysis'], key: string): string | null {
  const value = analysis?.[key];
  return typeof value === 'string' ? value : null;
}
