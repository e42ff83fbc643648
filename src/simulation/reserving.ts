import { CLAIM_LIMIT, exhaustion, sameNumberChange } from '../orchestration/claiming';
import { dialSlots } from '../orchestration/pacing';
import { CallerChoice } from '../telephony/caller-choice';
import { Holdup } from './campaign-run';
import { phoneOf } from './lead-columns';
import { SimulatedCall } from './simulated-call';
import { SimulatedWorld } from './simulated-world';

/** What the lead source takes to mark a lead and answer (real ms). */
const MARK_MS = 400;

/** Claims due leads of a simulated campaign, has them judged and gives them lines and moments to dial. */
export class Reserving {
  constructor(private readonly world: SimulatedWorld) {}

  /** As `Reservations.reserve` does it in one transaction. */
  reserve(): Holdup {
    const now = this.world.now;
    const nowMs = now.getTime();
    const { campaign } = this.world.options;
    if (nowMs < this.world.downUntilMs || nowMs < this.world.restUntilMs) return 'restarting';
    if (this.world.isPaused) return 'paused';
    const standing = this.world.watch.review(nowMs);
    if (standing === 'suspended') return 'suspended';
    const free = campaign.lines - this.world.lines;
    if (free <= 0) return 'no-lines';
    const affordable = this.world.spend.callsLeft(now, this.world.lines);
    if (affordable <= 0) return 'no-budget';
    const callers = this.world.callers.choice(nowMs);
    const fromNumbers = callers?.left ?? Number.POSITIVE_INFINITY;
    if (fromNumbers <= 0) return 'no-number';
    const horizonMs = this.world.ticks.tickMs;
    const pacing = {
      now,
      nextDialAt: this.world.nextDialAt,
      callsPerSecond: campaign.callsPerSecond,
      horizonMs,
    };
    const wanted = standing === 'probe-due' ? 1 : Math.min(free, affordable, fromNumbers);
    const slots = dialSlots({ ...pacing, wanted });
    if (slots.at.length === 0) return 'dial-rate';
    const [looked, reserved] = this.claim(slots.at, callers, standing === 'probe-due');
    if (looked === 0) return 'nobody-due';
    if (reserved > 0) this.world.nextDialAt = dialSlots({ ...pacing, wanted: reserved }).nextDialAt;
    return 'dialing';
  }

  /** Goes through due leads until every slot is taken. */
  private claim(
    slots: readonly Date[],
    callers: CallerChoice | undefined,
    isProbe: boolean,
  ): [looked: number, reserved: number] {
    const nowMs = this.world.now.getTime();
    const markedAtMs = nowMs + (this.world.options.markMs ?? MARK_MS) * this.world.speed;
    let [looked, reserved] = [0, 0];
    while (looked < CLAIM_LIMIT && reserved < slots.length) {
      const lead = this.world.standings.waiting.claim(nowMs);
      if (lead === undefined) break;
      looked += 1;
      const call = this.open(lead, callers);
      if (!call) continue;
      if (isProbe) this.world.watch.probing(call, nowMs);
      const dialAtMs = Math.max(slots[reserved]?.getTime() ?? nowMs, markedAtMs);
      reserved += 1;
      this.world.agenda.put(dialAtMs, { kind: 'dial', call });
    }
    return [looked, reserved];
  }

  /** A reservation for a claimed lead; undefined: it has been moved on. */
  private open(lead: number, callers: CallerChoice | undefined): SimulatedCall | undefined {
    const standings = this.world.standings;
    const phone = phoneOf(this.world.leads, lead);
    const [attempts, status] = [standings.attempts[lead] ?? 0, standings.statusOf(lead)];
    const exhausted = exhaustion({ attempts, status }, this.world.options.campaign);
    if (phone === undefined) standings.change(lead, { status: 'needs review' });
    else if (exhausted) standings.change(lead, exhausted);
    if (phone === undefined || exhausted) return undefined;
    const ruling = this.world.judge.rule(lead, phone, this.world.now);
    if (ruling.verdict !== 'allow') {
      standings.change(lead, this.world.refusal(lead, ruling));
      return undefined;
    }
    const slot = this.world.leads.slot[lead] ?? 0;
    if (this.world.records.isInCall(slot)) {
      standings.change(lead, sameNumberChange(this.world.now));
      return undefined;
    }
    const caller = callers?.take(phone);
    standings.reserve(lead);
    this.world.records.hold(slot, true);
    this.world.lines += 1;
    this.world.open += 1;
    return {
      ...{ lead, slot, phone, attempt: attempts + 1, statusBefore: status, ruling },
      turn: caller && this.world.callers.take(caller.id, this.world.now.getTime()),
      ruledAt: this.world.now,
      ruledAtChange: this.world.changes,
      isOpen: true,
      providerFault: null,
      placedAt: this.world.now,
      course: undefined,
      isConcluded: false,
    };
  }
}
