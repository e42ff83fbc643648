import type { Vapi } from '@vapi-ai/server-sdk';
import { bareReport, CallReport } from '../call-event';
import { loose, Loose, textIn } from '../loose-json';
import { e164In } from '../provider-event';
import { ProviderCall } from '../telephony-provider';
import { NEVER_CONNECTED } from '../vapi/bypass';
import { providerCall } from '../vapi/provider-call';
import { TwilioCall } from './twilio-call';

/** Twilio writes whole seconds, and its clock may differ from VAPI's (ms). */
const CLOCK_SKEW_MS = 30_000;

/** Whom a call of VAPI's is to (E.164). */
export function calleeOf(call: Loose<Vapi.Call>): string | undefined {
  return e164In(textIn(loose<Vapi.CreateCustomerDto>(call.customer).number));
}

/**
 * The call that was dialed for a record of VAPI's, among all calls between the two numbers. A list of Twilio's does not
 * tell what a call was for. But VAPI is asked first and Twilio right after, and no number has two attempts at once: the
 * first call made since the record is the one.
 */
export function dialedFor(recordedAt: Date, calls: readonly TwilioCall[]): TwilioCall | undefined {
  const earliest = recordedAt.getTime() - CLOCK_SKEW_MS;
  const madeAt = ({ createdAt }: TwilioCall) => createdAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return calls
    .filter((call) => madeAt(call) >= earliest)
    .toSorted((one, other) => madeAt(one) - madeAt(other))[0];
}

/** Whether VAPI's record by itself shows that somebody was connected, or how the call failed beyond dialing. */
export function speaksForItself(call: Loose<Vapi.Call>): boolean {
  const state = providerCall(call)?.state;
  if (!state) return false;
  if (state.ended) return state.report.endedReason !== NEVER_CONNECTED;
  return state.status === 'in-progress' || state.status === 'forwarding';
}

/**
 * One call out of two records: VAPI tells of the conversation, Twilio of the dialing. `undefined` when VAPI's record
 * stands alone and was never connected: then nobody was called.
 */
export function bypassedCall(
  vapi: Loose<Vapi.Call>,
  twilio: TwilioCall | undefined,
): ProviderCall | undefined {
  const record = providerCall(vapi);
  if (!record) return undefined;
  const carrierCallId = record.carrierCallId ?? twilio?.sid;
  if (speaksForItself(vapi)) return { ...record, carrierCallId };
  if (!twilio) return undefined;
  return {
    ...record,
    carrierCallId,
    state: twilio.state.ended
      ? { ended: true, report: endOf(twilio, twilio.state) }
      : { ended: false, status: twilio.state.status },
  };
}

/** How a call ended that VAPI never heard. Picked up all the same: somebody heard nothing, and was disturbed. */
function endOf(
  call: TwilioCall,
  { status, category }: Extract<TwilioCall['state'], { ended: true }>,
): CallReport {
  const wasPickedUp = category === 'conversation';
  const report = bareReport(wasPickedUp ? 'in-call-failure' : category, `twilio-${status}`, call.endedAt);
  return wasPickedUp ? { ...report, personOnLine: true } : report;
}
