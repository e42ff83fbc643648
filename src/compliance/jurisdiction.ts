import { WeeklyHours } from '../config/calling-hours';

/** At most so many calls to one number in any stretch of time. */
export interface AttemptCap {
  readonly count: number;
  readonly perMs: number;
}

/** What the law of one place says of calls with an artificial voice; each row of the data. */
export interface Jurisdiction {
  /** ISO 3166 alpha-2 of a country, `EU`, `US-` with a state's postal code, or `US-UNKNOWN`. */
  readonly code: string;
  readonly name: string;
  /** The law of its hours, holidays and caps; says `(confidence: low)` where the row is not well founded. */
  readonly citation: string;
  /** When a call may be made with an artificial voice, in the called party's local time. */
  readonly hours: WeeklyHours;
  /** Where the hours come from: `state`, `national`, `federal_default` … or `courtesy_default` where no law sets any. */
  readonly windowBasis: string;
  /** ISO date from which the row's rules hold, where known. They are kept before it as well. */
  readonly effectiveFrom: string | undefined;
  /** Further zones in which its hours hold: where the law names an offset rather than the local time. */
  readonly alsoInZones: readonly string[];
  /** The set of holidays on which no call may be made. */
  readonly holidays: string | undefined;
  readonly caps: readonly AttemptCap[];
  readonly marketingConsent: 'express' | 'express_written';
  readonly artificialVoice: ArtificialVoiceLaw | undefined;
  /** What a seller must hold before its first sales call. */
  readonly registration: RegistrationLaw | undefined;
  /** How long nobody is called who has refused an offer. */
  readonly restAfterRefusalMs: number | undefined;
  /** Local dates without calls beside the holidays, in days since 1970-01-01: the operator's own. */
  readonly closedDays: ReadonlySet<number>;
  /** Why the operator calls nobody there. */
  readonly barred: string | undefined;
  readonly confidence: Confidence;
}

/** How well a row is founded: the law itself read, reports of it, neither, or reckoned from the other rows. */
export type Confidence = 'high' | 'medium' | 'low' | 'computed';

export interface RegistrationLaw {
  /** The registration, licence or bond. */
  readonly what: string;
  readonly citation: string;
}

export interface ArtificialVoiceLaw {
  /** In one word, e.g. `allowed_with_consent`. */
  readonly status: string;
  readonly citation: string;
  /** What would have to be on record, beside consent, before such a call may sell; undefined if nothing. */
  readonly needs: string | undefined;
}
