import { objectOf } from '../http/json';
import { analysisOf } from './call-analysis';
import { artifactOf, transcriptOf } from './call-artifact';
import { costBreakdownOf, costOf, costsOf } from './call-costs';
import type { Organisation } from './organisation';
import type { CallStatus, SimulatedCall } from './simulated-call';

/** What the API echoes of the request. */
function echoed(call: SimulatedCall) {
  const { assistantId, assistant, assistantOverrides, schedulePlan } = call.request;
  return {
    ...(assistantId !== undefined && { assistantId }),
    ...(assistant !== undefined && { assistant }),
    ...(assistantOverrides !== undefined && { assistantOverrides }),
    ...(schedulePlan !== undefined && { schedulePlan }),
    ...(call.phoneNumberId !== undefined && { phoneNumberId: call.phoneNumberId }),
    ...(call.name !== undefined && { name: call.name }),
    customer: call.customer,
  };
}

/**
 * The call as it was at its creation. Webhooks carry this snapshot to the end, so its status says nothing.
 * @param url where the simulated VAPI listens; the control address lies there
 */
export function snapshotOf(call: SimulatedCall, organisation: Organisation, url: string) {
  const twilio = organisation.phoneNumber(call.phoneNumberId)?.provider !== 'vapi';
  const status: CallStatus = call.request.schedulePlan === undefined ? 'queued' : 'scheduled';
  return {
    id: call.id,
    orgId: organisation.id,
    type: 'outboundPhoneCall' as const,
    createdAt: call.createdAt,
    updatedAt: call.createdAt,
    status,
    cost: 0,
    ...echoed(call),
    phoneCallProvider: twilio ? ('twilio' as const) : ('vapi' as const),
    phoneCallTransport: 'pstn' as const,
    monitor: {
      listenUrl: `${url.replace('http', 'ws')}/${call.id}/listen`,
      controlUrl: `${url}/${call.id}/control`,
    },
    transport: { provider: twilio ? 'twilio' : 'vapi.sip', conversationType: 'voice' },
  };
}

/** The call as `GET /call/{id}` gives it now. @param until the present instant, ISO 8601 */
export function viewCall(call: SimulatedCall, organisation: Organisation, url: string, until: string) {
  const view = {
    ...snapshotOf(call, organisation, url),
    updatedAt: call.updatedAt,
    status: call.status,
    ...(call.startedAt !== undefined && { startedAt: call.startedAt }),
  };
  if (call.status !== 'ended') return view;
  const artifact = artifactOf(call, until, `get-${Date.parse(until)}`);
  const analysis = call.done.includes('report') ? analysisOf(call) : {};
  return {
    ...view,
    endedReason: call.endedReason,
    ...(call.endedAt !== undefined && { endedAt: call.endedAt }),
    cost: costOf(call),
    costBreakdown: costBreakdownOf(call),
    costs: costsOf(call),
    messages: artifact.messages,
    artifact,
    analysis,
    ...(call.startedAt !== undefined && { transcript: transcriptOf(call, until) }),
    ...('summary' in analysis && { summary: analysis.summary }),
    ...('recordingUrl' in artifact && { recordingUrl: artifact.recordingUrl }),
  };
}

/** The limits that come with the answer to a POST. */
export function subscriptionLimits(isBlocked: boolean, limit: number, active: number) {
  return { concurrencyBlocked: isBlocked, concurrencyLimit: limit, remainingConcurrentCalls: limit - active };
}

/** The variables a call's templates may use. */
export function variablesOf(request: Record<string, unknown>, customer: unknown): Record<string, unknown> {
  return { customer, ...objectOf(objectOf(request.assistantOverrides).variableValues) };
}
