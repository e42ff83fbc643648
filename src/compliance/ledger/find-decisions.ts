import { Database } from '../../persistence/database';
import { inRange, LedgerRange } from './ledger-range';

/** A decision as it stands in the ledger. */
export interface RecordedDecision {
  readonly sequence: number;
  readonly id: string;
  readonly campaign: string;
  readonly leadId: string | null;
  /** The attempt that came of it. */
  readonly attemptId: string | null;
  /** The number's random name in the ledger. */
  readonly subject: string | null;
  /** Whose it is; `null` once the person was erased. */
  readonly phone: string | null;
  readonly moment: string;
  readonly verdict: string;
  readonly ruleSet: string;
  readonly findings: readonly object[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly nextLegalAt: Date | null;
  readonly decidedAt: Date;
  readonly previousHash: string;
  readonly hash: string;
}

export interface DecisionPage {
  readonly decisions: readonly RecordedDecision[];
  /** Asks for the page after this one; `null` on the last. */
  readonly nextCursor: string | null;
}

/**
 * Decisions, newest first.
 * @param before the cursor of the page before: only decisions that were recorded before its last
 */
export async function findDecisions(
  database: Database,
  range: LedgerRange,
  limit: number,
  before?: number,
): Promise<DecisionPage> {
  const rows = await database
    .selectFrom('decisions')
    .leftJoin('decision_attempts', 'decision_id', 'id')
    .leftJoin('ledger_subjects', 'token', 'subject')
    .selectAll(['decisions', 'decision_attempts'])
    .select('phone')
    .where(inRange(range))
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute();
  const decisions = rows.slice(0, limit).map((row): RecordedDecision => ({
    sequence: Number(row.sequence),
    id: row.id,
    campaign: row.campaign,
    leadId: row.lead_id,
    attemptId: row.attempt_id,
    subject: row.subject,
    phone: row.phone,
    moment: row.moment,
    verdict: row.verdict,
    ruleSet: row.rule_set,
    findings: row.findings,
    inputs: row.inputs,
    nextLegalAt: row.next_legal_at,
    decidedAt: row.decided_at,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
  const last = rows.length > limit ? decisions.at(-1) : undefined;
  return { decisions, nextCursor: last ? String(last.sequence) : null };
}
