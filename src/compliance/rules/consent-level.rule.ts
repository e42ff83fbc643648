import { Finding } from '../decision';
import { CallPolicy, RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf(
  'consent-level',
  '47 CFR 64.1200(a)(1)(iii), (a)(2), (a)(3); FCC 24-17 (an AI voice is an artificial voice)',
);

const SUFFICIENT: Record<CallPolicy['purpose'], ReadonlySet<string>> = {
  marketing: new Set(['express_written']),
  informational: new Set(['express', 'express_written']),
};

/**
 * A call with an artificial voice needs prior express consent; one that sells needs it in writing. Read as the eCFR had
 * it on 2026-09-02. Case, spaces and dashes don't matter; any word but the contract's own is no consent.
 */
export function consentLevel({ subject, policy }: RuleContext): Finding {
  const level = subject.consent
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (SUFFICIENT[policy.purpose].has(level))
    return allow(`The consent suffices for a ${policy.purpose} call`);
  return policy.purpose === 'marketing'
    ? refuse('A marketing call needs express written consent')
    : refuse('An informational call needs express consent');
}
