import { CampaignRun, Holdup, UnreachedGroup } from './campaign-run';
import { adviceOn } from './report-advice';

/** The middle of several runs, and between which bounds half and nine tenths of them lie. */
export interface Spread<Value> {
  readonly p50: Value;
  readonly p90: Value;
  readonly half: readonly [Value, Value];
  readonly nineTenths: readonly [Value, Value];
}

/** What was simulated. */
export interface ReportInput {
  /** Where the leads come from, in words. */
  readonly leads: string;
  /** Where the outcomes come from, in words. */
  readonly outcomes: string;
  readonly campaign: string;
  readonly startAt: string;
  readonly days: number;
  readonly zone: string;
  readonly lines: number;
  readonly callsPerSecond: number;
  readonly maxAttempts: number;
  readonly dailyBudgetUsd: number | null;
}

/** How many lines it takes to be done in time. */
export interface LinesWanted {
  readonly finishBy: string;
  /** Null: no number of lines is enough. */
  readonly lines: number | null;
  readonly why: string;
}

export interface UnreachedAdvice extends Pick<UnreachedGroup, 'rule' | 'leads' | 'what'> {
  readonly toDo: string;
}

/** What an operator is told before the start; plain data. The same runs give the same report. */
export interface CampaignReport {
  readonly input: ReportInput;
  readonly leads: number;
  /** Null: not within the time that was simulated. */
  readonly finish: Spread<string | null>;
  readonly costUsd: Spread<number>;
  readonly calls: Spread<number>;
  /** Of the run that ends in the middle. */
  readonly callsByDay: readonly {
    readonly day: string;
    readonly calls: number;
    readonly hours: readonly number[];
  }[];
  readonly outcomes: readonly { readonly outcome: string; readonly calls: number; readonly share: number }[];
  readonly leadsByStatus: Readonly<Record<string, number>>;
  readonly lines: { readonly limit: number; readonly peak: number; readonly mean: number };
  /** Leads that no call can be made to, whatever time goes by. */
  readonly neverReachable: readonly UnreachedAdvice[];
  /** Leads that were still waiting for their first call when the time was over. */
  readonly stillWaiting: readonly UnreachedAdvice[];
  readonly hoursByHoldup: Readonly<Partial<Record<Holdup, number>>>;
  readonly advice: readonly string[];
  readonly linesWanted: LinesWanted | null;
  readonly runs: readonly {
    readonly seed: number;
    readonly finishedAt: string | null;
    readonly calls: number;
    readonly costUsd: number;
  }[];
}

/**
 * Sums up the runs of one campaign under several seeds.
 * @throws RangeError without a run
 */
export function reportOf(
  runs: readonly CampaignRun[],
  input: ReportInput,
  linesWanted: LinesWanted | null = null,
): CampaignReport {
  const sorted = runs.toSorted((one, other) => finishMs(one) - finishMs(other) || one.dials - other.dials);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new RangeError('A report needs a run');
  const finish = spread(runs.map(finishMs));
  const advised = middle.unreached.map(({ isWaiting, ...group }) => ({
    isWaiting,
    group: { ...group, toDo: adviceOn(group.rule, isWaiting) },
  }));
  return {
    input,
    leads: middle.leads,
    finish: {
      p50: instant(finish.p50),
      p90: instant(finish.p90),
      half: [instant(finish.half[0]), instant(finish.half[1])],
      nineTenths: [instant(finish.nineTenths[0]), instant(finish.nineTenths[1])],
    },
    costUsd: rounded(spread(runs.map(({ costUsd }) => costUsd)), 100),
    calls: rounded(spread(runs.map(({ dials }) => dials)), 1),
    callsByDay: Object.entries(middle.calendar).map(([day, hours]) => ({ day, calls: sum(hours), hours })),
    outcomes: outcomesOf(middle),
    leadsByStatus: middle.leadsByStatus,
    lines: { limit: input.lines, peak: middle.peakLines, mean: Math.round(middle.meanLines * 10) / 10 },
    neverReachable: advised.filter(({ isWaiting }) => !isWaiting).map(({ group }) => group),
    stillWaiting: advised.filter(({ isWaiting }) => isWaiting).map(({ group }) => group),
    hoursByHoldup: middle.hoursByHoldup,
    advice: paceAdvice(middle, input),
    linesWanted,
    runs: runs.map(({ seed, finishedAt, dials, costUsd }) => ({ seed, finishedAt, calls: dials, costUsd })),
  };
}

/** The value below which so much of them lies, between the nearest two; Infinity among them is kept. */
export function quantile(sorted: readonly number[], at: number): number {
  const place = at * (sorted.length - 1);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === high ? low : low + (high - low) * (place - Math.floor(place));
}

function spread(values: readonly number[]): Spread<number> {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => quantile(sorted, share);
  return { p50: at(0.5), p90: at(0.9), half: [at(0.25), at(0.75)], nineTenths: [at(0.05), at(0.95)] };
}

function rounded({ p50, p90, half, nineTenths }: Spread<number>, by: number): Spread<number> {
  const round = (value: number) => Math.round(value * by) / by;
  return {
    p50: round(p50),
    p90: round(p90),
    half: [round(half[0]), round(half[1])],
    nineTenths: [round(nineTenths[0]), round(nineTenths[1])],
  };
}

function outcomesOf({ outcomes, dials }: CampaignRun): CampaignReport['outcomes'] {
  return Object.entries(outcomes)
    .map(([outcome, calls]) => ({ outcome, calls, share: Math.round((calls / dials) * 1000) / 1000 }))
    .toSorted((one, other) => other.calls - one.calls || (one.outcome < other.outcome ? -1 : 1));
}

/** What held dialing up for longer than a tenth of the time in which there was somebody to dial. */
function paceAdvice({ hoursByHoldup, suspensions }: CampaignRun, { dailyBudgetUsd }: ReportInput): string[] {
  const { 'nobody-due': _idle, ...wanted } = hoursByHoldup;
  const all = sum(Object.values(wanted));
  const isMuch = (holdup: Holdup) => (hoursByHoldup[holdup] ?? 0) > all / 10;
  const advice: string[] = [];
  if (isMuch('no-lines'))
    advice.push(
      'Calls waited for a free line: a higher MAX_CONCURRENT_CALLS would finish sooner, if the provider allows it.',
    );
  if (isMuch('dial-rate'))
    advice.push('The dial rate held calls back: a higher CALLS_PER_SECOND would finish sooner.');
  if (isMuch('no-budget'))
    advice.push(
      `The daily budget of ${dailyBudgetUsd ?? 0} US dollars was used up on some days: DAILY_BUDGET_USD decides the finish.`,
    );
  if (isMuch('no-number'))
    advice.push('All numbers had made their calls of the day: add numbers, or raise NUMBER_DAILY_CAP.');
  if (suspensions > 0)
    advice.push(
      `Dialing paused by itself ${suspensions} times, after calls that failed in a row at the provider.`,
    );
  if (advice.length === 0)
    advice.push(
      'Lines, dial rate and money suffice: what takes time are calling hours and the waits between attempts.',
    );
  return advice;
}

function finishMs({ finishedAt }: CampaignRun): number {
  return finishedAt === null ? Infinity : Date.parse(finishedAt);
}

function instant(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
