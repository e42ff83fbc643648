import type { Disposition } from '../conversation/disposition-of';
import type { LeadStatus } from '../leads/lead-status';

/** Why nothing more was dialed at a moment, as the service would have said it; `dialing`: nothing stood in the way. */
export type Holdup =
  | 'dialing'
  | 'no-lines'
  | 'no-budget'
  | 'no-number'
  | 'dial-rate'
  | 'nobody-due'
  | 'paused'
  | 'suspended'
  | 'restarting';

/** Leads that were never called, by what stands in the way. */
export interface UnreachedGroup {
  /** The rule's id, or `number` and `status` for leads that the import itself sets aside. */
  readonly rule: string;
  /** In the rule's own words; of several the commonest, which says so. */
  readonly what: string;
  readonly leads: number;
  /** Whether time alone would have brought the call: they were still waiting when the run ended. */
  readonly isWaiting: boolean;
}

/** What one simulated campaign came to. Plain data: it can be sent between threads and written as JSON. */
export interface CampaignRun {
  readonly seed: number;
  readonly startAt: string;
  /** When the last lead came to its end (ISO 8601); null: some were still to be called when the time was over. */
  readonly finishedAt: string | null;
  readonly leads: number;
  /** Every lead stands in exactly one of these. */
  readonly leadsByStatus: Readonly<Record<LeadStatus, number>>;
  readonly dials: number;
  /** Calls by their outcome; they add up to `dials`, less the calls that were still up at the end. */
  readonly outcomes: Readonly<Partial<Record<Disposition, number>>>;
  readonly inCallAtEnd: number;
  /** Dials by local day and hour: `{ '2026-11-24': [0, 0, …24 numbers] }`, in order of days. */
  readonly calendar: Readonly<Record<string, readonly number[]>>;
  readonly costUsd: number;
  /** By UTC day, as the budget counts: the day on which the call was placed. */
  readonly costByDay: Readonly<Record<string, number>>;
  readonly peakLines: number;
  /** Mean lines in use while there were leads to dial. */
  readonly meanLines: number;
  readonly refusals: number;
  /** Decisions really made: leads that share a refusal share its decision. */
  readonly decisions: number;
  readonly suspensions: number;
  readonly unreached: readonly UnreachedGroup[];
  /** Hours by what held dialing up. */
  readonly hoursByHoldup: Readonly<Partial<Record<Holdup, number>>>;
}
