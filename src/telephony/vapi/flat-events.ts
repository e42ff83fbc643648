import { CallEvent, CallProgress, CallReference, CallReport, EndCategory } from '../call-event';
import { dateIn, loose, textIn } from '../loose-json';
import { digestOf, e164In, ProviderEvent } from '../provider-event';
import { isStableUrl } from './call-report';
import { endCategory } from './ended-reasons';

/** The flat form that automations send in place of VAPI's nested messages. */
interface FlatBody {
  readonly call_id: string;
  readonly status: string;
  readonly summary: string;
  readonly recording_url: string;
  readonly customer_number: string;
  readonly agent_name: string;
  readonly timestamp: unknown;
}

const PROGRESS: Readonly<Record<string, CallProgress>> = {
  scheduled: 'queued',
  queued: 'queued',
  initiated: 'queued',
  ringing: 'ringing',
  started: 'in-progress',
  answered: 'in-progress',
  'in-progress': 'in-progress',
  forwarding: 'forwarding',
};

const ENDED: Readonly<Record<string, EndCategory>> = {
  completed: 'conversation',
  complete: 'conversation',
  ended: 'conversation',
  finished: 'conversation',
  success: 'conversation',
  'callback-requested': 'conversation',
  'no-answer': 'no-answer',
  unanswered: 'no-answer',
  missed: 'no-answer',
  busy: 'busy',
  voicemail: 'voicemail',
  machine: 'voicemail',
  'invalid-number': 'bad-number',
  canceled: 'canceled',
  cancelled: 'canceled',
  failed: 'carrier-failure',
  error: 'carrier-failure',
};

const OPTED_OUT: ReadonlySet<string> = new Set(['opted-out', 'opt-out', 'do-not-call', 'dnc']);

/** Whether a body is of the flat form: it names a call at the top. */
export function isFlat(body: unknown): boolean {
  return textIn(loose<FlatBody>(body).call_id) !== undefined;
}

/** Reads the flat form. A word that is neither progress nor known as an end is a finished call of `unknown` category. */
export function readFlatEvent(body: unknown, receivedAt: Date): ProviderEvent {
  const told = loose<FlatBody>(body);
  const call: CallReference = {
    providerCallId: textIn(told.call_id),
    attemptId: undefined,
    carrierCallId: undefined,
    phone: e164In(textIn(told.customer_number)),
    reported: true,
  };
  const at = dateIn(told.timestamp) ?? receivedAt;
  const status = textIn(told.status);
  const word = (status ?? '').toLowerCase().replace(/[\s_]+/g, '-');
  const summary = textIn(told.summary);
  const recordingUrl = [textIn(told.recording_url)].find((url) => url !== undefined && isStableUrl(url));
  const progress = Object.hasOwn(PROGRESS, word) ? PROGRESS[word] : undefined;
  const event: CallEvent = progress
    ? { kind: 'progress', call, status: progress, at }
    : { kind: 'report', call, report: flatReport(word, status, summary, recordingUrl), at };
  const dedupKey = digestOf(['vapi', 'flat', call.providerCallId, word, summary, recordingUrl]);
  return { type: 'call-status', event, dedupKey };
}

function flatReport(
  word: string,
  status: string | undefined,
  summary: string | undefined,
  recordingUrl: string | undefined,
): CallReport {
  const optOut = OPTED_OUT.has(word);
  const named = Object.hasOwn(ENDED, word) ? ENDED[word] : undefined;
  const category = optOut ? 'conversation' : (named ?? endCategory(status));
  return {
    category,
    endedReason: status,
    startedAt: undefined,
    endedAt: undefined,
    costUsd: undefined,
    summary,
    transcript: undefined,
    recordingUrl,
    analysis: optOut ? { optOut } : {},
    personOnLine: category === 'conversation',
  };
}
