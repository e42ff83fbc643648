/**
 * Terminology: a *subject* is whom we want to call, a *finding* one rule's verdict with its reason, a *decision* all
 * findings on one subject at one instant. A decision allows only if no rule refuses.
 */

/**
 * When the decision is made: on reserving a line, or on the fresh record just before the dial. `explain` is nobody's
 * call: somebody asked, and nothing is recorded.
 */
export type DecisionMoment = 'reserve' | 'dial' | 'explain';

/** Everything about a person that the rules judge. Absent facts are `undefined`, never guessed. */
export interface CallSubject {
  readonly leadId: string;
  /** E.164. */
  readonly phone: string;
  /** As the lead states it; not yet checked. */
  readonly timezone: string | undefined;
  readonly state: string | undefined;
  readonly country: string | undefined;
  readonly postalCode: string | undefined;
  /** `express_written`, `express`, `none` or whatever a person wrote. */
  readonly consent: string;
  readonly consentAt: Date | undefined;
  readonly consentExpiresAt: Date | undefined;
  readonly doNotCall: boolean;
}

/** One rule's verdict. */
export interface Finding {
  /** Stable id, e.g. `calling-window`; a metric label. */
  readonly rule: string;
  readonly verdict: 'allow' | 'refuse';
  /** In plain words, without the number. */
  readonly reason: string;
  /** The law or the operator's setting that the rule comes from. */
  readonly citation: string;
  /** For a refusal that time heals: the earliest instant at which this rule may allow. Absent: a person must act. */
  readonly retryAt?: Date;
  /** The signed overrides under which the rule was judged; absent: none. */
  readonly overrides?: readonly string[];
}

export interface Decision {
  readonly id: string;
  readonly leadId: string;
  readonly moment: DecisionMoment;
  readonly verdict: 'allow' | 'refuse';
  readonly findings: readonly Finding[];
  /** For a refusal that only time heals: the next instant at which all rules may allow. */
  readonly nextLegalAt: Date | undefined;
  readonly decidedAt: Date;
}

/** The refusals of a decision, the ones that time does not heal first. */
export function refusals(decision: Decision): readonly Finding[] {
  const refused = decision.findings.filter((finding) => finding.verdict === 'refuse');
  return refused.toSorted(
    (one, other) => Number(one.retryAt !== undefined) - Number(other.retryAt !== undefined),
  );
}
