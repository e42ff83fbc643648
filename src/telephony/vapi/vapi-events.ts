import type { Vapi } from '@vapi-ai/server-sdk';
import { readOptOut } from '../../conversation/opt-out-phrases';
import { CallEvent, CallReference, CallReport } from '../call-event';
import { dateIn, loose, Loose, textIn } from '../loose-json';
import { digestOf, eventType, ProviderEvent } from '../provider-event';
import { isBypassed, NEVER_CONNECTED } from './bypass';
import { callProgress } from './call-progress';
import { referenceOf } from './call-reference';
import { callReport } from './call-report';
import { endCategory } from './ended-reasons';
import { isFlat, readFlatEvent } from './flat-events';
import { Heard, heardInTranscript, heardInUpdate, lastSpokenAt } from './live-words';
import { stripSecrets } from './strip-secrets';
import { callbackWish, isOptOut, ToolCall, toolCallsOf } from './tool-calls';

type Message = Pick<Vapi.ServerMessageStatusUpdate, 'status' | 'endedReason' | 'timestamp'> & {
  type: string;
};

/**
 * Understands a body sent to `/vapi-webhook`: VAPI's nested messages, or the flat form. Never throws: what makes no
 * sense becomes an event of kind `other`.
 *
 * The deduplication key is made here because VAPI sends no event id and no delivery can be told from another by its
 * bytes: presigned addresses are made anew for each. What identifies an event is its call, its type and what it says.
 * @param receivedAt used as the event's time where the message has none; never part of the key
 */
export function readVapiEvent(body: unknown, receivedAt: Date): ProviderEvent {
  const message = loose<{ message: unknown }>(body).message;
  if (message === undefined && isFlat(body)) return readFlatEvent(body, receivedAt);
  const told = loose<Message>(message);
  const written = textIn(told.type);
  const call = referenceOf(message);
  const at = dateIn(told.timestamp) ?? receivedAt;
  const keyOf = (...parts: readonly unknown[]) =>
    digestOf(['vapi', written, ...subject(call, told, body), ...parts]);
  const type = eventType(written);
  const other = (): ProviderEvent => ({
    type,
    event: { kind: 'other', call, at },
    dedupKey: keyOf(...otherKey(told, body)),
  });

  switch (written) {
    case 'status-update':
      return {
        ...other(),
        ...(isHearsay(told, message) ? {} : statusUpdate(told, call, at)),
        dedupKey: keyOf(textIn(told.status), textIn(told.endedReason)),
      };
    case 'end-of-call-report': {
      const report = callReport(message);
      // Twilio says what became of a call that it dialed, and why nobody was connected.
      if (report.endedReason === NEVER_CONNECTED) return other();
      return { type, event: { kind: 'report', call, report, at }, dedupKey: keyOf(gist(report)) };
    }
    case 'tool-calls': {
      const calls = toolCallsOf(message);
      const ids = calls.map((tool) => tool.id);
      if (ids.length === 0 || ids.includes(undefined)) ids.push(...otherKey(told, body).map(String));
      return { type, event: toolEvent(calls, lastSpokenAt(message, at), call, at), dedupKey: keyOf(ids) };
    }
    case 'transcript':
    case 'transcript[transcriptType="final"]': {
      const { role, transcript } = loose<Vapi.ServerMessageTranscript>(message);
      const key = keyOf(textIn(role), textIn(transcript), ...otherKey(told, body));
      return { type: 'transcript', dedupKey: key, ...spokenEvent(message, call, at) };
    }
    case 'conversation-update':
      return { ...other(), ...heardEvent(heardInUpdate(message), call, at) };
    default:
      return other();
  }
}

/** All of a report, but what was said only once. */
function gist({ utterances, ...told }: CallReport): unknown {
  return told.transcript === undefined ? { ...told, utterances } : told;
}

/** An opt-out stands whatever else the agent asks for in the same breath. */
function toolEvent(calls: readonly ToolCall[], saidAt: Date, call: CallReference, at: Date): CallEvent {
  const optOut = calls.find(isOptOut);
  if (optOut) {
    const { language } = readOptOut(textIn(optOut.arguments.words) ?? '');
    return { kind: 'opt-out', call, channel: 'tool', saidAt, ...(language && { language }), at };
  }
  const wish = callbackWish(calls);
  return wish === undefined ? { kind: 'other', call, at } : { kind: 'callback', call, wish, at };
}

/**
 * A line without any such meaning is kept for whoever follows the call while it is up: who said what and when, since the
 * message repeats the whole conversation besides.
 */
function spokenEvent(
  message: unknown,
  call: CallReference,
  at: Date,
): Pick<ProviderEvent, 'event' | 'isPassing' | 'kept'> {
  const heard = heardInTranscript(message);
  const { role, transcriptType, transcript, timestamp } = loose<Vapi.ServerMessageTranscript>(message);
  if (heard || transcriptType !== 'final' || textIn(transcript) === undefined)
    return heardEvent(heard, call, at);
  const kept = { message: { type: 'transcript', role, transcriptType, transcript, timestamp } };
  return { event: { kind: 'other', call, at }, kept };
}

/** What is heard in an update of the conversation, or not final, is told again by what follows. */
function heardEvent(
  heard: Heard | undefined,
  call: CallReference,
  at: Date,
): Pick<ProviderEvent, 'event' | 'isPassing'> {
  if (heard === undefined) return { event: { kind: 'other', call, at }, isPassing: true };
  if (heard.verdict === 'doubtful') return { event: { kind: 'doubt', call, at } };
  const { channel, language } = heard;
  return { event: { kind: 'opt-out', call, channel, saidAt: at, ...(language && { language }), at } };
}

/** Before the line is up, VAPI knows nothing of a call that Twilio dials: its record proves no phone call. */
function isHearsay(told: Loose<Message>, message: unknown): boolean {
  if (told.endedReason === NEVER_CONNECTED) return true;
  const isEarly = ['scheduled', 'queued', 'ringing'].some((status) => status === told.status);
  return isEarly && isBypassed(message);
}

/** Only the message's own status counts: `message.call.status` is from the call's creation. */
function statusUpdate(told: Loose<Message>, call: CallReference, at: Date): { event?: CallEvent } {
  if (told.status === 'ended') {
    const endedReason = textIn(told.endedReason);
    return { event: { kind: 'hung-up', call, category: endCategory(endedReason), endedReason, at } };
  }
  const status = callProgress(told.status);
  return status === undefined ? {} : { event: { kind: 'progress', call, status, at } };
}

/** What the event is about. Without any id, the whole content has to tell two calls apart. */
function subject(call: CallReference, told: Loose<Message>, body: unknown): readonly unknown[] {
  if (call.providerCallId !== undefined) return ['call', call.providerCallId];
  if (call.attemptId !== undefined) return ['attempt', call.attemptId];
  return ['nobody', call.phone, ...otherKey(told, body)];
}

/** The envelope's time tells events of one type apart; where it is missing, the content does. */
function otherKey(told: Loose<Message>, body: unknown): readonly unknown[] {
  return told.timestamp === undefined
    ? ['content', stripSecrets(body)]
    : ['at', stripSecrets(told.timestamp)];
}
