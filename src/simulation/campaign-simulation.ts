import { LEASE_MS } from '../call-log/attempts';
import { CallLife } from './call-life';
import { CampaignRun, Holdup } from './campaign-run';
import { idOf, phoneOf } from './lead-columns';
import { Intervention } from './intervention';
import { Reserving } from './reserving';
import { SimulationHooks, SimulationOptions } from './simulation-options';
import { SimulationEvent } from './simulated-call';
import { SimulatedWorld } from './simulated-world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** One run of a campaign over virtual time. Used once. */
export class CampaignSimulation {
  readonly #world: SimulatedWorld;
  readonly #reserving: Reserving;
  readonly #calls: CallLife;
  readonly #startMs: number;
  readonly #endMs: number;
  #holdup: Holdup = 'nobody-due';
  #slots: Map<string, number> | undefined;

  /** @throws RangeError for a time without days, or an instant that is none */
  constructor(
    private readonly options: SimulationOptions,
    private readonly hooks: SimulationHooks,
  ) {
    this.#startMs = options.startAt.getTime();
    this.#endMs = this.#startMs + options.days * DAY_MS;
    if (!(this.#endMs > this.#startMs))
      throw new RangeError('A simulation needs an instant to start at, and days to run for');
    this.#world = new SimulatedWorld(options, hooks);
    this.#reserving = new Reserving(this.#world);
    this.#calls = new CallLife(this.#world);
    for (const intervention of hooks.interventions ?? [])
      this.#world.agenda.put(intervention.at.getTime(), { kind: 'intervene', intervention });
  }

  run(): CampaignRun {
    const world = this.#world;
    this.reviewBlocked();
    const { agenda, ticks, tally, standings } = world;
    let toldHour = 0;
    while (!this.isOver()) {
      const atMs = Math.min(agenda.nextAtMs, ticks.nextAtMs);
      if (!(atMs < this.#endMs)) break;
      world.now = new Date(atMs);
      if (agenda.nextAtMs <= ticks.nextAtMs) this.happen(agenda.take()?.event);
      else this.tick();
      const hour = Math.floor((atMs - this.#startMs) / HOUR_MS);
      if (hour > toldHour) this.hooks.onProgress?.((hour * HOUR_MS) / (this.#endMs - this.#startMs));
      toldHour = hour;
    }
    const finishedAt = this.isOver() ? world.now : null;
    tally.stand(finishedAt?.getTime() ?? this.#endMs, world.lines);
    this.hooks.onProgress?.(1);
    return {
      seed: this.options.seed,
      startAt: this.options.startAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      leads: world.leads.count,
      leadsByStatus: standings.counts(),
      ...tally.summary(),
      decisions: world.judge.decisions,
      suspensions: world.watch.count,
      unreached: standings.unreached(),
    };
  }

  /** What keeps leads from being called that a ruling has blocked before, as the rules now see it. */
  private reviewBlocked(): void {
    const { leads, standings, judge, now } = this.#world;
    for (let lead = 0; lead < leads.count; lead += 1) {
      const phone = phoneOf(leads, lead);
      if (standings.statusOf(lead) !== 'blocked' || phone === undefined) continue;
      const refused = judge.alone(lead, phone, now).findings.find(({ verdict }) => verdict === 'refuse');
      if (refused) standings.refused(lead, standings.whyIndex(refused.rule, refused.reason));
    }
  }

  private isOver(): boolean {
    return this.#world.open === 0 && this.#world.standings.waiting.size === 0;
  }

  private tick(): void {
    const { nowMs, ticks, tally } = this.#world;
    ticks.taken(nowMs);
    this.#holdup = this.#reserving.reserve();
    tally.stand(nowMs, this.#world.lines, this.#holdup);
    ticks.lookFrom(this.nextLookMs(nowMs));
  }

  /** What holds dialing up holds it up until then; whatever happens before lets it be looked at again. */
  private nextLookMs(nowMs: number): number {
    const { watch, downUntilMs, restUntilMs, callers, standings } = this.#world;
    switch (this.#holdup) {
      case 'paused':
      case 'no-lines':
        return Infinity;
      case 'suspended':
        return watch.probeAtMs;
      case 'restarting':
        return Math.max(downUntilMs, restUntilMs);
      case 'no-budget':
        return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
      case 'no-number':
        return callers.nextFreeAtMs;
      case 'nobody-due':
        return standings.waiting.nextDueAt;
      default:
        return nowMs + 1;
    }
  }

  private happen(event: SimulationEvent | undefined): void {
    if (!event) return;
    const { nowMs, downUntilMs, agenda, speed, standings, ticks } = this.#world;
    const isDown = nowMs < downUntilMs;
    if (event.kind === 'intervene') this.intervene(event.intervention);
    else if (event.kind === 'take-over') this.#calls.release(event.call);
    else if (event.kind === 'dial') {
      // The process died between the reservation and the dial: once it is back, what it held is taken over.
      if (isDown) agenda.put(downUntilMs + LEASE_MS * speed, { kind: 'take-over', call: event.call });
      else this.#calls.dial(event.call);
    } else if (isDown) {
      // Webhooks are delivered again until somebody takes them.
      agenda.put(downUntilMs, event);
    } else if (event.kind === 'report') this.#calls.report(event.call, event.overAtMs);
    else this.#calls.hangUp(event.call);
    // Whatever has happened may let somebody be dialed.
    if (standings.waiting.size > 0) ticks.lookFrom(Math.max(nowMs, standings.waiting.nextDueAt));
  }

  private intervene(intervention: Intervention): void {
    const world = this.#world;
    world.changes += 1;
    switch (intervention.kind) {
      case 'opt-out':
      case 'revoke-consent':
      case 'dial-elsewhere':
        this.onNumber(intervention.kind, intervention.phone, intervention.at);
        return;
      case 'do-not-call': {
        for (let lead = 0; lead < world.leads.count; lead += 1)
          if (idOf(world.leads, lead) === intervention.leadId) world.standings.tick(lead);
        return;
      }
      case 'pause':
      case 'resume':
        world.isPaused = intervention.kind === 'pause';
        return;
      case 'provider-outage':
        world.outageUntilMs = Math.max(world.outageUntilMs, intervention.until.getTime());
        return;
      case 'restart':
        world.downUntilMs = Math.max(world.downUntilMs, intervention.until.getTime());
    }
  }

  private onNumber(kind: 'opt-out' | 'revoke-consent' | 'dial-elsewhere', phone: string, at: Date): void {
    const { records } = this.#world;
    const slot = this.slotOf(phone);
    if (slot === undefined) return;
    if (kind === 'opt-out') records.suppress(slot);
    else if (kind === 'revoke-consent') records.revokeConsent(slot, at);
    else records.dialed(slot, at.getTime());
  }

  private slotOf(phone: string): number | undefined {
    const { leads } = this.#world;
    if (!this.#slots) {
      this.#slots = new Map();
      for (let lead = 0; lead < leads.count; lead += 1)
        this.#slots.set(phoneOf(leads, lead) ?? '', leads.slot[lead] ?? 0);
    }
    return this.#slots.get(phone);
  }
}
