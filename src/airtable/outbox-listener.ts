import { Transaction } from '../persistence/database';
import type { ReadFields } from './column-map';
import { OutboxFields, OutboxTarget } from './outbox';

/** A record that was written, and the cells written to it as Airtable has them now; `null`: empty. */
export interface AcknowledgedEntry {
  readonly key: string;
  /** By our column names. Columns that the table lacks are absent. */
  readonly fields: OutboxFields;
  /** Of `new-lead`: the whole record, whether it was made or was there. */
  readonly record?: { readonly id: string; readonly cells: ReadFields };
}

/**
 * Port: who wants to know what Airtable holds. Called in the transaction that removes the entries from the outbox, and
 * before it does, so that rows are locked in the same order as by those who change a lead and then put it there.
 * A rejection keeps the entries: they are written again and told again.
 */
export abstract class OutboxListener {
  abstract acknowledged(
    transaction: Transaction,
    target: OutboxTarget,
    entries: readonly AcknowledgedEntry[],
  ): Promise<void>;
}
