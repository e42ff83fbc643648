import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { findCallFacts } from './call-facts';
import { ComplianceGate } from './compliance-gate';
import { decide, ruleFault, Ruling } from './decide';
import { CallSubject, Decision, DecisionMoment, refusals } from './decision';
import { decisionEntry, JudgedFacts } from './decision-record';
import { appendDecisions } from './ledger/append-decisions';
import { nextLegalInstant } from './next-legal-instant';
import { CallFacts, readSubject } from './rule-context';

/** Where facts are unknown, none of them may speak for a call. */
const UNKNOWN_FACTS: CallFacts = { suppressed: true, recentDialsAt: [] };

/** Judges by facts from the database, and records there what was judged. */
@Injectable()
export class DatabaseComplianceGate extends ComplianceGate {
  readonly #logger = new Logger(DatabaseComplianceGate.name);

  constructor(
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly metrics: Metrics,
    private readonly settings: CampaignSettings,
  ) {
    super();
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
    );
    const judgments = subjects.map((subject) => {
      const [ruling, judged] = this.judge(subject, facts.get(subject.phone) ?? UNKNOWN_FACTS, now);
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

  async explain(transaction: Transaction, subject: CallSubject): Promise<Decision> {
    const now = this.clock.now();
    const facts = await findCallFacts(transaction, [subject.phone], now);
    const [ruling] = this.judge(subject, facts.get(subject.phone) ?? UNKNOWN_FACTS, now);
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
    return nextLegalInstant(readSubject(subject), this.settings, earliest);
  }

  private judge(subject: CallSubject, facts: CallFacts, now: Date): [Ruling, JudgedFacts] {
    const judged = { subject, facts, policy: this.settings };
    try {
      const context = { ...judged, ...readSubject(subject), now };
      return [decide(context), context];
    } catch (error) {
      const findings = [ruleFault('The subject', error)];
      return [{ verdict: 'refuse', findings, nextLegalAt: undefined }, judged];
    }
  }

  private count(decision: Decision): void {
    this.metrics.dialDecisions.inc({
      verdict: decision.verdict,
      rule: refusals(decision)[0]?.rule ?? 'none',
    });
    const fault = decision.findings.find((finding) => finding.rule === 'rule-fault');
    if (fault) this.#logger.error({ decisionId: decision.id, reason: fault.reason }, 'A rule failed');
  }
}
