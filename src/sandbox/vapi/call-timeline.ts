import type { Agenda } from '../agenda';
import { spoken } from './call-plan';
import type { CallStore } from './call-store';
import { toolResult } from './server-message';
import type { EndedReason } from './people';
import type { CallPlan, CallStatus, Message, SimulatedCall, Step } from './simulated-call';
import type { WebhookSender } from './webhook-sender';

/** The steps of a plan with the instants at which they happen. */
function stepsOf(plan: CallPlan, createdAt: string): { step: Step; at: string }[] {
  const isWaiting = plan.tool !== undefined && plan.tool.result === undefined && plan.isEnding !== true;
  const steps: { step: Step; at: string | undefined }[] = [
    { step: 'queued', at: createdAt },
    { step: 'ringing', at: plan.ringingAt },
    { step: 'answered', at: plan.answeredAt },
    ...plan.lines.map(({ endAt }, index) => ({ step: `said:${index}` as const, at: endAt })),
    { step: 'tool', at: plan.tool?.at },
    // With a tool call the end waits for its answer.
    { step: 'ended', at: isWaiting ? undefined : plan.endsAt },
    { step: 'report', at: isWaiting ? undefined : plan.reportAt },
  ];
  return steps.flatMap(({ step, at }) => (at === undefined ? [] : [{ step, at }]));
}

/**
 * Moves calls along: queued → ringing → in-progress → ended, then the report. Every step is saved before its
 * webhook is sent, and stamped with the instant at which it was planned, so that a call interrupted by a kill
 * goes on from where it was, at once for what should have happened in between.
 */
export class CallTimeline {
  /** Told of each call that ends. */
  onEnded: (callId: string, at: string) => void = () => undefined;
  private readonly cancels = new Map<string, (() => void)[]>();

  constructor(
    private readonly store: CallStore,
    private readonly sender: WebhookSender,
    private readonly agenda: Agenda,
    private readonly now: () => Date,
    private readonly pace: number,
  ) {}

  /** Puts every step that is still to come on the agenda. */
  follow(call: SimulatedCall): void {
    this.cancels.get(call.id)?.forEach((cancel) => cancel());
    const startsAt = call.status === 'scheduled' ? undefined : call.createdAt;
    const steps = stepsOf(call.plan, startsAt ?? call.plan.ringingAt ?? call.createdAt);
    const coming = steps.filter(({ step }) => !call.done.includes(step));
    const cancels = coming.map(({ step, at }) =>
      this.agenda.add(new Date(at), () => this.take(call.id, step, at)),
    );
    this.cancels.set(call.id, cancels);
  }

  /** Takes up all calls of a journal. What was said while the process was dead is not sent any more. */
  resume(): void {
    const nowIso = this.now().toISOString();
    for (const call of this.store.all()) {
      const missed = call.plan.lines.flatMap(({ endAt }, index): Step[] =>
        endAt < nowIso && call.done.includes('answered') ? [`said:${index}`] : [],
      );
      this.follow({ ...call, done: [...call.done, ...missed] });
    }
  }

  /** Ends a live call now, as the control address and deletion do; nothing happens to an ended one. */
  end(call: SimulatedCall, endedReason: EndedReason): void {
    if (call.status === 'ended') return;
    const at = this.now().toISOString();
    const { tool: _abandoned, ...plan } = call.plan;
    const reportAt = new Date(Date.parse(at) + 5000 / this.pace).toISOString();
    const changed: SimulatedCall = { ...call, plan: { ...plan, endsAt: at, endedReason, reportAt } };
    this.store.save(changed);
    this.take(call.id, 'ended', at);
    this.follow({ ...(this.store.find(call.id) ?? changed) });
  }

  /** Has the assistant say this at once on a live call, and then hang up if asked to: what it was about to do is dropped. */
  say(call: SimulatedCall, text: string, isLast: boolean): void {
    if (call.status !== 'in-progress' || call.plan.isEnding === true) return;
    const nowMs = this.now().getTime();
    const nowIso = new Date(nowMs).toISOString();
    const begun = call.plan.lines.filter(({ at }) => at <= nowIso);
    const { tool, ...rest } = call.plan;
    const isAsked = tool !== undefined && tool.at <= nowIso;
    const lines = [...begun, ...spoken([{ role: 'bot', text }], nowMs, this.pace)];
    const lastMs = Date.parse(lines.at(-1)?.endAt ?? nowIso) + 300 / this.pace;
    const end: Partial<CallPlan> = isLast
      ? {
          farewell: [],
          isEnding: true,
          endsAt: new Date(lastMs).toISOString(),
          endedReason: 'assistant-ended-call-after-message-spoken',
          reportAt: new Date(lastMs + 7000 / this.pace).toISOString(),
        }
      : { lines: [...lines, ...rest.lines.slice(begun.length)] };
    const plan: CallPlan = { ...rest, lines, ...(isAsked || !isLast ? tool && { tool } : {}), ...end };
    this.store.save({ ...call, plan });
    const over = plan.lines.flatMap(({ endAt }, index): Step[] => (endAt <= nowIso ? [`said:${index}`] : []));
    this.follow({ ...call, plan, done: [...call.done, ...over, ...(isAsked ? (['tool'] as const) : [])] });
  }

  private take(id: string, step: Step, at: string): void {
    const call = this.store.find(id);
    if (call === undefined || call.done.includes(step)) return;
    if (call.status === 'ended' && step !== 'report') return;
    switch (step) {
      case 'queued':
        this.move(call, step, 'queued', at);
        return;
      case 'ringing':
        this.move(call, step, 'ringing', at);
        return;
      case 'answered': {
        const answered = this.move({ ...call, startedAt: at }, step, 'in-progress', at);
        this.sender.send(answered, { type: 'assistant.started', at });
        return;
      }
      case 'ended': {
        const ended = { ...call, endedAt: at, endedReason: call.plan.endedReason };
        this.move(ended, step, 'ended', at);
        this.onEnded(call.id, at);
        return;
      }
      case 'report':
        this.report(call, at);
        return;
      case 'tool':
        void this.useTool(call, at);
        return;
      default: {
        const line = Number(step.slice('said:'.length));
        this.sender.send(call, { type: 'transcript', at, line });
        this.sender.send(call, { type: 'conversation-update', at });
      }
    }
  }

  private move(call: SimulatedCall, step: Step, status: CallStatus, at: string): SimulatedCall {
    const moved: SimulatedCall = { ...call, status, updatedAt: at, done: [...call.done, step] };
    this.store.save(moved);
    const { endedReason } = moved;
    const message: Message = { type: 'status-update', at, status, ...(endedReason && { endedReason }) };
    this.sender.send(moved, message);
    return moved;
  }

  private report(call: SimulatedCall, at: string): void {
    const reported: SimulatedCall = { ...call, updatedAt: at, done: [...call.done, 'report'] };
    this.store.save(reported);
    this.sender.send(reported, { type: 'end-of-call-report', at });
  }

  /** Calls the function, then says farewell and ends. */
  private async useTool(call: SimulatedCall, at: string): Promise<void> {
    const { tool } = call.plan;
    if (tool === undefined) return;
    const answer = await this.sender.ask(call, { type: 'tool-calls', at });
    if (this.sender.isClosed) return;
    const present = this.store.find(call.id);
    if (present === undefined || present.status === 'ended' || present.plan.tool === undefined) return;
    const answeredMs = Math.max(this.now().getTime(), Date.parse(at));
    const used = {
      ...tool,
      result: toolResult(answer, tool.id),
      answeredAt: new Date(answeredMs).toISOString(),
    };
    if (present.plan.isEnding === true) {
      this.store.save({ ...present, plan: { ...present.plan, tool: used }, done: [...present.done, 'tool'] });
      return;
    }
    const farewell = spoken(call.plan.farewell, answeredMs, this.pace);
    const lastMs = Date.parse(farewell.at(-1)?.endAt ?? at) + 1000 / this.pace;
    const plan: CallPlan = {
      ...present.plan,
      tool: used,
      lines: [...present.plan.lines, ...farewell],
      endsAt: new Date(lastMs).toISOString(),
      reportAt: new Date(lastMs + 7000 / this.pace).toISOString(),
    };
    const changed: SimulatedCall = { ...present, plan, done: [...present.done, 'tool'] };
    this.store.save(changed);
    const said = present.plan.lines.map((_, index): Step => `said:${index}`);
    this.follow({ ...changed, done: [...changed.done, ...said] });
  }
}
