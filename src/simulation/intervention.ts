/**
 * Something that happens to a simulated campaign from outside, at an instant. Numbers are E.164; one that no lead has is
 * passed over.
 *
 * `opt-out` the number is suppressed, by whatever channel · `revoke-consent` consent is withdrawn, in the ledger ·
 * `do-not-call` a person ticks Do Not Call on the lead · `dial-elsewhere` another campaign on the same database dials the
 * number · `pause`, `resume` the operator's · `provider-outage` every order is refused by the provider's fault until then ·
 * `restart` the process dies: what is reserved and not dialed is given back, calls go on, and nothing is dialed or settled
 * until it is back.
 */
export type Intervention =
  | {
      readonly kind: 'opt-out' | 'revoke-consent' | 'dial-elsewhere';
      readonly at: Date;
      readonly phone: string;
    }
  | { readonly kind: 'do-not-call'; readonly at: Date; readonly leadId: string }
  | { readonly kind: 'pause' | 'resume'; readonly at: Date }
  | { readonly kind: 'provider-outage' | 'restart'; readonly at: Date; readonly until: Date };
