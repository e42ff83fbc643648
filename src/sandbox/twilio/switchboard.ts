import type { Agenda } from '../agenda';
import type { Chance } from '../chance';
import type { Journal } from '../journal';
import type { MediaBridge } from '../media-bridge';
import type { SandboxClock } from '../sandbox-options';
import { planDial } from './dial-plan';
import { isOver, type DialedCall, type DialStatus, type DialStep } from './dialed-call';
import { StatusCallbacks } from './status-callbacks';
import type { TwilioFaults } from './twilio-faults';

/** Calls that an account may start: one a second. */
const BETWEEN_STARTS_MS = 1000;

/** What is asked for with `POST Calls.json`, once it has been checked. */
export interface DialOrder {
  to: string;
  from: string;
  vapiCallId: string;
  timeoutSeconds: number;
  statusCallback?: string;
  events: DialStep[];
}

/**
 * Dials: queued → ringing → in-progress → completed, or what becomes of it otherwise. A person who picks up is put
 * through to VAPI, and the call is over when VAPI ends it. Every step is journaled before anybody is told.
 */
export class Switchboard {
  private readonly calls = new Map<string, DialedCall>();
  readonly callbacks: StatusCallbacks;

  constructor(
    private readonly bridge: MediaBridge,
    private readonly agenda: Agenda,
    private readonly chance: Chance,
    private readonly journal: Journal,
    private readonly clock: SandboxClock,
    private readonly faults: TwilioFaults,
    private readonly pace: number,
    account: { accountSid: string; authToken: string },
  ) {
    for (const [sid, call] of journal.load('twilio-call')) this.calls.set(sid, call as DialedCall);
    this.callbacks = new StatusCallbacks(account, clock, faults, (...noted) => this.note(...noted));
    bridge.onEnded((vapiCallId, at) => this.hangUpFor(vapiCallId, at));
  }

  all(): DialedCall[] {
    return [...this.calls.values()];
  }

  find(sid: string): DialedCall | undefined {
    return this.calls.get(sid);
  }

  /** Whether the call that is asked for now would have to wait for its turn. */
  get isOverRate(): boolean {
    return this.nextStart().getTime() > this.clock.now().getTime();
  }

  dial(order: DialOrder): DialedCall {
    const { timeoutSeconds, ...rest } = order;
    const at = this.clock.now().toISOString();
    const sid = `CA${this.chance.hex(32, 'dialed', this.calls.size)}`;
    const startsAt = this.nextStart();
    const behaviour = this.bridge.behaviour(order.vapiCallId) ?? 'no-answer';
    const plan = planDial({ sid, behaviour, startsAt, pace: this.pace, timeoutSeconds }, this.chance);
    const call: DialedCall = {
      ...rest,
      ...{ sid, status: 'queued', createdAt: at, updatedAt: at, done: [], callbacks: [] },
      plan: this.faults.heldInQueue ? { ...plan, startsAt: undefined } : plan,
    };
    this.save(call);
    this.follow(call);
    return call;
  }

  /** Ends a call as the API does. @returns false when it is not in a state for that */
  end(call: DialedCall, status: 'canceled' | 'completed'): boolean {
    const isEarly = call.status === 'queued' || call.status === 'ringing';
    if (status === 'canceled' ? !isEarly : call.status !== 'in-progress') return false;
    this.finish(call, status, this.clock.now().toISOString());
    if (status === 'completed') this.bridge.disconnect(call.vapiCallId);
    return true;
  }

  /** Takes up the calls of a journal. */
  resume(): void {
    for (const call of this.all().filter((one) => !isOver(one))) {
      const wasHungUp = call.status === 'in-progress' && this.bridge.hasEnded(call.vapiCallId);
      if (wasHungUp) this.finish(call, 'completed', this.clock.now().toISOString());
      else this.follow(call);
    }
  }

  /** First come, first served, one a second. */
  private nextStart(): Date {
    const starts = this.all().map(({ plan }) => Date.parse(plan.startsAt ?? ''));
    const last = starts.filter((ms) => !Number.isNaN(ms)).reduce((a, b) => Math.max(a, b), 0);
    return new Date(Math.max(this.clock.now().getTime(), last + BETWEEN_STARTS_MS / this.pace));
  }

  private follow({ sid, plan, done }: DialedCall): void {
    if (plan.startsAt === undefined) return;
    const steps: [DialStep, string][] = [
      ['initiated', plan.startsAt],
      ['ringing', plan.ringsAt],
      [plan.outcome === 'answered' ? 'answered' : 'completed', plan.settlesAt],
    ];
    for (const [step, at] of steps) {
      if (!done.includes(step)) this.agenda.add(new Date(at), () => this.take(sid, step, at));
    }
  }

  private take(sid: string, step: DialStep, at: string): void {
    const call = this.calls.get(sid);
    if (call === undefined || isOver(call) || call.done.includes(step)) return;
    switch (step) {
      case 'initiated':
        this.move({ ...call, startedAt: at }, step, 'queued', at);
        return;
      case 'ringing':
        // A call that the carrier refuses outright rings nowhere.
        if (call.plan.outcome !== 'failed') this.move(call, step, 'ringing', at);
        return;
      case 'answered':
        this.move({ ...call, startedAt: at }, step, 'in-progress', at);
        if (!this.bridge.connect(call.vapiCallId, new Date(at))) this.hangUpFor(call.vapiCallId, at);
        return;
      case 'completed':
        this.finish(call, call.plan.outcome === 'answered' ? 'completed' : call.plan.outcome, at);
        return;
      default:
        step satisfies never;
    }
  }

  /** VAPI has closed the line: the TwiML is at its end, and so is the call. */
  private hangUpFor(vapiCallId: string, at: string): void {
    for (const call of this.all()) {
      if (call.vapiCallId === vapiCallId && call.status === 'in-progress') this.finish(call, 'completed', at);
    }
  }

  private finish(call: DialedCall, status: DialStatus, at: string): void {
    this.move({ ...call, endedAt: at }, 'completed', status, at);
  }

  private move(call: DialedCall, step: DialStep, status: DialStatus, at: string): void {
    const moved: DialedCall = { ...call, status, updatedAt: at, done: [...call.done, step] };
    this.save(moved);
    this.callbacks.send(moved, step);
  }

  private note(sid: string, sequence: number, status: string, answer: number | string): void {
    const call = this.calls.get(sid);
    if (!call) return;
    const known = call.callbacks.find((sent) => sent.sequence === sequence && sent.status === status);
    const sent = { sequence, status, answers: [...(known?.answers ?? []), answer] };
    this.save({ ...call, callbacks: [...call.callbacks.filter((other) => other !== known), sent] });
  }

  private save(call: DialedCall): void {
    this.calls.set(call.sid, call);
    this.journal.write('twilio-call', call.sid, call);
  }
}
