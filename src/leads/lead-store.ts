import { Injectable } from '@nestjs/common';
import { sql, Updateable } from 'kysely';
import { Outbox } from '../airtable/outbox';
import { Database, Transaction } from '../persistence/database';
import { LeadTable } from '../persistence/schema';
import { json } from '../persistence/sql';
import { CLAIMED_FIRST } from './claim-order';
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

/** Why a lead is left alone that its source does not have any more. */
export const GONE = 'No longer in the lead source';

/** The leads table. Every change of ours also enters the outbox, in the same transaction. */
@Injectable()
export class LeadStore {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Locks leads that are due, in the order of `compareClaims`. `skip locked`: replicas that claim at the same time get
   * different leads instead of waiting for each other. The partial index `leads_due` serves it whatever the table's size.
   */
  async claimDue(transaction: Transaction, campaign: string, now: Date, limit: number): Promise<Lead[]> {
    const rows = await transaction
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('status', 'in', DIALABLE_STATUSES)
      .where('due_at', '<=', now)
      .orderBy(sql`(status = ${sql.lit(CLAIMED_FIRST)})`, 'desc')
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

  /** These leads as they stand; those that are gone are missing. */
  async find(database: Database | Transaction, ids: readonly string[]): Promise<Lead[]> {
    if (ids.length === 0) return [];
    return (await database.selectFrom('leads').selectAll().where('id', 'in', ids).execute()) as Lead[];
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
    const columns = Object.keys(rows[0] ?? {});
    const facts = columns.filter((column) => !['id', 'campaign', 'source_id'].includes(column));
    const listed = sql.join(columns.map((column) => sql.ref(column)));
    // One parameter for all rows: binding thousands of them takes longer than writing them.
    const { rows: written } = await sql<Lead>`
      insert into leads (${listed})
      select ${listed} from jsonb_populate_recordset(null::leads, ${json(rows)})
      on conflict (campaign, source_id) do update
      set ${sql.join(facts.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}
      returning *`.execute(transaction);
    return written;
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

  /**
   * A person's word about a lead, said here instead of in the source: it stands above {@link LEAD_TRANSITIONS}, and its
   * caller has judged it. The source is told the status in any case, also one that it alone could tell us otherwise.
   */
  async overrule(
    transaction: Transaction,
    leadId: string,
    change: LeadChange & { readonly status: LeadStatus },
  ): Promise<Lead> {
    const row = await transaction
      .updateTable('leads')
      .set(change)
      .where('id', '=', leadId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const lead = row as Lead;
    await this.outbox.put(transaction, 'lead', lead.source_id, { ...mirrorOf(lead), Status: lead.status });
    return lead;
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
      .set({ status: 'left alone', status_reason: GONE })
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
