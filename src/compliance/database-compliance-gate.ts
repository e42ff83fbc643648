import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { toError } from '../common/errors';
import { Metrics } from '../common/metrics';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { findCallFacts } from './call-facts';
import { ComplianceGate } from './compliance-gate';
import { ruleFault, Ruling } from './decide';
import { CallSubject, Decision, DecisionMoment, refusals } from './decision';
import { decisionEntry, JudgedFacts } from './decision-record';
import { callPolicy, judge, judgedContext, lookBackMs, nextLegalFor } from './judging';
import { appendDecisions } from './ledger/append-decisions';
import { OperatorRules } from './operator-rules/operator-rules';
import { CallFacts, CallPolicy, NOTHING_ON_RECORD, readSubject } from './rule-context';

/** Where facts are unknown, none of them may speak for a call. */
const UNKNOWN_FACTS: CallFacts = { ...NOTHING_ON_RECORD, suppressed: true };

/** Judges by facts from the database, and records there what was judged. */
@Injectable()
export class DatabaseComplianceGate extends ComplianceGate {
  readonly #logger = new Logger(DatabaseComplianceGate.name);

  readonly #policy: CallPolicy;
  readonly #lookBackMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly metrics: Metrics,
    private readonly settings: CampaignSettings,
    operator: OperatorRules,
    script: ScriptSettings,
  ) {
    super();
    this.#policy = callPolicy(settings, script, operator);
    this.#lookBackMs = lookBackMs(this.#policy);
  }

  async decide(
    transaction: Transaction,
    subjects: readonly CallSubject[],
    moment: DecisionMoment,
  ): Promise<readonly Decision[]> {
    if (subjects.length === 0) return [];
    const now = this.clock.now();
    const facts = await findCallFacts(
      transaction,
      subjects.map((subject) => subject.phone),
      now,
      this.#lookBackMs,
    );
    const judgments = subjects.map((subject) => {
      const known = facts.get(subject.phone) ?? UNKNOWN_FACTS;
      const [ruling, judged] = this.judge(subject, known, this.#policy, now);
      const id = this.ids.next();
      const decision: Decision = { id, leadId: subject.leadId, moment, ...ruling, decidedAt: now };
      return { decision, entry: decisionEntry(decision, judged, this.settings.name) };
    });
    await appendDecisions(
      transaction,
      judgments.map(({ entry }) => entry),
    );
    const decisions = judgments.map(({ decision }) => decision);
    for (const decision of decisions) this.count(decision);
    return decisions;
  }

  async explain(
    transaction: Transaction,
    subject: CallSubject,
    purpose: CallPolicy['purpose'] = this.#policy.purpose,
  ): Promise<Decision> {
    const now = this.clock.now();
    const facts = await findCallFacts(transaction, [subject.phone], now, this.#lookBackMs);
    const known = facts.get(subject.phone) ?? UNKNOWN_FACTS;
    const [ruling] = this.judge(subject, known, { ...this.#policy, purpose }, now);
    return { id: this.ids.next(), leadId: subject.leadId, moment: 'explain', ...ruling, decidedAt: now };
  }

  async linkAttempts(
    transaction: Transaction,
    links: readonly { readonly decisionId: string; readonly attemptId: string }[],
  ): Promise<void> {
    if (links.length === 0) return;
    await transaction
      .insertInto('decision_attempts')
      .values(links.map(({ decisionId, attemptId }) => ({ decision_id: decisionId, attempt_id: attemptId })))
      .execute();
  }

  nextLegalInstant(subject: CallSubject, earliest: Date): Date | undefined {
    return nextLegalFor(readSubject(subject), this.#policy, earliest);
  }

  private judge(
    subject: CallSubject,
    facts: CallFacts,
    policy: CallPolicy,
    now: Date,
  ): [Ruling, JudgedFacts] {
    const judged = { subject, facts, policy };
    const onFault = (error: unknown) =>
      this.#logger.error(
        { err: toError(error), leadId: subject.leadId },
        'A rule failed, which refuses the call',
      );
    try {
      const context = judgedContext(readSubject(subject), facts, policy, now);
      return [judge(context, onFault), context];
    } catch (error) {
      onFault(error);
      const findings = [ruleFault('The subject', error)];
      return [{ verdict: 'refuse', findings, nextLegalAt: undefined }, judged];
    }
  }

  private count(decision: Decision): void {
    this.metrics.dialDecisions.inc({
      verdict: decision.verdict,
      rule: refusals(decision)[0]?.rule ?? 'none',
    });
  }
}
