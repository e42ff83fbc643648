import { Finding } from './decision';

/** The verdicts of one rule, which all bear its id and citation. */
export interface RuleVerdicts {
  /** @param reason in plain words, without the number */
  allow(reason: string): Finding;
  /** @param retryAt when time alone may heal it; absent if a person must act */
  refuse(reason: string, retryAt?: Date): Finding;
}

/**
 * @param rule stable id, a metric label
 * @param citation the law or the operator's setting
 */
export function verdictsOf(rule: string, citation: string): RuleVerdicts {
  return {
    allow: (reason) => ({ rule, verdict: 'allow', reason, citation }),
    refuse: (reason, retryAt) => ({ rule, verdict: 'refuse', reason, citation, ...(retryAt && { retryAt }) }),
  };
}
