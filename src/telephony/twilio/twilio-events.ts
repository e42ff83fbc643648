import { CallEvent, CallReference, EndCategory } from '../call-event';
import { dateIn, loose, Loose, textIn } from '../loose-json';
import { digestOf, e164In, eventType, ProviderEvent } from '../provider-event';
import { TWILIO_ENDS, TWILIO_PROGRESS } from './twilio-call';

/** Twilio's status callback, by form field; JSON bodies use the same names. */
interface StatusCallback {
  readonly CallSid: string;
  readonly CallStatus: string;
  readonly To: string;
  readonly SequenceNumber: string;
  readonly Timestamp: string;
  readonly AnsweredBy: string;
  readonly SipResponseCode: string;
  /** Ours, from the address that the callback was sent to. */
  readonly attempt: string;
  readonly call: string;
}

/** SIP answers that say "there is no such number" (RFC 3261 section 21): 404, 410, 484, 604. */
const NO_SUCH_NUMBER: ReadonlySet<string> = new Set(['404', '410', '484', '604']);

/**
 * Understands a Twilio status callback. Callbacks arrive out of order and more than once: `SequenceNumber` names one,
 * else its status does. Which of them is the latest is for
 * the settlement to tell, by that number. Never throws. VAPI reports what was said; Twilio only knows that the line is free again.
 * @param receivedAt used as the event's time where the callback has none; never part of the key
 */
export function readTwilioEvent(body: unknown, receivedAt: Date): ProviderEvent {
  const told = loose<StatusCallback>(body);
  const status = textIn(told.CallStatus)?.toLowerCase();
  const call: CallReference = {
    providerCallId: textIn(told.call),
    attemptId: textIn(told.attempt),
    carrierCallId: textIn(told.CallSid),
    phone: e164In(textIn(told.To)),
  };
  const at = dateIn(textIn(told.Timestamp)) ?? receivedAt;
  const sequence = sequenceOf(told);
  const which = sequence === undefined ? ['status', status] : ['sequence', String(sequence)];
  const dedupKey = digestOf(['twilio', call.carrierCallId ?? call.phone, ...which]);
  return { type: eventType(status), event: eventOf(told, status, call, at), dedupKey };
}

function eventOf(
  told: Loose<StatusCallback>,
  status: string | undefined,
  call: CallReference,
  at: Date,
): CallEvent {
  const sequence = sequenceOf(told);
  if (status !== undefined && Object.hasOwn(TWILIO_PROGRESS, status)) {
    return { kind: 'progress', call, status: TWILIO_PROGRESS[status] ?? 'queued', at, sequence };
  }
  const category =
    status !== undefined && Object.hasOwn(TWILIO_ENDS, status) ? TWILIO_ENDS[status] : undefined;
  if (category === undefined) return { kind: 'other', call, at };
  const endedReason = `twilio-${status}`;
  return { kind: 'hung-up', call, category: refined(category, told), endedReason, at, sequence };
}

function sequenceOf({ SequenceNumber: told }: Loose<StatusCallback>): number | undefined {
  const text = typeof told === 'number' ? String(told) : (textIn(told) ?? '');
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Answering-machine detection and the carrier's SIP answer say more than the status, where they are told. */
function refined(category: EndCategory, told: Loose<StatusCallback>): EndCategory {
  const answeredBy = textIn(told.AnsweredBy) ?? '';
  if (category === 'conversation' && /^(machine_|fax)/.test(answeredBy)) return 'voicemail';
  const code =
    typeof told.SipResponseCode === 'number' ? String(told.SipResponseCode) : textIn(told.SipResponseCode);
  return category === 'carrier-failure' && NO_SUCH_NUMBER.has(code ?? '') ? 'bad-number' : category;
}
