import { CallEnd } from './outcome-model';
import { DEFAULT_MIX, OutcomeMix, QuietEnd, TalkingEnd } from './outcome-mix';

/** A finished call of the campaign, as far as the mix goes by it. */
export interface HistoryCall {
  readonly end: CallEnd;
  /** Of the person's day, 0 to 23. */
  readonly localHour: number;
  /** From the order to the end. */
  readonly lineSeconds: number;
  /** With somebody or something on the line; 0: nobody answered. */
  readonly answeredSeconds: number;
  readonly costUsd: number | undefined;
}

/** With fewer finished calls the history says less than the studies do. */
export const FEWEST_CALLS = 200;
/** For how many calls the defaults count: a share that was seen once in ten calls is not one in ten. */
const DEFAULTS_COUNT = 30;
/** Durations and prices of fewer calls are left to the defaults. */
const FEWEST_OF_A_KIND = 20;
/** A call that was cut short in the history of the line says nothing of its length. */
const LEAST_SIGMA = 0.05;

/** The mix that a campaign's own calls show; the default one where there are too few of them. */
export function mixFromHistory(history: readonly HistoryCall[], mix: OutcomeMix = DEFAULT_MIX): OutcomeMix {
  if (history.length < FEWEST_CALLS) return mix;
  const isAnswered = ({ end }: HistoryCall) => Object.hasOwn(mix.talking, end);
  return {
    ...mix,
    origin: `the campaign's own last ${history.length} calls`,
    answeredByHour: mix.answeredByHour.map((share, hour) => {
      const calls = history.filter(({ localHour }) => localHour === hour);
      return (calls.filter(isAnswered).length + DEFAULTS_COUNT * share) / (calls.length + DEFAULTS_COUNT);
    }),
    talking: shares<TalkingEnd>(history.filter(isAnswered), mix.talking),
    quiet: shares<QuietEnd>(
      history.filter((call) => !isAnswered(call)),
      mix.quiet,
    ),
    // Dead numbers are among the ends that were seen.
    deadNumbers: 0,
    lineSeconds: { ...mix.lineSeconds, ...lengths(history) },
    ...prices(history),
  };
}

function shares<End extends CallEnd>(
  calls: readonly HistoryCall[],
  defaults: Readonly<Record<End, number>>,
): Record<End, number> {
  const ends = Object.keys(defaults) as End[];
  const all = ends.reduce((sum, end) => sum + defaults[end], 0);
  return Object.fromEntries(
    ends.map((end) => {
      const seen = calls.filter((call) => call.end === end).length;
      return [end, (seen + (DEFAULTS_COUNT * defaults[end]) / all) / (calls.length + DEFAULTS_COUNT)];
    }),
  ) as Record<End, number>;
}

function lengths(history: readonly HistoryCall[]): OutcomeMix['lineSeconds'] {
  const byEnd = new Map<CallEnd, number[]>();
  for (const { end, lineSeconds } of history)
    byEnd.set(end, [...(byEnd.get(end) ?? []), Math.log(lineSeconds)]);
  return Object.fromEntries(
    [...byEnd]
      .filter(([, logs]) => logs.length >= FEWEST_OF_A_KIND)
      .map(([end, logs]) => {
        const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
        const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
        return [end, [Math.exp(mean), Math.max(LEAST_SIGMA, Math.sqrt(variance))] as const];
      }),
  );
}

/** What a paid minute costs, and how long a line is taken up before it. */
function prices(history: readonly HistoryCall[]): Partial<Pick<OutcomeMix, 'ringSeconds' | 'usdPerMinute'>> {
  const paid = history.filter(({ costUsd, answeredSeconds }) => (costUsd ?? 0) > 0 && answeredSeconds > 0);
  if (paid.length < FEWEST_OF_A_KIND) return {};
  const sum = (of: (call: HistoryCall) => number) => paid.reduce((total, call) => total + of(call), 0);
  const ringSeconds =
    sum(({ lineSeconds, answeredSeconds }) => Math.max(0, lineSeconds - answeredSeconds)) / paid.length;
  // Priced as the model will: the line's time less the ringing.
  const minutes = sum(({ lineSeconds }) => Math.max(0, lineSeconds - ringSeconds)) / 60;
  return minutes > 0 ? { ringSeconds, usdPerMinute: sum(({ costUsd }) => costUsd ?? 0) / minutes } : {};
}
