import { parseInstant } from '../../config/checks';
import { CallAnalysis } from '../call-event';
import { ToolClaims } from '../../conversation/conversation-claims';
import { booleanIn, isRecord, loose, textIn } from '../loose-json';
import { REQUEST_CALLBACK_TOOL } from './agent-tools';
import { isOptOut, ToolCall } from './tool-calls';

const TEXT_LIMIT = 500;

/**
 * Reads what a model made of the conversation, trusting no type: whatever is not what the schema asked for is dropped.
 * Of an outcome and a flag that contradict each other, the one that stops counts.
 * @param callTime when the call took place; a callback has to lie after it
 */
export function callAnalysis(structuredData: unknown, callTime: Date | undefined): CallAnalysis {
  const data = loose<CallAnalysis>(isRecord(structuredData) ? structuredData : {});
  const outcome = shortText(data.outcome);
  return withoutAbsent({
    reached: booleanIn(data.reached),
    outcome,
    interest: shortText(data.interest),
    objection: shortText(data.objection),
    nextAction: shortText(data.nextAction),
    callbackAt: callbackAfter(data.callbackAt, callTime),
    optOut: outcome === 'opted-out' || booleanIn(data.optOut),
    wrongNumber: outcome === 'wrong-number' || booleanIn(data.wrongNumber),
    wantsHuman: booleanIn(data.wantsHuman),
  });
}

/** What the agent's tools were called with: the webhook that carried it may never have arrived. */
export function toolClaims(toolCalls: readonly ToolCall[], callTime: Date | undefined): ToolClaims {
  const requested = toolCalls.filter((call) => call.name === REQUEST_CALLBACK_TOOL).at(-1);
  const callbackAt = callbackAfter(requested?.arguments.callbackAt, callTime);
  return { ...(toolCalls.some(isOptOut) && { optOut: true }), ...(callbackAt && { callbackAt }) };
}

/** A time without an offset is dropped: read in the wrong zone, it would ring at night. */
function callbackAfter(value: unknown, callTime: Date | undefined): Date | undefined {
  const instant = parseInstant(textIn(value) ?? '');
  if (instant === undefined || (callTime !== undefined && instant <= callTime)) return undefined;
  return instant;
}

function shortText(value: unknown): string | undefined {
  return textIn(value)?.slice(0, TEXT_LIMIT);
}

/** Absent fields are left out, so that an empty analysis is `{}` and stores as such. */
function withoutAbsent(analysis: { [K in keyof CallAnalysis]: CallAnalysis[K] | undefined }): CallAnalysis {
  return Object.fromEntries(Object.entries(analysis).filter(([, value]) => value !== undefined));
}
