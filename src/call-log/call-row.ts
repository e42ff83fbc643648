import { Lead } from '../leads/lead';
import { Attempt } from './attempts';
import { Call } from './calls';

/** A row of the operator's Calls table, by our column names. */
export type CallRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The row that shows a call. Cells without a value are left out, so that a later, poorer write can't clear what an
 * earlier one has filled.
 */
export function callRow(
  call: Call,
  lead: Pick<Lead, 'source_id' | 'consent'> | undefined,
  attempt: Pick<Attempt, 'number' | 'dialing_at'> | undefined,
  agentName: string,
): CallRow {
  const cells: Record<string, string | number | boolean | null | undefined> = {
    CallId: call.id,
    Timestamp: (call.started_at ?? attempt?.dialing_at ?? call.created_at).toISOString(),
    AgentName: agentName,
    CustomerNumber: call.phone,
    CallStatus: call.disposition,
    ConversationSummary: summaryOf(call),
    CallRecordingURL: call.recording_url,
    NextAction: nextActionOf(call),
    Campaign: call.campaign,
    Lead: lead?.source_id,
    Attempt: attempt?.number,
    EndedReason: call.ended_reason,
    Duration: durationSeconds(call),
    CostUSD: call.cost_usd,
    ConsentStatus: lead && (lead.consent || 'none'),
    OptOut: call.opted_out,
    Transcript: call.transcript,
  };
  return Object.fromEntries(
    Object.entries(cells).filter(
      (cell): cell is [string, string | number | boolean] => cell[1] !== null && cell[1] !== undefined,
    ),
  );
}

/** The summary that stands: an automation's is above the provider's, whichever came later. */
export function summaryOf(call: Pick<Call, 'summary' | 'automation_summary'>): string | null {
  return call.automation_summary ?? call.summary;
}

/** The next action that stands: an automation's is above our own. */
export function nextActionOf(call: Pick<Call, 'next_action' | 'automation_next_action'>): string | null {
  return call.automation_next_action ?? call.next_action;
}

/** Seconds that the line was up; 0 for a call that nobody took. */
export function durationSeconds(call: Pick<Call, 'started_at' | 'ended_at'>): number {
  if (!call.started_at || !call.ended_at) return 0;
  return Math.max(0, Math.round((call.ended_at.getTime() - call.started_at.getTime()) / 1000));
}
