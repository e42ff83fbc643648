import { Violation } from '../checker/violation';

/** A violation with whose dial it was; never a number. */
export interface Offence extends Violation {
  readonly leadId: string;
  readonly at: string;
}

export type Counts = Record<string, number>;

/** What a part of the proof has seen. Plain data, so that threads can send it and parts can be added up. */
export interface Tally {
  leads: number;
  dials: number;
  refusals: number;
  violations: number;
  /** The first few, and their number by rule. */
  readonly offences: Offence[];
  readonly violationsByRule: Counts;
  /** Dials by jurisdiction; one that was asked about and never dialed stands with 0. */
  readonly dialsByJurisdiction: Counts;
  /** Dials that are lawful only by a reading of the lead's place that may be doubted, by cause. */
  readonly doubtful: Counts;
  readonly refusalsByRule: Counts;
  /** `US-LA 2027-02-09` and the like: holidays on which somebody was refused for it. */
  readonly holidays: Counts;
  /** `Europe/Berlin 2027-03-28T01:00:00.000Z` and the like: changes of the clocks with decisions less than a day away. */
  readonly clockChanges: Counts;
  readonly happenings: Counts;
  /** Refusals that were judged by the plain reading as well. */
  sampled: number;
  /** Of these, the ones against which the plain reading has nothing, by cause. */
  readonly needless: Counts;
  /** Of these, the ones that it shares out of caution only, by cause. */
  readonly cautious: Counts;
  /** Refusals whose way to the next legal instant was walked. */
  walked: number;
  /** Of these, the ones that could have been dialed earlier, by cause. */
  readonly late: Counts;
}

export const MOST_OFFENCES = 50;

export function emptyTally(): Tally {
  return {
    leads: 0,
    dials: 0,
    refusals: 0,
    violations: 0,
    offences: [],
    violationsByRule: {},
    dialsByJurisdiction: {},
    doubtful: {},
    refusalsByRule: {},
    holidays: {},
    clockChanges: {},
    happenings: {},
    sampled: 0,
    needless: {},
    cautious: {},
    walked: 0,
    late: {},
  };
}

export function count(counts: Counts, what: string, times = 1): void {
  counts[what] = (counts[what] ?? 0) + times;
}

/** Adds the second to the first. */
export function addTally(sum: Tally, part: Tally): void {
  for (const key of ['leads', 'dials', 'refusals', 'violations', 'sampled', 'walked'] as const)
    sum[key] += part[key];
  sum.offences.push(...part.offences.slice(0, MOST_OFFENCES - sum.offences.length));
  for (const key of [
    'violationsByRule',
    'dialsByJurisdiction',
    'doubtful',
    'refusalsByRule',
    'holidays',
    'clockChanges',
    'happenings',
    'needless',
    'cautious',
    'late',
  ] as const)
    for (const [what, times] of Object.entries(part[key])) count(sum[key], what, times);
}
