import { CallProgress, EndCategory } from '../call-event';
import { dateIn, loose, Loose, textIn } from '../loose-json';

/** Twilio's call resource, as far as Laura reads it; dates are RFC 2822. */
interface CallResource {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly status: string;
  readonly direction: string;
  readonly date_created: string;
  readonly start_time: string;
  readonly end_time: string;
}

/** A call as Twilio knows it now. */
export interface TwilioCall {
  readonly sid: string;
  /** Absent while Twilio has not filled it in, right after the call was asked for. */
  readonly createdAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly state:
    | { readonly ended: false; readonly status: CallProgress }
    | { readonly ended: true; readonly status: string; readonly category: EndCategory };
}

/** By Twilio's status of a call that is not over. A status callback has one word more: `initiated`. */
export const TWILIO_PROGRESS: Readonly<Record<string, CallProgress>> = {
  initiated: 'queued',
  queued: 'queued',
  ringing: 'ringing',
  answered: 'in-progress',
  'in-progress': 'in-progress',
};

/** By Twilio's final status. Twilio cancels only calls that nobody has picked up. */
export const TWILIO_ENDS: Readonly<Record<string, EndCategory>> = {
  completed: 'conversation',
  busy: 'busy',
  'no-answer': 'no-answer',
  canceled: 'withdrawn',
  failed: 'carrier-failure',
};

/** Reads a call resource; `undefined` without a sid. A status that is not known counts as not over: it is asked again. */
export function twilioCall(body: unknown): TwilioCall | undefined {
  const told: Loose<CallResource> = loose<CallResource>(body);
  const sid = textIn(told.sid);
  if (sid === undefined) return undefined;
  const status = textIn(told.status) ?? '';
  const category = Object.hasOwn(TWILIO_ENDS, status) ? TWILIO_ENDS[status] : undefined;
  const progress = Object.hasOwn(TWILIO_PROGRESS, status) ? TWILIO_PROGRESS[status] : undefined;
  return {
    sid,
    createdAt: dateIn(told.date_created) ?? dateIn(told.start_time),
    endedAt: dateIn(told.end_time),
    state: category ? { ended: true, status, category } : { ended: false, status: progress ?? 'in-progress' },
  };
}
