import { CallEvent, CallProgress, CallReference, EndCategory } from '../call-event';
import { dateIn, loose, Loose, textIn } from '../loose-json';
import { digestOf, e164In, eventType, ProviderEvent } from '../provider-event';

/** Twilio's status callback, by form field; JSON bodies use the same names. */
interface StatusCallback {
  readonly CallSid: string;
  readonly CallStatus: string;
  readonly To: string;
  readonly SequenceNumber: string;
  readonly Timestamp: string;
  readonly AnsweredBy: string;
  readonly SipResponseCode: string;
}

const PROGRESS: Readonly<Record<string, CallProgress>> = {
  initiated: 'queued',
  queued: 'queued',
  ringing: 'ringing',
  answered: 'in-progress',
  'in-progress': 'in-progress',
};

const ENDED: Readonly<Record<string, EndCategory>> = {
  completed: 'conversation',
  busy: 'busy',
  'no-answer': 'no-answer',
  canceled: 'canceled',
  failed: 'carrier-failure',
};

/** SIP answers that say "there is no such number" (RFC 3261 section 21): 404, 410, 484, 604. */
const NO_SUCH_NUMBER: ReadonlySet<string> = new Set(['404', '410', '484', '604']);

/**
 * Understands a Twilio status callback. Callbacks arrive out of order and more than once: `SequenceNumber` names one,
 * else its status does. Never throws. VAPI reports what was said; Twilio only knows that the line is free again.
 * @param receivedAt used as the event's time where the callback has none; never part of the key
 */
export function readTwilioEvent(body: unknown, receivedAt: Date): ProviderEvent {
  const told = loose<StatusCallback>(body);
  const status = textIn(told.CallStatus)?.toLowerCase();
  const call: CallReference = {
    providerCallId: undefined,
    attemptId: undefined,
    carrierCallId: textIn(told.CallSid),
    phone: e164In(textIn(told.To)),
  };
  const at = dateIn(textIn(told.Timestamp)) ?? receivedAt;
  const sequence =
    typeof told.SequenceNumber === 'number' ? String(told.SequenceNumber) : textIn(told.SequenceNumber);
  const which = sequence === undefined ? ['status', status] : ['sequence', sequence];
  const dedupKey = digestOf(['twilio', call.carrierCallId ?? call.phone, ...which]);
  return { type: eventType(status), event: eventOf(told, status, call, at), dedupKey };
}

function eventOf(
  told: Loose<StatusCallback>,
  status: string | undefined,
  call: CallReference,
  at: Date,
): CallEvent {
  if (status !== undefined && Object.hasOwn(PROGRESS, status)) {
    return { kind: 'progress', call, status: PROGRESS[status] ?? 'queued', at };
  }
  const category = status !== undefined && Object.hasOwn(ENDED, status) ? ENDED[status] : undefined;
  if (category === undefined) return { kind: 'other', call, at };
  return { kind: 'hung-up', call, category: refined(category, told), endedReason: `twilio-${status}`, at };
}

/** Answering-machine detection and the carrier's SIP answer say more than the status, where they are told. */
function refined(category: EndCategory, told: Loose<StatusCallback>): EndCategory {
  const answeredBy = textIn(told.AnsweredBy) ?? '';
  if (category === 'conversation' && /^(machine_|fax)/.test(answeredBy)) return 'voicemail';
  const code =
    typeof told.SipResponseCode === 'number' ? String(told.SipResponseCode) : textIn(told.SipResponseCode);
  return category === 'carrier-failure' && NO_SUCH_NUMBER.has(code ?? '') ? 'bad-number' : category;
}
