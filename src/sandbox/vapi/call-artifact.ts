import { arrayOf, objectOf, stringOf } from '../http/json';
import type { Line, SimulatedCall, ToolUse } from './simulated-call';

interface ToolCallMessage {
  role: 'tool_calls';
  message: string;
  toolCalls: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
  time: number;
  secondsFromStart: number;
}

interface ToolResultMessage {
  role: 'tool_call_result';
  message: string;
  toolCallId: string;
  name: string;
  result: string;
  time: number;
  secondsFromStart: number;
}

interface SpokenMessage {
  role: 'bot' | 'user';
  message: string;
  time: number;
  endTime: number;
  secondsFromStart: number;
  /** Milliseconds, as observed; the schema's prose says seconds. */
  duration: number;
}

interface SystemMessage {
  role: 'system';
  message: string;
  time: number;
  secondsFromStart: number;
}

export type ArtifactMessage = SystemMessage | SpokenMessage | ToolCallMessage | ToolResultMessage;

function systemPrompt(call: SimulatedCall): string | undefined {
  const messages = arrayOf(objectOf(call.assistant.model).messages).map(objectOf);
  return stringOf(messages.find(({ role }) => role === 'system')?.content);
}

/** The lines said by `until` (ISO 8601), at the most until the call ended. */
export function linesUntil(call: SimulatedCall, until: string): Line[] {
  if (call.startedAt === undefined) return [];
  const last = call.endedAt !== undefined && call.endedAt < until ? call.endedAt : until;
  return call.plan.lines.filter(({ endAt }) => endAt <= last);
}

function toolMessages(tool: ToolUse, startMs: number): ArtifactMessage[] {
  const time = Date.parse(tool.at);
  const text = JSON.stringify(tool.arguments);
  const used: ToolCallMessage = {
    role: 'tool_calls',
    message: '',
    toolCalls: [{ id: tool.id, type: 'function', function: { name: tool.name, arguments: text } }],
    time,
    secondsFromStart: (time - startMs) / 1000,
  };
  if (tool.result === undefined) return [used];
  const answeredMs = Date.parse(tool.answeredAt ?? tool.at);
  const result: ToolResultMessage = {
    role: 'tool_call_result',
    message: '',
    toolCallId: tool.id,
    name: tool.name,
    result: tool.result,
    time: answeredMs,
    secondsFromStart: (answeredMs - startMs) / 1000,
  };
  return [used, result];
}

/** The messages of the call so far, in the order of time. Empty while nobody has answered. */
export function messagesUntil(call: SimulatedCall, until: string): ArtifactMessage[] {
  if (call.startedAt === undefined) return [];
  const startMs = Date.parse(call.startedAt);
  const prompt = systemPrompt(call);
  const system: ArtifactMessage[] =
    prompt === undefined ? [] : [{ role: 'system', message: prompt, time: startMs, secondsFromStart: 0 }];
  const said = linesUntil(call, until).map(({ role, text, at, endAt }): SpokenMessage => {
    const [time, endTime] = [Date.parse(at), Date.parse(endAt)];
    return {
      role,
      message: text,
      time,
      endTime,
      secondsFromStart: (time - startMs) / 1000,
      duration: endTime - time,
    };
  });
  const { tool } = call.plan;
  const used = tool !== undefined && tool.at <= until ? toolMessages(tool, startMs) : [];
  return [...system, ...[...said, ...used].toSorted((a, b) => a.time - b.time)];
}

/** `AI: …` and `User: …`, a line each. */
export function transcriptOf(call: SimulatedCall, until: string): string {
  return linesUntil(call, until)
    .map(({ role, text }) => `${role === 'bot' ? 'AI' : 'User'}: ${text}\n`)
    .join('');
}

/**
 * The artifact. A finished, connected call has its transcript and recordings; with `delivery` (any text that
 * differs per delivery) it has presigned addresses, which VAPI makes anew for each one.
 */
export function artifactOf(call: SimulatedCall, until: string, delivery?: string) {
  const messages = messagesUntil(call, until);
  const spoken = linesUntil(call, until);
  const messagesOpenAIFormatted = spoken.map(({ role, text }) => ({
    role: role === 'bot' ? ('assistant' as const) : ('user' as const),
    content: text,
  }));
  const variableValues = objectOf(objectOf(call.request.assistantOverrides).variableValues);
  const base = { messages, messagesOpenAIFormatted, variableValues };
  if (call.startedAt === undefined || call.status !== 'ended') return base;
  const isRecorded = objectOf(call.assistant.artifactPlan).recordingEnabled !== false;
  const transcript = transcriptOf(call, until);
  if (!isRecorded) return { ...base, transcript };
  const folder = `https://storage.vapi.example/${call.id}`;
  const mono = {
    combinedUrl: `${folder}-mono.wav`,
    assistantUrl: `${folder}-bot.wav`,
    customerUrl: `${folder}-user.wav`,
  };
  return {
    ...base,
    transcript,
    recordingUrl: mono.combinedUrl,
    stereoRecordingUrl: `${folder}-stereo.wav`,
    recording: { stereoUrl: `${folder}-stereo.wav`, mono },
    ...(delivery !== undefined && {
      presignedMonoUrl: `${mono.combinedUrl}?X-Amz-Signature=${delivery}`,
      presignedStereoUrl: `${folder}-stereo.wav?X-Amz-Signature=${delivery}`,
      presignedUrlsExpiresAt: new Date(Date.parse(until) + 3_600_000).toISOString(),
    }),
  };
}
