export type DialStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** What happens to a call next; each is a status callback to whoever asked for it. */
export type DialStep = 'initiated' | 'ringing' | 'answered' | 'completed';

/** What will become of a call, decided when it is made; instants are ISO 8601 business time. */
export interface DialPlan {
  /** When it leaves the queue; undefined: never. */
  startsAt: string | undefined;
  ringsAt: string;
  /** When the person picks up, or it is clear that nobody will. */
  settlesAt: string;
  outcome: 'answered' | 'busy' | 'no-answer' | 'failed';
  /** The carrier's answer to a call that failed. */
  sipCode?: string;
}

/** The whole truth about a call that the simulated Twilio dials, the future included. */
export interface DialedCall {
  sid: string;
  to: string;
  from: string;
  status: DialStatus;
  createdAt: string;
  updatedAt: string;
  /** When it was dialed. */
  startedAt?: string;
  endedAt?: string;
  /** VAPI's call whose line the TwiML puts through. */
  vapiCallId: string;
  statusCallback?: string;
  events: DialStep[];
  plan: DialPlan;
  done: DialStep[];
  /** Every status callback, in the order sent, with the answers to it. */
  callbacks: { sequence: number; status: string; answers: (number | string)[] }[];
}

const FINAL: readonly DialStatus[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

export function isOver({ status }: Pick<DialedCall, 'status'>): boolean {
  return FINAL.includes(status);
}

/** Twilio's dates: RFC 2822. */
export function rfc2822(at: string): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

/** Whole seconds that the line was up. */
export function seconds({ startedAt, endedAt }: DialedCall): number {
  return startedAt === undefined || endedAt === undefined
    ? 0
    : Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}

/** The call resource as the API gives it: nearly everything is text or null. */
export function viewDialed(call: DialedCall, accountSid: string) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
  const orNull = (at: string | undefined): string | null => (at === undefined ? null : rfc2822(at));
  return {
    sid: call.sid,
    account_sid: accountSid,
    to: call.to,
    from: call.from,
    to_formatted: call.to,
    from_formatted: call.from,
    status: call.status,
    direction: 'outbound-api',
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    start_time: orNull(call.startedAt),
    end_time: orNull(call.endedAt),
    duration: isOver(call) ? String(call.status === 'completed' ? seconds(call) : 0) : null,
    price: null,
    price_unit: 'USD',
    answered_by: null,
    forwarded_from: null,
    parent_call_sid: null,
    phone_number_sid: `PN${call.sid.slice(2)}`,
    queue_time: '0',
    api_version: '2010-04-01',
    caller_name: null,
    group_sid: null,
    trunk_sid: null,
    annotation: null,
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json` },
  };
}
