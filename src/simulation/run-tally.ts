import type { Disposition } from '../conversation/disposition-of';
import { offsetSpanAt } from '../compliance/zone-offsets';
import { CampaignRun, Holdup } from './campaign-run';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What is counted while a campaign runs. */
export class RunTally {
  readonly #outcomes = new Map<Disposition, number>();
  readonly #calendar = new Map<number, number[]>();
  readonly #costByDay = new Map<number, number>();
  readonly #holdups = new Map<Holdup, number>();
  #dials = 0;
  #ended = 0;
  #costUsd = 0;
  #refusals = 0;
  #peakLines = 0;
  #busyMs = 0;
  #wantedMs = 0;
  #since: number;
  #holdup: Holdup = 'nobody-due';
  #lines = 0;

  /** @param zone in whose days and hours the calendar is kept */
  constructor(
    startMs: number,
    private readonly zone: string,
  ) {
    this.#since = startMs;
  }

  dial(atMs: number): void {
    this.#dials += 1;
    const localMs = atMs + offsetSpanAt(this.zone, atMs).offsetMs;
    const day = Math.floor(localMs / DAY_MS);
    const hours = this.#calendar.get(day) ?? Array.from({ length: 24 }, () => 0);
    const hour = Math.floor((localMs - day * DAY_MS) / HOUR_MS);
    hours[hour] = (hours[hour] ?? 0) + 1;
    this.#calendar.set(day, hours);
  }

  end(disposition: Disposition): void {
    this.#ended += 1;
    this.#outcomes.set(disposition, (this.#outcomes.get(disposition) ?? 0) + 1);
  }

  /** @param placedAtMs the budget counts a call on the day on which it was placed */
  cost(usd: number, placedAtMs: number): void {
    const day = Math.floor(placedAtMs / DAY_MS);
    this.#costUsd += usd;
    this.#costByDay.set(day, (this.#costByDay.get(day) ?? 0) + usd);
  }

  refusal(): void {
    this.#refusals += 1;
  }

  /** From now on so many lines are in use, and this holds dialing up. */
  stand(atMs: number, lines: number, holdup = this.#holdup): void {
    const elapsedMs = atMs - this.#since;
    if (elapsedMs > 0) {
      this.#holdups.set(this.#holdup, (this.#holdups.get(this.#holdup) ?? 0) + elapsedMs);
      if (this.#holdup !== 'nobody-due') {
        this.#wantedMs += elapsedMs;
        this.#busyMs += elapsedMs * this.#lines;
      }
    }
    this.#since = atMs;
    this.#lines = lines;
    this.#holdup = holdup;
    this.#peakLines = Math.max(this.#peakLines, lines);
  }

  summary(): Pick<
    CampaignRun,
    | 'dials'
    | 'outcomes'
    | 'inCallAtEnd'
    | 'calendar'
    | 'costUsd'
    | 'costByDay'
    | 'peakLines'
    | 'meanLines'
    | 'refusals'
    | 'hoursByHoldup'
  > {
    return {
      dials: this.#dials,
      outcomes: Object.fromEntries(sorted(this.#outcomes)),
      inCallAtEnd: this.#dials - this.#ended,
      calendar: Object.fromEntries(sorted(this.#calendar).map(([day, hours]) => [dayName(day), hours])),
      costUsd: rounded(this.#costUsd),
      costByDay: Object.fromEntries(
        sorted(this.#costByDay).map(([day, usd]) => [dayName(day), rounded(usd)]),
      ),
      peakLines: this.#peakLines,
      meanLines: this.#wantedMs === 0 ? 0 : rounded(this.#busyMs / this.#wantedMs),
      refusals: this.#refusals,
      hoursByHoldup: Object.fromEntries(
        sorted(this.#holdups).map(([holdup, ms]) => [holdup, rounded(ms / HOUR_MS)]),
      ),
    };
  }
}

/** By key, so that equal runs are written alike. */
function sorted<Key extends string | number, Value>(counts: ReadonlyMap<Key, Value>): [Key, Value][] {
  return [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
