/**
 * What the checker is told of one dial, in its own words: nothing here is the engine's. All instants are epoch
 * milliseconds. Absent facts are `undefined`.
 */
export interface Dial {
  readonly at: number;
  readonly lead: Lead;
  readonly campaign: Campaign;
  readonly history: History;
}

/** A person as the list of leads writes them down; texts are not yet read. */
export interface Lead {
  readonly id: string;
  readonly phone: string;
  readonly state: string | undefined;
  readonly country: string | undefined;
  readonly postalCode: string | undefined;
  readonly timezone: string | undefined;
  readonly consent: string;
  readonly consentAt: number | undefined;
  readonly consentExpiresAt: number | undefined;
  readonly doNotCall: boolean;
}

/** What the caller has stated and fetched. */
export interface Campaign {
  readonly purpose: 'marketing' | 'informational';
  readonly seller: string;
  readonly callbackNumber: string;
  /** As jurisdictions.json writes windows; undefined: the campaign sets no hours. */
  readonly hours: string | undefined;
  readonly callsPerDay: number;
  readonly registrations: readonly Attestation[];
  readonly lists: readonly ListVersion[];
}

export interface Attestation {
  readonly jurisdiction: string;
  readonly from: number;
  readonly until: number | undefined;
}

/** A version of a do-not-call register, from its import on. */
export interface ListVersion {
  readonly list: string;
  /** The day that it bears, in UTC, e.g. `2027-01-04`. */
  readonly date: string;
  readonly importedAt: number;
  readonly areaCodes: 'all' | readonly string[];
}

/** Everything that ever happened to one number, over all leads and campaigns. Later instants than the dial's don't count. */
export interface History {
  /** Calls that were begun, without the dial that is judged. */
  readonly dials: readonly number[];
  readonly optOuts: readonly number[];
  /** When somebody said no to an offer. */
  readonly refusals: readonly number[];
  readonly revocations: readonly number[];
  readonly grants: readonly Grant[];
  /** Codes of the registers that the number stands on. */
  readonly registers: readonly string[];
}

/** A consent beside the lead's own columns. */
export interface Grant {
  readonly recordedAt: number;
  readonly level: string;
  readonly seller: string | undefined;
  readonly purpose: string | undefined;
  readonly channel: string | undefined;
  readonly givenAt: number | undefined;
  readonly expiresAt: number | undefined;
}
