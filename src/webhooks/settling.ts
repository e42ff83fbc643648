import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { LineSignal } from '../call-log/line-signal';
import { Settlement } from '../call-log/settlement.service';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
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
        const { event } = readEvent(row.provider as WebhookProvider, row.payload, row.received_at);
        const result = await this.settlement.apply(transaction, event);
        await transaction
          .updateTable('webhook_events')
          .set({ processed_at: this.clock.now(), result })
          .where('id', '=', row.id)
          .execute();
        return { result, kind: event.kind, callId: row.call_id };
      });
      if (!settled) return false;
      if (settled.result === 'unmatched') {
        const ids = { eventId, callId: settled.callId };
        this.logger.warn(ids, 'A webhook speaks of a call that this campaign did not place');
      }
      if (settled.kind === 'report' || settled.kind === 'hung-up') this.lines.freed(settled.callId ?? '');
    } catch (error) {
      if (eventId === undefined) throw error;
      this.logger.error(
        { err: toError(error), eventId },
        'A webhook could not be settled: it is tried again',
      );
      await this.putOff(eventId);
    }
    return true;
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
