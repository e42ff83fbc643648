/** A list that the operator keeps: its numbers are suppressed for good, whatever their consent. */
export interface OwnList {
  readonly code: 'own' | 'protected';
  readonly name: string;
  /** Of numbers without a country code; ISO 3166 alpha-2. */
  readonly country: string;
  /** Why a number of it is never called, as the suppression keeps it. */
  readonly reason: string;
}

/**
 * - `own`: people who asked the seller not to be called (47 CFR 64.1200(d)).
 * - `protected`: lines that no artificial voice may call, such as those of emergency services, hospital rooms and homes
 *   for the elderly (47 CFR 64.1200(a)(1)(i)-(ii)).
 */
export const OWN_LISTS: readonly OwnList[] = [
  {
    code: 'own',
    name: "The operator's own list",
    country: 'US',
    reason: "On the operator's own do-not-call list",
  },
  {
    code: 'protected',
    name: 'Protected lines',
    country: 'US',
    reason: 'On the list of protected lines (emergency, hospital and the like)',
  },
];
