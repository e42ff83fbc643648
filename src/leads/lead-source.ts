/** A lead as its source states it, nothing checked yet. Absent cells are `undefined`. */
export interface SourceLead {
  readonly sourceId: string;
  /** The word in `Status`; empty when there is none. */
  readonly status: string;
  readonly phone: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly company: string | undefined;
  readonly timezone: string | undefined;
  readonly state: string | undefined;
  readonly country: string | undefined;
  readonly postalCode: string | undefined;
  readonly consent: string;
  readonly consentAt: Date | undefined;
  readonly consentSource: string | undefined;
  readonly consentEvidence: string | undefined;
  readonly consentExpiresAt: Date | undefined;
  readonly doNotCall: boolean;
  readonly notes: string | undefined;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly callbackAt: Date | undefined;
  readonly lastCallAt: Date | undefined;
  readonly lastOutcome: string | undefined;
  /** Further columns, for templates. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Where leads come from and where people work on them. Every method rejects with `ExternalApiError` in an outage. */
export abstract class LeadSource {
  /** Whether the source holds what Laura can't do without; a reason stands in `ExternalApis` when not. */
  abstract ready(): Promise<boolean>;

  /**
   * Leads changed in the last `withinMs` milliseconds by the source's own clock, or all when it is `undefined`.
   * A lead may come twice; the later one is the fresher.
   */
  abstract read(withinMs: number | undefined): AsyncIterable<readonly SourceLead[]>;

  /** These leads as they stand now. One that is gone is missing from the answer. */
  abstract refresh(sourceIds: readonly string[]): Promise<readonly SourceLead[]>;

  /** Sets `Status` to `in progress` and answers with the records as they then stand; one that is gone is missing. */
  abstract markInProgress(sourceIds: readonly string[]): Promise<readonly SourceLead[]>;
}
