import { CallEnd } from './outcome-model';

/** How a person who answers takes the call. */
export type TalkingEnd = Extract<
  CallEnd,
  | 'interested'
  | 'declined'
  | 'callback'
  | 'opt-out'
  | 'doubtful-opt-out'
  | 'wants-human'
  | 'wrong-number'
  | 'silence'
>;
/** What becomes of a call that no person answers. */
export type QuietEnd = Exclude<CallEnd, TalkingEnd>;

/** How calls go: shares, durations and prices. Plain data. Shares of one kind need not add up to 1. */
export interface OutcomeMix {
  /** Where it comes from, in words. */
  readonly origin: string;
  /** The share of calls that a person answers, by the hour of the person's day (24). */
  readonly answeredByHour: readonly number[];
  readonly talking: Readonly<Record<TalkingEnd, number>>;
  readonly quiet: Readonly<Record<QuietEnd, number>>;
  /** The share of numbers that can never be reached. */
  readonly deadNumbers: number;
  /** How long the line is taken up (seconds): the median, and how widely it spreads (sigma of the log-normal). */
  readonly lineSeconds: Readonly<Partial<Record<CallEnd, readonly [median: number, sigma: number]>>>;
  /** For the ends that `lineSeconds` leaves out. */
  readonly otherSeconds: readonly [median: number, sigma: number];
  /** Of the line's time, what is not paid for: until somebody or something answers (seconds). */
  readonly ringSeconds: number;
  readonly usdPerMinute: number;
  /** Hours after the call at which people want to be called back, each as likely as the others. */
  readonly callbackHours: readonly number[];
}

/** How much more or less often people answer, against the mean of the day, by the hour of their day. */
const BY_HOUR: readonly number[] = [
  ...[0.3, 0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 0.7],
  ...[0.85, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 1, 1.1, 1.2, 1.3, 1.3, 1.2, 0.9, 0.6, 0.4],
];

/** The mean share of calls that a person answers. */
const ANSWERED = 0.25;

/**
 * Until a campaign has a history of its own. Sources, and what is only assumed:
 *
 * - A person answers one call in four. Of adults in the United States 19 % say that they generally answer a cellphone call
 *   from an unknown number (Pew Research Center, 14 December 2020); leads who asked for a call do so somewhat more often.
 * - More people answer on weekday evenings than in the daytime: Weeks, Kulka and Pierson, "Optimal call scheduling for a
 *   telephone survey", Public Opinion Quarterly 51 (1987), 540–549; for mobile phones Vicente, "The best times to call in a
 *   mobile phone survey", International Journal of Market Research 57 (2015). By how much is assumed.
 * - Two in three of those who do not answer have calls go to voicemail (Pew, as above: most unanswered calls may leave a
 *   message); the rest ring out. Assumed.
 * - The lengths of conversations are log-normal: Brown et al., "Statistical analysis of a telephone call center", Journal of
 *   the American Statistical Association 100 (2005), 36–50. Their median is assumed.
 * - A minute costs about 0.12 US dollars: VAPI's 0.05, and what model, voice, transcriber and carrier commonly add.
 * - What people say, and the share of dead numbers, is assumed.
 */
export const DEFAULT_MIX: OutcomeMix = {
  origin: 'published studies on who answers the phone, and assumptions',
  answeredByHour: BY_HOUR.map((factor) => ANSWERED * factor),
  talking: {
    interested: 0.2,
    declined: 0.42,
    callback: 0.12,
    'opt-out': 0.06,
    'doubtful-opt-out': 0.005,
    'wants-human': 0.05,
    'wrong-number': 0.045,
    silence: 0.1,
  },
  quiet: {
    voicemail: 0.62,
    'no-answer': 0.28,
    busy: 0.04,
    'bad-number': 0.01,
    'carrier-failure': 0.02,
    'start-refused': 0.005,
    'in-call-failure': 0.015,
    canceled: 0.01,
  },
  deadNumbers: 0.03,
  lineSeconds: {
    interested: [120, 0.6],
    declined: [45, 0.6],
    callback: [50, 0.5],
    'opt-out': [30, 0.5],
    'wants-human': [60, 0.5],
    'wrong-number': [35, 0.4],
    voicemail: [32, 0.2],
    'no-answer': [32, 0.15],
    busy: [6, 0.3],
    'bad-number': [5, 0.4],
    'carrier-failure': [5, 0.4],
    'start-refused': [2, 0.3],
  },
  otherSeconds: [40, 0.4],
  ringSeconds: 15,
  usdPerMinute: 0.12,
  callbackHours: [1, 2, 4, 24, 24, 48],
};
