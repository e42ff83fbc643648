import type { MediaBridge } from '../media-bridge';
import type { CallStore } from './call-store';
import type { CallTimeline } from './call-timeline';
import type { Behaviour } from './people';
import type { CallPlan, SimulatedCall } from './simulated-call';

/** How long a bypassed call waits for its line (business s). VAPI's own patience is not known. */
const PATIENCE_SECONDS = 120;
const REPORT_SECONDS = 5;

/** A call that VAPI does not dial: it waits for a line, and ends without one. */
export function waitingForLine(call: SimulatedCall, pace: number): SimulatedCall {
  const lapsesMs = Date.parse(call.createdAt) + (PATIENCE_SECONDS * 1000) / pace;
  const plan: CallPlan = {
    lines: [],
    farewell: [],
    endsAt: new Date(lapsesMs).toISOString(),
    endedReason: 'phone-call-provider-bypass-enabled-but-no-call-received',
    reportAt: new Date(lapsesMs + (REPORT_SECONDS * 1000) / pace).toISOString(),
    findings: { ...call.plan.findings, reached: false, optOut: false, wrongNumber: false, wantsHuman: false },
  };
  return { ...call, plan, bypass: { plan: call.plan } };
}

/** What the dialing party is to do once the person picks up; undefined for a call that VAPI dials itself. */
export function twimlFor(call: SimulatedCall, url: string): string | undefined {
  if (call.bypass === undefined) return undefined;
  const address = `${url.replace('http', 'ws')}/${call.id}/transport`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${address}"/></Connect></Response>`;
}

/** The same course, begun earlier or later. */
function shifted(plan: CallPlan, byMs: number): CallPlan {
  const move = (at: string): string => new Date(Date.parse(at) + byMs).toISOString();
  const { ringingAt: _dialedElsewhere, ...rest } = plan;
  return {
    ...rest,
    ...(plan.answeredAt !== undefined && { answeredAt: move(plan.answeredAt) }),
    lines: plan.lines.map((line) => ({ ...line, at: move(line.at), endAt: move(line.endAt) })),
    ...(plan.tool && { tool: { ...plan.tool, at: move(plan.tool.at) } }),
    endsAt: move(plan.endsAt),
    ...(plan.reportAt !== undefined && { reportAt: move(plan.reportAt) }),
  };
}

/** The simulated VAPI's end of a phone call that the simulated Twilio dials. */
export class BypassLine implements MediaBridge {
  constructor(
    private readonly store: CallStore,
    private readonly timeline: CallTimeline,
  ) {}

  behaviour(callId: string): Behaviour | undefined {
    const call = this.store.find(callId);
    return call?.bypass === undefined ? undefined : call.behaviour;
  }

  connect(callId: string, at: Date): boolean {
    const call = this.store.find(callId);
    const course = call?.bypass?.plan;
    if (call?.status !== 'queued' || course?.answeredAt === undefined) return false;
    const plan = shifted(course, at.getTime() - Date.parse(course.answeredAt));
    const connected: SimulatedCall = { ...call, plan };
    this.store.save(connected);
    this.timeline.follow(connected);
    return true;
  }

  disconnect(callId: string): void {
    const call = this.store.find(callId);
    if (call) this.timeline.end(call, 'customer-ended-call');
  }

  hasEnded(callId: string): boolean {
    return this.store.find(callId)?.status === 'ended';
  }

  onEnded(listener: (callId: string, at: string) => void): void {
    this.timeline.onEnded = listener;
  }
}
