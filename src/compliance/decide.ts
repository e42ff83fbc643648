import { Decision, Finding } from './decision';
import { nextLegalInstant } from './next-legal-instant';
import { Rule, RuleContext } from './rule-context';
import { RULES, WAIVABLE } from './rule-set';
import { verdictsOf } from './rule-verdicts';

/** The part of a decision that follows from the facts alone. */
export type Ruling = Pick<Decision, 'verdict' | 'findings' | 'nextLegalAt'>;

/** Rounds of looking for the next legal instant: each rule that time heals may push it on once or twice. */
const MAX_ROUNDS = 8;

/**
 * Judges by all rules, without a short cut: whoever asks wants to know everything that stands in the way. Pure, and
 * never throws: what cannot be judged is refused.
 * @param onFault hears what a rule threw
 */
export function decide(
  context: RuleContext,
  rules: readonly Rule[] = RULES,
  onFault: (error: unknown) => void = () => undefined,
): Ruling {
  const findings = rules.map((rule) => judge(rule, context, onFault));
  if (areAllowed(findings)) return { verdict: 'allow', findings, nextLegalAt: undefined };
  return { verdict: 'refuse', findings, nextLegalAt: nextLegalAt(context, rules, findings) };
}

/**
 * The finding that stands for a judgment that failed. It names the error's class only: the message may quote the facts.
 * @param what what failed, as the beginning of a sentence
 */
export function ruleFault(what: string, error: unknown): Finding {
  const kind = error instanceof Error ? error.name : typeof error;
  return verdictsOf('rule-fault', 'Fails closed: no call without a judgment').refuse(
    `${what} could not be judged (${kind})`,
  );
}

/** A rule that a signed override touches is judged without the jurisdictions it names, and its finding says so. */
function judge(rule: Rule, context: RuleContext, onFault?: (error: unknown) => void): Finding {
  try {
    const waivable = WAIVABLE.get(rule);
    if (waivable === undefined) return rule(context);
    const { jurisdictions, overrides } = context.policy.operator.waive(
      waivable,
      context.jurisdictions,
      context.now,
    );
    if (overrides.length === 0) return rule(context);
    const finding = rule({ ...context, jurisdictions });
    return { ...finding, overrides: overrides.map(({ statement }) => statement) };
  } catch (error) {
    onFault?.(error);
    return ruleFault(`The rule ${rule.name}`, error);
  }
}

function areAllowed(findings: readonly Finding[]): boolean {
  return findings.length > 0 && findings.every((finding) => finding.verdict === 'allow');
}

/**
 * Goes to the latest instant that a refusal names, on to the next open window, and judges again there, since consent
 * may have run out by then or a window may push the call beyond another rule. Undefined as soon as a rule refuses that
 * time doesn't heal.
 */
function nextLegalAt(
  context: RuleContext,
  rules: readonly Rule[],
  refused: readonly Finding[],
): Date | undefined {
  let findings = refused;
  try {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const healedAt = latestRetry(findings);
      const at = healedAt && nextLegalInstant(context, context.policy, healedAt);
      if (!at) return undefined;
      const then = { ...context, now: at };
      findings = rules.map((rule) => judge(rule, then));
      if (areAllowed(findings)) return at;
    }
  } catch {
    // A window that can't be reckoned with has no next opening; its own rule has refused already.
  }
  return undefined;
}

/** When the last of the refusals may be healed; undefined if one of them never is. */
function latestRetry(findings: readonly Finding[]): Date | undefined {
  let latest: Date | undefined;
  for (const { verdict, retryAt } of findings) {
    if (verdict === 'allow') continue;
    if (!retryAt) return undefined;
    if (!latest || retryAt > latest) latest = retryAt;
  }
  return latest;
}
