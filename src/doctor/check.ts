/** One thing that is not as it should be, and what to do about it. No secret and no phone number stands in either. */
export interface Finding {
  /** `fail`: the service can't do its work; `warn`: it can, but somebody should know. */
  readonly severity: 'warn' | 'fail';
  readonly what: string;
  readonly remedy: string;
}

/** What a look at something has shown. */
export interface Observation {
  /** What was found in general, in one line; shown also when all is well. */
  readonly said: string;
  readonly findings?: readonly Finding[];
  /** It could not be looked at, for the reason `said`. */
  readonly isSkipped?: true;
}

/** Something to look at. Looking changes nothing and calls nobody. */
export interface Check {
  /** Stable, for machines: `airtable-columns`. */
  readonly name: string;
  /** Earlier checks without which it makes no sense to look. */
  readonly needs?: readonly string[];
  look(): Promise<Observation> | Observation;
}

export interface CheckReport {
  readonly name: string;
  /** The worst of its findings; `skip`: not looked at. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skip';
  readonly said: string;
  readonly findings: readonly Finding[];
}

export function fault(what: string, remedy: string): Finding {
  return { severity: 'fail', what, remedy };
}

export function warning(what: string, remedy: string): Finding {
  return { severity: 'warn', what, remedy };
}

/** For when there is nothing to look at. */
export function skipped(said: string): Observation {
  return { said, isSkipped: true };
}
