import type { Vapi } from '@vapi-ai/server-sdk';
import { parseInstant } from '../../config/checks';
import { CallbackWish } from '../call-event';
import { isRecord, listIn, loose, parseJson, textIn } from '../loose-json';
import { REQUEST_CALLBACK_TOOL } from './agent-tools';

/** A function that the agent called. */
export interface ToolCall {
  readonly id: string | undefined;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** The answer to a `tool-calls` message: one line of text for every call, in the order asked. */
export interface ToolCallAnswer {
  readonly results: { readonly toolCallId: string; readonly name: string; readonly result: string }[];
}

/** Beside the schema's two lists, live messages carry a third, and older ones flat calls with `parameters`. */
type ToolCallsMessage = Vapi.ServerMessageToolCalls & { toolCalls: unknown };
type FlatToolCall = Vapi.ToolCall & { name: string; arguments: unknown; parameters: unknown };

/** The calls of a `tool-calls` message, from the first of its lists that has any. */
export function toolCallsOf(message: unknown): readonly ToolCall[] {
  const { toolCallList, toolCalls, toolWithToolCallList } = loose<ToolCallsMessage>(message);
  const wrapped = listIn(toolWithToolCallList).map((item) => loose<{ toolCall: unknown }>(item).toolCall);
  const lists = [listIn(toolCallList), listIn(toolCalls), wrapped];
  return (lists.find((list) => list.length > 0) ?? []).map(readToolCall).filter((call) => call !== undefined);
}

/** Reads one call; arguments come as an object, as JSON text, or as `parameters`. */
export function readToolCall(value: unknown): ToolCall | undefined {
  const call = loose<FlatToolCall>(value);
  const called = loose<Vapi.ToolCallFunction & { parameters: unknown }>(call.function);
  const name = textIn(called.name) ?? textIn(call.name);
  if (name === undefined) return undefined;
  const given = called.arguments ?? called.parameters ?? call.arguments ?? call.parameters;
  const parsed = typeof given === 'string' ? parseJson(given) : given;
  return { id: textIn(call.id), name, arguments: isRecord(parsed) ? parsed : {} };
}

/** Whether the call records an opt-out, under our tool's name or one that a saved assistant is likely to use. */
export function isOptOut(call: ToolCall): boolean {
  return ['optout', 'donotcall', 'stopcalling'].includes(call.name.toLowerCase().replace(/[^a-z]/g, ''));
}

/** What came of the calls in a `tool-calls` message, once it is stored. */
export interface ToolOutcome {
  /** The call is being ended from outside of the model, with a farewell of its own. */
  readonly isEnding?: boolean;
  /** What the agent is to say about the callback; absent: it was taken down as it is. */
  readonly callbackAnswer?: string;
}

/**
 * What to answer a webhook body with, if it is a `tool-calls` message; `undefined` for any other type. The words are
 * for the agent to act on. Answer only once the opt-out is stored: the agent then tells the person that it is.
 */
export function toolCallAnswer(body: unknown, outcome: ToolOutcome = {}): ToolCallAnswer | undefined {
  const { message } = loose<{ message: unknown }>(body);
  if (loose<Vapi.ServerMessageToolCalls>(message).type !== 'tool-calls') return undefined;
  const calls = toolCallsOf(message);
  const isOver = calls.some(isOptOut);
  const results = calls.flatMap((call) =>
    call.id === undefined
      ? []
      : [{ toolCallId: call.id, name: call.name, result: resultOf(call, isOver, outcome) }],
  );
  return { results };
}

/** When the person wants to be called, by the last `request_callback` of the message; `undefined` if there is none. */
export function callbackWish(calls: readonly ToolCall[]): CallbackWish | undefined {
  const call = calls.findLast(({ name }) => name === REQUEST_CALLBACK_TOOL);
  if (!call) return undefined;
  const at = parseInstant(textIn(call.arguments.callbackAt) ?? '');
  const words = textIn(call.arguments.words);
  return { ...(at && { at }), ...(words !== undefined && { words: words.slice(0, WORDS_LIMIT) }) };
}

const WORDS_LIMIT = 500;

function resultOf(call: ToolCall, isOver: boolean, { isEnding, callbackAnswer }: ToolOutcome): string {
  if (isOptOut(call)) {
    return isEnding === true
      ? 'The opt-out is recorded, and the call is being ended with a farewell. Say nothing more.'
      : 'The opt-out is recorded. Say that there will be no more calls, apologize for the disturbance, say goodbye and end the call.';
  }
  if (call.name !== REQUEST_CALLBACK_TOOL) return 'There is no such tool. Go on without it.';
  if (isOver) return 'No callback: the person wants no more calls.';
  return (
    callbackAnswer ??
    'The time was not understood. Ask for the day, the time and the time zone, then call this tool again.'
  );
}
