import { Ruling } from '../../src/compliance/decide';
import { checkDial } from '../checker/check-dial';
import { Dial } from '../checker/dial';
import { datesOf } from '../checker/holidays';
import { localTime } from '../checker/hours';
import { lawOf } from '../checker/law';
import { Places, placesOf } from '../checker/places';
import { clockChanges } from '../scenario/story';
import { cautiousCause, needlessCause, refusingRules } from './refusal-causes';
import { count, emptyTally, MOST_OFFENCES } from './tally';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** The way to the next legal instant is walked so far at most. */
const WALK_MS = 4 * DAY_MS;

/** The time that is simulated. */
export interface Period {
  /** Epoch ms. */
  readonly startAt: number;
  readonly days: number;
}

/** Holds every dial against the plain reading, and a part of the refusals, and keeps count. */
export class Judge {
  readonly tally = emptyTally();
  readonly #places = new WeakMap<Dial['lead'], Places>();

  /** @param sampleEvery one of so many refusals is judged as well; of these, one of twenty may be walked */
  constructor(
    private readonly period: Period,
    private readonly sampleEvery: number,
  ) {}

  dial(dial: Dial): void {
    const { tally } = this;
    const places = this.placesOf(dial.lead);
    tally.dials += 1;
    for (const code of places.laws) count(tally.dialsByJurisdiction, code);
    this.noteClockChanges(dial.at, places);
    if (places.ruledOut.length > 0) this.doubt(dial, places);
    for (const violation of checkDial(dial, places)) {
      tally.violations += 1;
      count(tally.violationsByRule, violation.rule);
      if (tally.offences.length < MOST_OFFENCES)
        tally.offences.push({ ...violation, leadId: dial.lead.id, at: new Date(dial.at).toISOString() });
    }
  }

  /** A number of one part of a state may have been carried to another part of it. */
  private doubt(dial: Dial, places: Places): void {
    if (checkDial(dial, { ...places, zones: [...places.zones, ...places.ruledOut] }).length > 0)
      count(this.tally.doubtful, 'the state has further zones, which the area code is taken to rule out');
  }

  /** @param rules the names of the rules that refuse */
  refusal(dial: Dial, rules: readonly string[]): void {
    const { tally } = this;
    const places = this.placesOf(dial.lead);
    tally.refusals += 1;
    for (const code of places.laws) count(tally.dialsByJurisdiction, code, 0);
    for (const rule of rules) count(tally.refusalsByRule, rule);
    if (rules.includes('holiday')) this.noteHolidays(dial.at, places);
    this.noteClockChanges(dial.at, places);
    if (tally.refusals % this.sampleEvery !== 0) return;
    tally.sampled += 1;
    if (checkDial(dial, places).length === 0) count(tally.needless, needlessCause(dial, places, rules));
    else {
      const cause = cautiousCause(dial, places);
      if (cause !== undefined) count(tally.cautious, cause);
    }
  }

  /**
   * A refusal of which the engine can be asked again.
   * @param judge what it says to the same at another instant
   */
  ruling(dial: Dial, ruling: Ruling, judge: (at: number) => Ruling): void {
    this.refusal(dial, refusingRules(ruling));
    if (ruling.nextLegalAt && this.tally.refusals % (this.sampleEvery * 20) === 0)
      this.walk(dial, this.placesOf(dial.lead), ruling.nextLegalAt.getTime(), judge);
  }

  /** Looks, quarter of an hour by quarter, for an earlier instant than the one that the engine names. */
  private walk(dial: Dial, places: Places, nextLegalMs: number, judge: (at: number) => Ruling): void {
    this.tally.walked += 1;
    const untilMs = Math.min(nextLegalMs, dial.at + WALK_MS);
    for (let at = Math.ceil((dial.at + 1) / QUARTER_MS) * QUARTER_MS; at < untilMs; at += QUARTER_MS) {
      if (checkDial({ ...dial, at }, places).length > 0) continue;
      const then = judge(at);
      const cause =
        then.verdict === 'allow'
          ? 'the engine allows it too, and did not say so'
          : needlessCause({ ...dial, at }, places, refusingRules(then));
      count(this.tally.late, cause);
      return;
    }
  }

  private noteHolidays(at: number, { laws, zones }: Places): void {
    for (const code of laws) {
      const set = lawOf(code).holidays;
      for (const zone of set === undefined ? [] : zones) {
        const date = localTime(at, zone).toFormat('yyyy-MM-dd');
        if (datesOf(set ?? '', Number(date.slice(0, 4))).has(date))
          count(this.tally.holidays, `${set} ${date}`);
      }
    }
  }

  private noteClockChanges(at: number, { zones }: Places): void {
    for (const zone of zones)
      for (const change of clockChanges(zone, this.period.startAt, this.period.days))
        if (Math.abs(at - change) < DAY_MS)
          count(this.tally.clockChanges, `${zone} ${new Date(change).toISOString()}`);
  }

  private placesOf(lead: Dial['lead']): Places {
    const places = this.#places.get(lead) ?? placesOf(lead);
    this.#places.set(lead, places);
    return places;
  }
}
