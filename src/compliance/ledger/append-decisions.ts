import { sql } from 'kysely';
import { LauraError } from '../../common/errors';
import { Transaction } from '../../persistence/database';
import { json } from '../../persistence/sql';
import { entryHash, entryText, GENESIS, LEDGER, LedgerHead } from './ledger-entry';
import { tokensOf } from './ledger-subjects';

/** A decision before it has its place in the ledger; everything in it can be said in JSON. */
export interface DecisionEntry {
  readonly id: string;
  readonly campaign: string;
  readonly lead_id: string;
  /** E.164; the row gets the number's token instead. */
  readonly phone: string;
  readonly moment: string;
  readonly verdict: string;
  readonly rule_set: string;
  readonly findings: unknown;
  readonly inputs: unknown;
  readonly next_legal_at: Date | null;
  readonly decided_at: Date;
}

/**
 * Adds decisions to the end of the ledger, in the order given, in the caller's transaction.
 *
 * The chain has one head, a row of `ledger_heads`, and its lock is what keeps two replicas from following the same row
 * twice; it is held until the caller commits. Hence three statements for the whole batch while it is held: the numbers'
 * tokens, the texts to hash, and the rows. A lock on a row, not an advisory one, since the row must be written anyway
 * (it tells when the last rows are cut off). One chain over all campaigns, not one each, so that none can vanish whole.
 *
 * No deadlock comes of it: whoever waits for the head holds its campaign and its claimed leads, and whoever has the head
 * asks for nothing of another campaign that waits: not its leads, nor a number among the subjects or in its attempts,
 * which are written only with the head in hand. Callers must keep to that: campaign, leads, head, attempts.
 *
 * A head that has been removed is begun anew at 0, and then collides with row 1: nothing is recorded, so nobody is
 * called, until a person has looked.
 */
export async function appendDecisions(
  transaction: Transaction,
  decisions: readonly DecisionEntry[],
): Promise<void> {
  if (decisions.length === 0) return;
  let head = await takeHead(transaction);
  const tokens = await tokensOf(
    transaction,
    decisions.map(({ phone }) => phone),
  );
  const unplaced = decisions.map(({ phone: _phone, ...rest }, index) => ({
    ...rest,
    subject: tokens[index],
  }));
  const entries = await entriesOf(transaction, unplaced);
  const rows = unplaced.map((decision) => {
    const entry = entries.get(decision.id);
    if (entry === undefined || decision.subject === undefined)
      throw new LauraError('LEDGER_ENTRY_LOST', `Decision ${decision.id} was not read`);
    const previousHash = head.hash;
    const sequence = head.sequence + 1;
    head = { sequence, hash: entryHash(sequence, previousHash, entry) };
    return { ...decision, sequence, previous_hash: previousHash, hash: head.hash };
  });
  await write(transaction, rows, head);
}

/** Each decision's text as the table will give it back, by id. */
async function entriesOf(
  transaction: Transaction,
  decisions: readonly object[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; entry: string }>`
    select id, ${entryText} as entry from jsonb_populate_recordset(null::decisions, ${json(decisions)})
  `.execute(transaction);
  return new Map(rows.map(({ id, entry }) => [id, entry]));
}

/** Waits until no other transaction has the head, and keeps it until this one ends. */
async function takeHead(transaction: Transaction): Promise<LedgerHead> {
  const { sequence, hash } = await transaction
    .insertInto('ledger_heads')
    .values({ name: LEDGER, sequence: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ name: LEDGER }))
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow();
  return { sequence: Number(sequence), hash };
}

async function write(transaction: Transaction, rows: readonly object[], head: LedgerHead): Promise<void> {
  const columns = sql`id, sequence, campaign, lead_id, subject, moment, verdict, rule_set, findings, inputs,
    next_legal_at, decided_at, previous_hash, hash`;
  await sql`
    with recorded as (
      insert into decisions (${columns})
      select ${columns} from jsonb_populate_recordset(null::decisions, ${json(rows)})
    )
    update ledger_heads set sequence = ${head.sequence}, hash = ${head.hash} where name = ${LEDGER}
  `.execute(transaction);
}
