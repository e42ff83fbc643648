import { Ruling } from '../compliance/decide';
import { refusals } from '../compliance/decision';
import type { LeadChange } from '../leads/lead-store';
import { refusalChange } from '../orchestration/refusal';
import { REST_MS } from '../orchestration/tempo';
import { Agenda } from './agenda';
import { CallerUse } from './caller-use';
import { DaySpend } from './day-spend';
import { idOf, LeadColumns } from './lead-columns';
import { LeadJudge } from './lead-judge';
import { LeadStandings } from './lead-standings';
import { NumberRecords } from './number-records';
import { RunTally } from './run-tally';
import { SimulationHooks, SimulationOptions } from './simulation-options';
import { SimulationEvent } from './simulated-call';
import { SuspensionWatch } from './suspension-watch';
import { TickTimes } from './tick-times';

/** What a ruling makes of whom it refuses. */
interface Refused {
  readonly change: LeadChange;
  readonly rule: string;
  readonly why: number;
}

/** Everything that a simulated campaign stands on at an instant: the database, the process and the provider in one. */
export class SimulatedWorld {
  readonly agenda = new Agenda<SimulationEvent>();
  readonly speed: number;
  readonly leads: LeadColumns;
  readonly standings: LeadStandings;
  readonly records: NumberRecords;
  readonly judge: LeadJudge;
  readonly tally: RunTally;
  readonly watch: SuspensionWatch;
  readonly spend: DaySpend;
  readonly callers: CallerUse;
  readonly ticks: TickTimes;
  now: Date;
  nextDialAt: Date | undefined;
  /** Open attempts whose call is not over. */
  lines = 0;
  /** Open attempts. */
  open = 0;
  isPaused = false;
  /** The process is dead until then (epoch ms). */
  downUntilMs = -Infinity;
  /** The provider refuses every order until then (epoch ms). */
  outageUntilMs = -Infinity;
  /** After a refusal of the provider's the orchestrator rests until then (epoch ms). */
  restUntilMs = -Infinity;
  restMs = REST_MS.first;
  /** Changes from outside so far: a ruling from before the last one is doubtful. */
  changes = 0;
  readonly #refused = new WeakMap<Ruling, Refused>();

  constructor(
    readonly options: SimulationOptions,
    readonly hooks: SimulationHooks,
  ) {
    const { startAt, leads, policy, campaign, speed = 1 } = options;
    this.now = startAt;
    this.speed = speed;
    this.leads = leads;
    this.standings = new LeadStandings(leads);
    this.records = new NumberRecords(leads, LeadJudge.lookBackMs(policy));
    const isTicked = (lead: number) => this.standings.isTicked(lead);
    this.judge = new LeadJudge(leads, this.records, policy, options.isThorough === true, isTicked);
    this.tally = new RunTally(startAt.getTime(), options.zone ?? 'UTC');
    this.watch = new SuspensionWatch(speed);
    this.spend = new DaySpend(campaign, startAt, options.spentTodayUsd ?? 0);
    this.callers = new CallerUse(options.callerNumbers, campaign.numberDailyCap);
    this.ticks = new TickTimes(startAt.getTime(), speed);
  }

  /** Epoch ms. */
  get nowMs(): number {
    return this.now.getTime();
  }

  /** What a refusal makes of the lead, counted and told. Leads that share a ruling share what it makes of them. */
  refusal(lead: number, ruling: Ruling): LeadChange {
    const known = this.#refused.get(ruling) ?? this.readRefusal(ruling);
    this.standings.refused(lead, known.why);
    this.tally.refusal();
    this.hooks.onRefusal?.({
      at: this.now,
      leadId: idOf(this.leads, lead),
      rule: known.rule,
      nextLegalAt: ruling.nextLegalAt,
    });
    return known.change;
  }

  private readRefusal(ruling: Ruling): Refused {
    const decision = { ...ruling, id: '', leadId: '', moment: 'reserve', decidedAt: this.now } as const;
    const [first] = refusals(decision);
    const rule = first?.rule ?? 'none';
    const why = this.standings.whyIndex(rule, first?.reason ?? '');
    const refused = { change: refusalChange(decision), rule, why };
    this.#refused.set(ruling, refused);
    return refused;
  }
}
