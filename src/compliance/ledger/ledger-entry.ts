import { ApiProperty } from '@nestjs/swagger';
import { sql } from 'kysely';
import { createHash } from 'node:crypto';

/** What precedes the first row. */
export const GENESIS = '0'.repeat(64);

/** The name of the decisions' row in `ledger_heads`. */
export const LEDGER = 'decisions';

/** A place in the chain: the number of a row, from 1 on, and its hash. 0 and {@link GENESIS}: nothing is recorded yet. */
export class LedgerHead {
  @ApiProperty({ type: 'integer', example: 42 })
  readonly sequence: number;

  @ApiProperty({ description: 'SHA-256, hexadecimal' })
  readonly hash: string;
}

/**
 * The content of a row of `decisions` as the one text that is hashed. The database makes it, of rows that are still to
 * be written too, so what is hashed is what will be read back: `jsonb` fixes the order of keys and keeps every digit of
 * a number, times are UTC to the microsecond. A column that is added to the table later must be added here under a new
 * version of the format, since rows already recorded keep their hashes.
 */
export const entryText = sql<string>`jsonb_build_object(
  'id', id, 'campaign', campaign, 'lead_id', lead_id, 'subject', subject, 'moment', moment, 'verdict', verdict,
  'rule_set', rule_set, 'findings', findings, 'inputs', inputs,
  'next_legal_at', to_char(next_legal_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'decided_at', to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text`;

/** SHA-256, hexadecimal, over the place, the hash before it and {@link entryText}, a line feed between. */
export function entryHash(sequence: number, previousHash: string, entry: string): string {
  return createHash('sha256').update(`${sequence}\n${previousHash}\n${entry}`).digest('hex');
}
