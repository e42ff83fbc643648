import { arrayOf, isObject, objectOf } from '../http/json';
import { analysisOf } from './call-analysis';
import { artifactOf, transcriptOf } from './call-artifact';
import { findTool } from './call-plan';
import { costOf, costsOf } from './call-costs';
import { snapshotOf } from './call-view';
import type { Organisation } from './organisation';
import type { Message, SimulatedCall } from './simulated-call';

/** What every server message carries. `call` is the snapshot from the call's creation. */
function envelope(call: SimulatedCall, message: Message, organisation: Organisation, url: string) {
  const phoneNumber = organisation.phoneNumber(call.phoneNumberId) ?? call.request.phoneNumber;
  return {
    timestamp: Date.parse(message.at),
    call: snapshotOf(call, organisation, url),
    ...(phoneNumber !== undefined && { phoneNumber }),
    customer: call.customer,
    assistant: call.assistant,
  };
}

export function statusUpdate(call: SimulatedCall, { at, status, endedReason }: Message) {
  return {
    type: 'status-update' as const,
    status: status ?? call.status,
    ...(endedReason !== undefined && { endedReason }),
    artifact: artifactOf(call, at),
  };
}

/** @param delivery differs per delivery, and so do the presigned addresses */
export function endOfCallReport(call: SimulatedCall, { at }: Message, delivery: string) {
  const artifact = artifactOf(call, at, delivery);
  const analysis = analysisOf(call);
  const cost = costOf(call);
  const durationMs =
    call.startedAt !== undefined && call.endedAt !== undefined
      ? Date.parse(call.endedAt) - Date.parse(call.startedAt)
      : undefined;
  return {
    type: 'end-of-call-report' as const,
    endedReason: call.endedReason ?? call.plan.endedReason,
    ...(call.startedAt !== undefined && { startedAt: call.startedAt }),
    ...(call.startedAt !== undefined && call.endedAt !== undefined && { endedAt: call.endedAt }),
    cost,
    costs: costsOf(call),
    analysis,
    artifact,
    // Duplicates at the message's own level that real payloads still carry, though no schema has them.
    ...(analysis.summary !== undefined && { summary: analysis.summary }),
    ...(call.startedAt !== undefined && { transcript: transcriptOf(call, at), messages: artifact.messages }),
    ...('recordingUrl' in artifact && {
      recordingUrl: artifact.recordingUrl,
      stereoRecordingUrl: artifact.stereoRecordingUrl,
    }),
    ...(durationMs !== undefined && { durationMs, durationSeconds: durationMs / 1000 }),
  };
}

export function toolCalls(call: SimulatedCall, { at }: Message) {
  const { tool } = call.plan;
  const list = tool
    ? [{ id: tool.id, type: 'function' as const, function: { name: tool.name, arguments: tool.arguments } }]
    : [];
  const definition = tool && findTool(call.assistant, tool.name);
  return {
    type: 'tool-calls' as const,
    toolCallList: list,
    toolWithToolCallList: list.map((toolCall) => ({ ...definition, toolCall })),
    toolCalls: list,
    artifact: artifactOf(call, at),
  };
}

function transcript(call: SimulatedCall, { line, at }: Message) {
  const said = call.plan.lines[line ?? 0];
  return {
    type: 'transcript' as const,
    role: said?.role === 'bot' ? ('assistant' as const) : ('user' as const),
    transcriptType: 'final' as const,
    transcript: said?.text ?? '',
    artifact: artifactOf(call, at),
  };
}

function conversationUpdate(call: SimulatedCall, { at }: Message) {
  const { messages, messagesOpenAIFormatted } = artifactOf(call, at);
  const conversation = messagesOpenAIFormatted;
  return { type: 'conversation-update' as const, conversation, messages, messagesOpenAIFormatted };
}

function body(call: SimulatedCall, message: Message, delivery: string) {
  switch (message.type) {
    case 'status-update':
      return statusUpdate(call, message);
    case 'end-of-call-report':
      return endOfCallReport(call, message, delivery);
    case 'tool-calls':
      return toolCalls(call, message);
    case 'transcript':
      return transcript(call, message);
    case 'conversation-update':
      return conversationUpdate(call, message);
    case 'assistant.started':
      return { type: message.type, newAssistant: call.assistant };
    default:
      return message.type satisfies never;
  }
}

/** The JSON body of one delivery of a server message. */
export function serverMessage(
  call: SimulatedCall,
  message: Message,
  organisation: Organisation,
  url: string,
  delivery: string,
) {
  return { message: { ...envelope(call, message, organisation, url), ...body(call, message, delivery) } };
}

/** The answer to a tool call as the model gets to see it: one line, whatever the server said. */
export function toolResult(answer: unknown, toolCallId: string): string {
  const results = arrayOf(objectOf(answer).results).filter(isObject);
  const own = results.find((result) => result.toolCallId === toolCallId);
  const text = own?.result ?? own?.error;
  return typeof text === 'string' ? text.replace(/\s*\n\s*/g, ' ') : 'No result returned.';
}
