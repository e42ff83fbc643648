import { leadAfterCall } from '../call-log/lead-after-call';
import { offsetSpanAt } from '../compliance/zone-offsets';
import type { LeadChange } from '../leads/lead-store';
import { REST_MS } from '../orchestration/tempo';
import { idOf } from './lead-columns';
import { readEnd } from './reported-ends';
import { SimulatedCall } from './simulated-call';
import { SimulatedWorld } from './simulated-world';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** When a call without a report is looked up (business ms). */
const REPORT_GRACE_MS = 60_000;

/** What becomes of a reserved lead: last ruling, dial, hang-up, report, outcome. */
export class CallLife {
  constructor(private readonly world: SimulatedWorld) {}

  /** The last gates, then the call; as `Dialer` and `Attempts.startDialing` keep them. */
  dial(call: SimulatedCall): void {
    const { lead, slot, phone } = call;
    const nowMs = this.world.now.getTime();
    if (this.isRulingDoubtful(call)) {
      call.ruling = this.world.judge.alone(lead, phone, this.world.now);
      call.ruledAt = this.world.now;
      if (call.ruling.verdict !== 'allow') {
        const change = this.world.refusal(lead, call.ruling);
        this.release(call, { status: call.statusBefore, ...change });
        return;
      }
    }
    if (this.world.isPaused || !this.world.watch.mayDial(call) || this.world.records.isSuppressed(slot)) {
      this.release(call);
      return;
    }
    if (nowMs < this.world.outageUntilMs) {
      this.reject(call);
      return;
    }
    this.world.restMs = REST_MS.first;
    this.tell(call);
    const nth = this.world.records.dialed(slot, nowMs);
    this.world.tally.dial(nowMs);
    this.world.standings.called(lead);
    call.placedAt = this.world.now;
    const localMs = nowMs + offsetSpanAt(this.world.judge.zoneOf(lead, phone), nowMs).offsetMs;
    const localHour = Math.floor((((localMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
    const { outcomes, seed } = this.world.options;
    call.course = outcomes.draw({ phone, nth, at: this.world.now, localHour, seed });
    this.world.agenda.put(nowMs + call.course.lineMs, { kind: 'hang-up', call });
  }

  /** The line is free; the number is not, while the outcome is not known. */
  hangUp(call: SimulatedCall): void {
    const { course, placedAt, slot } = call;
    if (!course) return;
    const { world } = this;
    const { nowMs } = world;
    world.lines -= 1;
    world.tally.stand(nowMs, world.lines);
    world.ticks.gather(nowMs);
    world.spend.ended(placedAt);
    const { isSilent, isOptOut } = readEnd(course.end, world.now, undefined);
    if (isOptOut) world.records.suppress(slot);
    if (isSilent) this.conclude(call, nowMs);
    const reportMs = course.reportMs ?? (isSilent ? undefined : REPORT_GRACE_MS);
    if (reportMs !== undefined) world.agenda.put(nowMs + reportMs, { kind: 'report', call, overAtMs: nowMs });
  }

  /** The provider tells what was said and what it cost. */
  report(call: SimulatedCall, overAtMs: number): void {
    const { course, placedAt } = call;
    if (!course) return;
    if (course.reportMs !== undefined) this.world.spend.reported(placedAt, course.costUsd);
    this.world.tally.cost(course.costUsd, placedAt.getTime());
    this.conclude(call, overAtMs);
  }

  /** Gives a lead back that was not dialed. */
  release(call: SimulatedCall, change: LeadChange = {}): void {
    this.world.lines -= 1;
    if (call.turn) this.world.callers.giveBack(call.turn);
    this.close(call);
    this.world.standings.change(call.lead, { status: call.statusBefore, ...change });
    this.world.ticks.gather(this.world.nowMs);
  }

  /** As `Settlement` and `LeadProgress` conclude a call. */
  private conclude(call: SimulatedCall, overAtMs: number): void {
    const { lead, slot, phone, course, placedAt } = call;
    if (call.isConcluded || !course) return;
    call.isConcluded = true;
    const { world } = this;
    const { now, standings, judge, options } = world;
    const callbackAt =
      course.callbackInMs === undefined ? undefined : new Date(overAtMs + course.callbackInMs);
    const { outcome, providerFault, isRefusal } = readEnd(course.end, now, callbackAt);
    const before = { attempts: standings.attempts[lead] ?? 0, failures: standings.failures[lead] ?? 0 };
    const after = leadAfterCall(before, outcome, now, options.campaign, (earliest) =>
      judge.nextLegalFrom(lead, phone, earliest),
    );
    call.providerFault = providerFault;
    this.close(call);
    if (isRefusal) world.records.refused(slot, overAtMs);
    world.watch.note(placedAt.getTime(), providerFault);
    world.tally.end(outcome.disposition);
    const { status, dueAt } = after.step;
    const { attempts, failures } = after;
    standings.change(lead, { status, attempts, failures, ...(dueAt && { due_at: dueAt }) });
  }

  /** The provider refuses the order by a fault of its own: the lead stands as before, and dialing rests. */
  private reject(call: SimulatedCall): void {
    const { world } = this;
    call.providerFault = true;
    world.watch.note(world.nowMs, true);
    this.release(call);
    world.restUntilMs = world.nowMs + world.restMs * world.speed;
    world.restMs = Math.min(REST_MS.longest, world.restMs * 2);
  }

  private close(call: SimulatedCall): void {
    call.isOpen = false;
    this.world.open -= 1;
    this.world.records.hold(call.slot, false);
  }

  /**
   * A ruling is good for a minute, unless something was changed from outside. Windows open and close on whole minutes, and
   * only a consent's end may fall in between.
   */
  private isRulingDoubtful({ lead, ruledAt, ruledAtChange }: SimulatedCall): boolean {
    const { nowMs, changes, options, leads } = this.world;
    if (options.isThorough === true || ruledAtChange !== changes) return true;
    const isSameMinute = Math.floor(ruledAt.getTime() / MINUTE_MS) === Math.floor(nowMs / MINUTE_MS);
    return !isSameMinute || (leads.consentExpiresAt[lead] ?? Number.NaN) <= nowMs;
  }

  private tell({ lead, phone, attempt, ruling, ruledAt, turn }: SimulatedCall): void {
    const { now, hooks, options, leads, judge } = this.world;
    hooks.onDial?.({
      at: now,
      campaign: options.campaign.name,
      leadId: idOf(leads, lead),
      ...{ phone, attempt, ruling, ruledAt, callerId: turn?.id },
      subject: judge.subjectOf(lead, phone),
      facts: judge.factsOf(lead, now),
    });
  }
}
