import { Injectable } from '@nestjs/common';
import { Insertable, Selectable, sql } from 'kysely';
import { Transaction } from '../persistence/database';
import { CallTable } from '../persistence/schema';
import { json } from '../persistence/sql';
import { CallReport } from '../telephony/call-event';

export type Call = Selectable<CallTable>;

type NewCall = Pick<Insertable<CallTable>, 'id' | 'campaign' | 'created_at'> &
  Partial<
    Pick<Insertable<CallTable>, 'attempt_id' | 'lead_id' | 'phone' | 'carrier_call_id' | 'control_url'>
  >;

/** Earlier states never overwrite later ones: events come late and out of order. */
const PROGRESS = ['queued', 'ringing', 'in-progress', 'forwarding', 'ended'];

/** The calls table: what the provider has told about each call, whichever way it was told. */
@Injectable()
export class Calls {
  /** The row of that call, made if it is new and locked either way. What is known already is kept. */
  async open(transaction: Transaction, call: NewCall): Promise<Call> {
    return await transaction
      .insertInto('calls')
      .values({ ...call, status: 'queued', opted_out: false, updated_at: call.created_at })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          attempt_id: sql`coalesce(calls.attempt_id, excluded.attempt_id)`,
          lead_id: sql`coalesce(calls.lead_id, excluded.lead_id)`,
          phone: sql`coalesce(calls.phone, excluded.phone)`,
          carrier_call_id: sql`coalesce(calls.carrier_call_id, excluded.carrier_call_id)`,
          control_url: sql`coalesce(calls.control_url, excluded.control_url)`,
        }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Records progress, unless something later is known. */
  async advance(transaction: Transaction, call: Call, status: string, now: Date): Promise<void> {
    if (PROGRESS.indexOf(status) <= PROGRESS.indexOf(call.status)) return;
    await transaction
      .updateTable('calls')
      .set({ status, updated_at: now })
      .where('id', '=', call.id)
      .execute();
  }

  /**
   * Whether an event is later than all that were numbered before it; its number is kept then. One without a number
   * always is: its status has to tell.
   */
  async isLatest(transaction: Transaction, id: string, sequence: number | undefined): Promise<boolean> {
    if (sequence === undefined) return true;
    const row = await transaction
      .updateTable('calls')
      .set({ carrier_sequence: sequence })
      .where('id', '=', id)
      .where((where) =>
        where.or([where('carrier_sequence', 'is', null), where('carrier_sequence', '<', sequence)]),
      )
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Adds what a report tells to what is known; nothing that is known is replaced. Returns the row as it then stands.
   * @param reading what was made of the conversation; see `callReading`
   */
  async addReport(
    transaction: Transaction,
    call: Call,
    report: CallReport,
    reading: Readonly<Record<string, unknown>> | undefined,
    now: Date,
  ): Promise<Call> {
    return await transaction
      .updateTable('calls')
      .set({
        status: 'ended',
        started_at: call.started_at ?? report.startedAt ?? null,
        ended_at: call.ended_at ?? report.endedAt ?? null,
        ended_reason: call.ended_reason ?? report.endedReason ?? null,
        summary: call.summary ?? report.summary ?? null,
        transcript: call.transcript ?? report.transcript ?? null,
        recording_url: call.recording_url ?? report.recordingUrl ?? null,
        cost_usd: call.cost_usd ?? report.costUsd ?? null,
        ...(call.analysis === null && reading && { analysis: json(reading) }),
        updated_at: now,
      })
      .where('id', '=', call.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Whether this is the first to say so. */
  async markOptedOut(transaction: Transaction, id: string): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('calls')
      .set({ opted_out: true })
      .where('id', '=', id)
      .where('opted_out', '=', false)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  async markDoubtful(transaction: Transaction, id: string): Promise<void> {
    await transaction.updateTable('calls').set({ opt_out_doubtful: true }).where('id', '=', id).execute();
  }

  /** The last time that was agreed on counts. */
  async agreeOnCallback(transaction: Transaction, id: string, callbackAt: Date): Promise<void> {
    await transaction.updateTable('calls').set({ callback_at: callbackAt }).where('id', '=', id).execute();
  }

  async conclude(
    transaction: Transaction,
    id: string,
    disposition: string,
    nextAction: string,
  ): Promise<Call> {
    return await transaction
      .updateTable('calls')
      .set({ disposition, next_action: nextAction })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }
}
