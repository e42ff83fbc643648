import { Injectable } from '@nestjs/common';
import { sql, Updateable } from 'kysely';
import { Outbox } from '../airtable/outbox';
import { Transaction } from '../persistence/database';
import { LeadTable } from '../persistence/schema';
import { json } from '../persistence/sql';
import { Lead, mirrorOf } from './lead';
import { MergedRow } from './lead-merge';
import { DIALABLE_STATUSES, LEAD_STATUSES, LeadStatus, mayBecome } from './lead-status';

/** A move of a lead by our own code, with what else becomes of it. */
export type LeadChange = Partial<
  Pick<
    Updateable<LeadTable>,
    'status_reason' | 'attempts' | 'failures' | 'due_at' | 'callback_at' | 'last_call_at' | 'last_outcome'
  >
> & { readonly status?: LeadStatus };

/** The leads table. Every change of ours also enters the outbox, in the same transaction. */
@Injectable()
export class LeadStore {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Locks leads that are due, callbacks first. `skip locked`: replicas that claim at the same time get different
   * leads instead of waiting for each other. The partial index `leads_due` serves it whatever the table's size.
   */
  async claimDue(transaction: Transaction, campaign: string, now: Date, limit: number): Promise<Lead[]> {
    const rows = await transaction
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('status', 'in', DIALABLE_STATUSES)
      .where('due_at', '<=', now)
      .orderBy(sql`(status = 'callback')`, 'desc')
      .orderBy('due_at')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    return rows as Lead[];
  }

  /** Locks these leads until the transaction ends. */
  async lock(transaction: Transaction, ids: readonly string[]): Promise<Lead[]> {
    if (ids.length === 0) return [];
    const rows = await transaction
      .selectFrom('leads')
      .selectAll()
      .where('id', 'in', ids)
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows as Lead[];
  }

  async findBySource(
    transaction: Transaction,
    campaign: string,
    sourceIds: readonly string[],
  ): Promise<Lead[]> {
    if (sourceIds.length === 0) return [];
    const rows = await transaction
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('source_id', 'in', sourceIds)
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows as Lead[];
  }

  /** Writes merged rows, new and known ones alike. */
  async upsert(transaction: Transaction, rows: readonly MergedRow[]): Promise<Lead[]> {
    if (rows.length === 0) return [];
    const columns = Object.keys(rows[0] ?? {}).filter(
      (column) => !['id', 'campaign', 'source_id'].includes(column),
    );
    const written = await transaction
      .insertInto('leads')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['campaign', 'source_id'])
          .doUpdateSet(
            Object.fromEntries(columns.map((column) => [column, sql`excluded.${sql.ref(column)}`])),
          ),
      )
      .returningAll()
      .execute();
    return written as Lead[];
  }

  /**
   * Moves one lead and tells the source. A status that the transition table forbids from where the lead now stands
   * (a person has taken it over, or it is opted out) is left as it is; the other changes are made all the same.
   */
  async change(transaction: Transaction, leadId: string, { status, ...values }: LeadChange): Promise<Lead> {
    const allowed = status && LEAD_STATUSES.filter((from) => mayBecome(from, status));
    const row = await transaction
      .updateTable('leads')
      .set({
        ...values,
        ...(status &&
          allowed && {
            status: sql<string>`case when status in (${sql.join(allowed)}) then ${status} else status end`,
          }),
      })
      .where('id', '=', leadId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.mirror(transaction, row as Lead);
    return row as Lead;
  }

  /** Somebody else was reached at this number: it is not dialed for this lead again, whatever its status becomes. */
  async addWrongNumber(transaction: Transaction, leadId: string, phone: string): Promise<void> {
    await transaction
      .updateTable('leads')
      .set({ wrong_numbers: sql<string[]>`array_append(array_remove(wrong_numbers, ${phone}), ${phone})` })
      .where('id', '=', leadId)
      .execute();
  }

  /** Queues what the source should show of this lead. */
  async mirror(transaction: Transaction, lead: Lead): Promise<void> {
    await this.outbox.put(transaction, 'lead', lead.source_id, mirrorOf(lead));
  }

  /** Leaves alone dialable leads that a full reading of the source did not bring: somebody deleted them. */
  async leaveUnseen(transaction: Transaction, campaign: string, readBegunAt: Date): Promise<number> {
    const gone = await transaction
      .updateTable('leads')
      .set({ status: 'left alone', status_reason: 'No longer in the lead source' })
      .where('campaign', '=', campaign)
      .where('status', 'in', DIALABLE_STATUSES)
      .where('synced_at', '<', readBegunAt)
      .executeTakeFirst();
    return Number(gone.numUpdatedRows);
  }

  /** The source is known to hold these values now. */
  async acknowledge(
    transaction: Transaction,
    campaign: string,
    sourceId: string,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    await transaction
      .updateTable('leads')
      .set({ acknowledged: sql`acknowledged || ${json(values)}` })
      .where('campaign', '=', campaign)
      .where('source_id', '=', sourceId)
      .execute();
  }
}
