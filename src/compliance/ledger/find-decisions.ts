import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';
import { Database } from '../../persistence/database';
import { inRange, LedgerRange } from './ledger-range';

/** A decision as it stands in the ledger. */
export class RecordedDecision {
  @ApiProperty({ type: 'integer', description: 'Its place in the ledger, from 1 on', example: 42 })
  readonly sequence: number;

  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ example: 'default' })
  readonly campaign: string;

  @NullableProperty(String, { format: 'uuid' })
  readonly leadId: string | null;

  @NullableProperty(String, { format: 'uuid', description: 'The attempt that came of it' })
  readonly attemptId: string | null;

  @NullableProperty(String, { format: 'uuid', description: "The number's random name in the ledger" })
  readonly subject: string | null;

  @NullableProperty(String, {
    description: 'Whose it is; `null` once the person was erased',
    example: '+12125550134',
  })
  readonly phone: string | null;

  @ApiProperty({ description: '`reserve` or `dial`', example: 'dial' })
  readonly moment: string;

  @ApiProperty({ description: '`allow` or `refuse`', example: 'refuse' })
  readonly verdict: string;

  @ApiProperty({ description: 'The rules as they stood' })
  readonly ruleSet: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: "Each rule's verdict with its reason and citation",
  })
  readonly findings: readonly object[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The facts that were judged' })
  readonly inputs: Readonly<Record<string, unknown>>;

  @NullableProperty(Date, { description: 'When it may be lawful, where only time heals the refusal' })
  readonly nextLegalAt: Date | null;

  @ApiProperty()
  readonly decidedAt: Date;

  @ApiProperty({ description: 'Of the row before' })
  readonly previousHash: string;

  @ApiProperty({ description: 'SHA-256, hexadecimal' })
  readonly hash: string;
}

export class DecisionPage {
  @ApiProperty({ type: [RecordedDecision] })
  readonly decisions: readonly RecordedDecision[];

  @NullableProperty(String, { description: 'The cursor of the next page; `null` on the last' })
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
