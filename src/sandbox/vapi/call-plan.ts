import type { Chance } from '../chance';
import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '../http/json';
import { converse, type Conversation, type Utterance } from './conversation';
import { COURSES, type Behaviour } from './people';
import type { CallPlan, Line, ToolUse } from './simulated-call';
import { toolArguments } from './tool-arguments';

const DEFAULT_MAX_SECONDS = 600;

/** What a plan is made of. */
export interface PlanInput {
  callId: string;
  behaviour: Behaviour;
  /** When the call leaves the queue. */
  from: Date;
  /** Divides every duration. */
  pace: number;
  assistant: JsonObject;
  variableValues: JsonObject;
}

/** `{{name}}` replaced as VAPI does; what is not known vanishes. */
function render(template: string, values: JsonObject): string {
  return template.replace(/\{\{-?\s*([\w.]+)[^}]*\}\}/g, (_, name: string) => {
    const value = name.split('.').reduce<unknown>((inside, key) => objectOf(inside)[key], values);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

/** About two and a half words a second. */
function secondsToSay(text: string): number {
  return 0.6 + text.split(/\s+/).length / 2.5;
}

/** Puts utterances one after the other from an instant on, with a breath in between. */
export function spoken(utterances: readonly Utterance[], fromMs: number, pace: number): Line[] {
  let atMs = fromMs;
  return utterances.map(({ role, text }) => {
    const startMs = atMs + 700 / pace;
    const endMs = startMs + (secondsToSay(text) * 1000) / pace;
    atMs = endMs;
    return { role, text, at: new Date(startMs).toISOString(), endAt: new Date(endMs).toISOString() };
  });
}

/** The function tool of that name, in the assistant's model. */
export function findTool(assistant: JsonObject, name: string): JsonObject | undefined {
  const tools = arrayOf(objectOf(assistant.model).tools).map(objectOf);
  return tools.find((tool) => objectOf(tool.function).name === name);
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The call of a tool that the person's wish brings about at the instant `atMs`. */
function toolUse(
  definition: JsonObject,
  id: string,
  name: string,
  atMs: number,
  conversation: Conversation,
): ToolUse {
  const { callbackInHours } = conversation.findings;
  const given = toolArguments(objectOf(objectOf(definition.function).parameters), {
    words: conversation.said.at(-1)?.text ?? '',
    ...(callbackInHours !== undefined && { callbackAt: iso(atMs + callbackInHours * 3_600_000) }),
  });
  return { id, name, arguments: given, at: iso(atMs) };
}

/** Decides the whole course of a call. */
export function planCall(
  { callId, behaviour, from, pace, assistant, variableValues }: PlanInput,
  chance: Chance,
): CallPlan {
  const course = COURSES[behaviour];
  const seconds = (range: readonly [number, number], name: string): number =>
    (chance.between(...range, name, callId) * 1000) / pace;
  const conversation = converse(behaviour, chance, callId);
  const dialedMs = from.getTime() + seconds([0.8, 2.2], 'dial');
  const pickedUpMs = dialedMs + (course.ringing === undefined ? 0 : seconds(course.ringing, 'ring'));
  const opening = stringOf(assistant.firstMessage);
  const first: Utterance[] =
    opening === undefined ? [] : [{ role: 'bot', text: render(opening, variableValues) }];
  const tool = conversation.tool === undefined ? undefined : findTool(assistant, conversation.tool);
  const farewell = tool === undefined ? conversation.farewell : [];
  const message = behaviour === 'voicemail' ? stringOf(assistant.voicemailMessage) : undefined;
  const left: Utterance[] = message === undefined ? [] : [{ role: 'bot', text: message }];
  const said = course.isAnswered ? [...first, ...conversation.said, ...farewell, ...left] : [];
  const lines = spoken(said, pickedUpMs, pace);
  const lastMs = Date.parse(lines.at(-1)?.endAt ?? new Date(pickedUpMs).toISOString());
  const toolId = `call_${chance.hex(24, 'tool', callId)}`;
  const use = tool && toolUse(tool, toolId, conversation.tool ?? '', lastMs + 500 / pace, conversation);
  const endsMs = lastMs + seconds(course.lingering, 'linger');
  const plan: CallPlan = {
    ...(course.ringing !== undefined && { ringingAt: iso(dialedMs) }),
    ...(course.isAnswered && { answeredAt: iso(pickedUpMs) }),
    lines,
    ...(use && { tool: use }),
    farewell: conversation.farewell,
    endsAt: iso(endsMs),
    endedReason: course.endedReason,
    ...(course.isReported && { reportAt: iso(endsMs + seconds([5, 15], 'report')) }),
    findings: conversation.findings,
  };
  return cutShort(plan, numberOf(assistant.maxDurationSeconds) ?? DEFAULT_MAX_SECONDS, pace);
}

/** The course of a call that is over after so many seconds, whatever is said in it. */
export function planCallLasting(seconds: number, input: PlanInput, chance: Chance): CallPlan {
  const natural = planCall({ ...input, pace: 1 }, chance);
  const naturalMs = Date.parse(natural.endsAt) - input.from.getTime();
  return planCall({ ...input, pace: naturalMs / (seconds * 1000) }, chance);
}

/** Ends the call where the assistant's longest duration does. */
function cutShort(plan: CallPlan, maxSeconds: number, pace: number): CallPlan {
  if (plan.answeredAt === undefined) return plan;
  const latestMs = Date.parse(plan.answeredAt) + (maxSeconds * 1000) / pace;
  const overMs = Date.parse(plan.endsAt) - latestMs;
  if (overMs <= 0) return plan;
  const endsAt = new Date(latestMs).toISOString();
  const { tool: _unused, reportAt, ...rest } = plan;
  return {
    ...rest,
    lines: plan.lines.filter(({ endAt }) => endAt <= endsAt),
    endsAt,
    endedReason: 'exceeded-max-duration',
    ...(reportAt !== undefined && { reportAt: new Date(Date.parse(reportAt) - overMs).toISOString() }),
  };
}
