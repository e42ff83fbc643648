import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { LineSignal } from '../call-log/line-signal';
import { Settlement } from '../call-log/settlement.service';
import { inStep, recordsSteps } from '../common/call-steps';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { inWork } from '../common/work';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { readEvent, WebhookProvider } from './event-readers';

/** After a settling that failed: a second, doubled with each further one up to an hour. */
const LONGEST_WAIT_SECONDS = 3_600;

/** Applies stored events to attempts, calls and leads, each once, in a transaction of its own. */
@Injectable()
export class Settling {
  private readonly logger = new Logger(Settling.name);

  constructor(
    private readonly database: Database,
    private readonly settlement: Settlement,
    private readonly lines: LineSignal,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * Settles the oldest event that is due and that nobody else is at. One that fails comes again later, for ever: a
   * defect or an outage may be mended, and what was said must not be lost.
   * @returns whether there was one
   */
  async settleNext(): Promise<boolean> {
    let eventId: string | undefined;
    let requestId: string | undefined;
    try {
      const settled = await this.database.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('webhook_events')
          .selectAll()
          .where('processed_at', 'is', null)
          .where('due_at', '<=', databaseNow)
          .where((where) =>
            where.or([where('campaign', '=', this.campaign.name), where('campaign', 'is', null)]),
          )
          .orderBy('due_at')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst();
        if (!row) return undefined;
        eventId = row.id;
        requestId = row.request_id ?? undefined;
        const { event } = readEvent(row.provider as WebhookProvider, row.payload, row.received_at);
        const attemptId = event.call.attemptId ?? (await this.attemptOf(transaction, row.call_id));
        const result = await inWork({ requestId }, () =>
          inStep('settle', [attemptId], () => this.settlement.apply(transaction, event), {
            attributes: { 'laura.event': row.type },
          }),
        );
        await transaction
          .updateTable('webhook_events')
          .set({ processed_at: this.clock.now(), result })
          .where('id', '=', row.id)
          .execute();
        if (event.kind === 'report' && row.call_id !== null) await this.forgetLines(transaction, row.call_id);
        return { result, kind: event.kind, callId: row.call_id };
      });
      if (!settled) return false;
      if (settled.result === 'unmatched') {
        const ids = { eventId, requestId, callId: settled.callId };
        this.logger.warn(ids, 'A webhook speaks of a call that this campaign did not place');
      }
      if (settled.kind === 'report' || settled.kind === 'hung-up') this.lines.freed(settled.callId ?? '');
    } catch (error) {
      if (eventId === undefined) throw error;
      this.logger.error(
        { err: toError(error), eventId, requestId },
        'A webhook could not be settled: it is tried again',
      );
      await this.putOff(eventId);
    }
    return true;
  }

  /** Whose trace it is, where the event itself does not say so. */
  private async attemptOf(transaction: Transaction, callId: string | null): Promise<string | undefined> {
    if (!recordsSteps() || callId === null) return undefined;
    const call = await transaction
      .selectFrom('calls')
      .select('attempt_id')
      .where((where) => where.or([where('id', '=', callId), where('carrier_call_id', '=', callId)]))
      .executeTakeFirst();
    return call?.attempt_id ?? undefined;
  }

  /** The lines of a call were kept for whoever followed it while it was up; its report has all that was said. */
  private async forgetLines(transaction: Transaction, callId: string): Promise<void> {
    await transaction
      .deleteFrom('webhook_events')
      .where('call_id', '=', callId)
      .where('type', '=', 'transcript')
      .where('result', '=', 'ignored')
      .execute();
  }

  private async putOff(eventId: string): Promise<void> {
    await this.database
      .updateTable('webhook_events')
      .set({
        tries: sql`tries + 1`,
        due_at: sql`${databaseNow} + least(${LONGEST_WAIT_SECONDS}, power(2, least(tries, 20))) * interval '1 second'`,
      })
      .where('id', '=', eventId)
      .execute();
  }
}
