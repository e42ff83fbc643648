import type { Vapi } from '@vapi-ai/server-sdk';
import { CallEvent, CallReference } from '../call-event';
import { dateIn, loose, Loose, textIn } from '../loose-json';
import { digestOf, eventType, ProviderEvent } from '../provider-event';
import { callProgress } from './call-progress';
import { referenceOf } from './call-reference';
import { callReport } from './call-report';
import { endCategory } from './ended-reasons';
import { isFlat, readFlatEvent } from './flat-events';
import { stripSecrets } from './strip-secrets';
import { isOptOut, toolCallsOf } from './tool-calls';

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
  const other = {
    type,
    event: { kind: 'other', call, at } satisfies CallEvent,
    dedupKey: keyOf(...otherKey(told, body)),
  };

  switch (written) {
    case 'status-update':
      return {
        ...other,
        ...statusUpdate(told, call, at),
        dedupKey: keyOf(textIn(told.status), textIn(told.endedReason)),
      };
    case 'end-of-call-report': {
      const report = callReport(message);
      return { type, event: { kind: 'report', call, report, at }, dedupKey: keyOf(report) };
    }
    case 'tool-calls': {
      const calls = toolCallsOf(message);
      const ids = calls.map((tool) => tool.id);
      if (ids.length === 0 || ids.includes(undefined)) ids.push(...otherKey(told, body).map(String));
      const kind = calls.some(isOptOut) ? 'opt-out' : 'other';
      return { type, event: { kind, call, at }, dedupKey: keyOf(ids) };
    }
    default:
      return other;
  }
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
