import { UnreachedGroup } from './campaign-run';

/** When the campaign will be done and what that will cost, foretold at an instant. Instants are ISO 8601. */
export interface Forecast {
  readonly generatedAt: string;
  /** Null: not within the time that was simulated. `bounds` hold nine runs in ten. */
  readonly finishAt: {
    readonly p50: string | null;
    readonly p90: string | null;
    readonly bounds: readonly [string | null, string | null];
  };
  /** Of the calls from then on (US dollars). */
  readonly costUsd: { readonly p50: number; readonly p90: number };
  /** By UTC day, from then on. */
  readonly callsByDay: readonly { readonly day: string; readonly calls: number }[];
  readonly neverReachable: readonly (Pick<UnreachedGroup, 'rule' | 'leads' | 'what'> & {
    readonly toDo: string;
  })[];
  readonly lines: number;
  /** Where the outcomes come from, in words. */
  readonly outcomes: string;
  /** Whether only a part of the leads was simulated, because there are so many; numbers are of all. */
  readonly sampled: boolean;
}

/** What an older forecast foretold, and what then happened. */
export interface ForecastComparison {
  readonly madeAt: string;
  /** Over the whole UTC days since then. */
  readonly predictedCalls: number;
  readonly actualCalls: number;
  readonly predictedFinishAt: string | null;
}

const DAY_MS = 86_400_000;

/** The whole UTC days between two instants: from the first midnight after `from` to the last before `until`. */
export function wholeDays(from: Date, until: Date): { readonly from: Date; readonly until: Date } {
  const first = Math.ceil(from.getTime() / DAY_MS) * DAY_MS;
  const last = Math.floor(until.getTime() / DAY_MS) * DAY_MS;
  return { from: new Date(first), until: new Date(Math.max(first, last)) };
}

/** What a forecast says of the calls in a stretch of whole days. */
export function callsForetold(
  { callsByDay }: Pick<Forecast, 'callsByDay'>,
  { from, until }: ReturnType<typeof wholeDays>,
): number {
  const [first, last] = [from, until].map((at) => at.toISOString().slice(0, 10)) as [string, string];
  return callsByDay
    .filter(({ day }) => day >= first && day < last)
    .reduce((sum, { calls }) => sum + calls, 0);
}
