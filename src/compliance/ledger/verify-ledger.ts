import { ApiProperty } from '@nestjs/swagger';
import { sql } from 'kysely';
import { NullableProperty } from '../../common/api-docs';
import { Database } from '../../persistence/database';
import { entryHash, entryText, GENESIS, LEDGER, LedgerHead } from './ledger-entry';

/** One place at which the ledger is not what was recorded. */
export class LedgerFault {
  @ApiProperty({ type: 'integer', example: 17 })
  readonly sequence: number;

  @NullableProperty(String, { format: 'uuid', description: "The row's; `null` where the row is gone" })
  readonly id: string | null;

  @ApiProperty({ example: 'The row was changed' })
  readonly what: string;
}

/**
 * What a check of the whole ledger came to. Someone who may write to the database could reckon a whole new chain:
 * whoever wants to know of that too keeps `head` elsewhere, and finds its hash again at its sequence later.
 */
export class LedgerVerification {
  @ApiProperty()
  readonly ok: boolean;

  @ApiProperty({ type: 'integer', description: 'Rows that were checked', example: 42 })
  readonly rows: number;

  @ApiProperty({
    description: 'The last row when the check began: keep it elsewhere, and find it again later',
  })
  readonly head: LedgerHead;

  @ApiProperty({ type: [LedgerFault], description: 'In the order of the ledger, the first thousand' })
  readonly faults: readonly LedgerFault[];
}

interface LedgerRow {
  readonly id: string;
  readonly sequence: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly entry: string;
}

const PAGE = 1_000;
/** Beyond this many there is nothing more to learn. */
export const MOST_FAULTS = 1_000;
const BEFORE_ALL = '-9223372036854775808';

/**
 * Recomputes every hash of the ledger and names each row that was changed, removed or inserted. Reads page by page,
 * outside a transaction, so that a service in use is not held up: rows once committed no longer change.
 */
export async function verifyLedger(database: Database): Promise<LedgerVerification> {
  const chain = new ChainCheck();
  const stated = await statedHead(database);
  const head = stated ?? (await lastRow(database)) ?? { sequence: 0, hash: GENESIS };
  for await (const row of rowsUpTo(database, head.sequence)) chain.follow(row);
  chain.end(head);
  if (!stated && head.sequence > 0) chain.fault(head.sequence, null, 'The record of the last row is missing');
  for (const { sequence, id } of stated ? await rowsPastHead(database) : [])
    chain.fault(Number(sequence), id, 'The row was inserted: it lies past the recorded end of the ledger');
  return { ok: chain.faults.length === 0, rows: chain.rows, head, faults: chain.faults };
}

/** Walks the rows in order; at most one fault a row. */
class ChainCheck {
  readonly faults: LedgerFault[] = [];
  rows = 0;
  #expected = 1;
  /** The hash that the next row must name; `null` after a fault, when nothing can be said of it. */
  #previous: string | null = GENESIS;
  #last: string | null = null;

  follow(row: LedgerRow): void {
    const sequence = Number(row.sequence);
    this.rows += 1;
    if (sequence > this.#expected) this.missing(sequence - 1);
    const what = this.faultOf(row, sequence);
    if (what !== undefined) this.fault(sequence, row.id, what);
    this.#expected = Math.max(sequence + 1, this.#expected);
    this.#previous = what === undefined ? row.hash : null;
    this.#last = row.id;
  }

  /** @param head what must have been the last row */
  end(head: LedgerHead): void {
    if (this.#expected <= head.sequence) this.missing(head.sequence);
    else if (this.#previous !== null && this.#previous !== head.hash)
      this.fault(head.sequence, this.#last, 'The last row is not the one that was recorded last');
  }

  fault(sequence: number, id: string | null, what: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ sequence, id, what });
  }

  private faultOf(row: LedgerRow, sequence: number): string | undefined {
    if (entryHash(sequence, row.previous_hash, row.entry) !== row.hash)
      return 'The row was changed: its content does not have its hash';
    if (sequence < this.#expected) return 'The row was inserted: the ledger begins with 1';
    if (this.#previous !== null && row.previous_hash !== this.#previous)
      return `This row or the one before it (${this.#last ?? 'none'}) was replaced: it was recorded after another`;
    return undefined;
  }

  private missing(last: number): void {
    const first = this.#expected;
    this.#previous = null;
    this.fault(
      first,
      null,
      first === last ? 'The row was removed' : `The rows ${first} to ${last} were removed`,
    );
  }
}

async function* rowsUpTo(database: Database, last: number): AsyncGenerator<LedgerRow> {
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await sql<LedgerRow>`
      select id, sequence::text as sequence, previous_hash, hash, ${entryText} as entry from decisions
      where decisions.sequence > cast(cast(${after} as text) as bigint) and decisions.sequence <= ${last}
      order by decisions.sequence limit ${PAGE}
    `.execute(database);
    yield* rows;
    after = rows.at(-1)?.sequence ?? after;
    if (rows.length < PAGE) return;
  }
}

async function statedHead(database: Database): Promise<LedgerHead | undefined> {
  const row = await database
    .selectFrom('ledger_heads')
    .select(['sequence', 'hash'])
    .where('name', '=', LEDGER)
    .executeTakeFirst();
  return row && { sequence: Number(row.sequence), hash: row.hash };
}

async function lastRow(database: Database): Promise<LedgerHead | undefined> {
  const row = await database
    .selectFrom('decisions')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { sequence: Number(row.sequence), hash: row.hash };
}

/** One statement sees rows and head as of one instant, so rows that are being recorded are not taken for inserted. */
async function rowsPastHead(database: Database): Promise<Pick<LedgerRow, 'id' | 'sequence'>[]> {
  const { rows } = await sql<Pick<LedgerRow, 'id' | 'sequence'>>`
    select id, sequence::text as sequence from decisions
    where decisions.sequence > (select head.sequence from ledger_heads as head where head.name = ${LEDGER})
    order by decisions.sequence limit ${MOST_FAULTS}
  `.execute(database);
  return rows;
}
