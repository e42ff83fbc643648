import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../common/clock';
import { CampaignSettings } from '../config/settings';
import { Notifier } from '../notifications/notifier';
import { Database, Transaction } from '../persistence/database';
import { Campaign } from './campaign';
import { OpeningRecord, openingRecord, OPENINGS, pauseReason } from './opening-record';

/** Pauses the campaign by itself when its calls leave out what the law wants said at the beginning. */
@Injectable()
export class DisclosureWatch {
  private readonly logger = new Logger(DisclosureWatch.name);

  constructor(
    private readonly database: Database,
    private readonly state: Campaign,
    private readonly notifier: Notifier,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * One look. By itself, not where calls are settled: a settlement that waited for the campaign's row could stand in the
   * way of a reservation that waits for the settlement.
   */
  async look(): Promise<void> {
    const reason = await this.database.transaction().execute(async (transaction) => {
      const due = pauseReason(await this.read(transaction));
      if (due === undefined || !(await this.state.pause(due, transaction))) return undefined;
      const dedupKey = `disclosures:${this.campaign.name}:${this.clock.now().toISOString()}`;
      await this.notifier.notify(transaction, { kind: 'suspended', text: due, path: '/', dedupKey });
      return due;
    });
    if (reason !== undefined) this.logger.error(`Dialing has paused by itself. ${reason}`);
  }

  /** The last answered calls since dialing was last resumed: whoever resumes begins anew. */
  async read(database: Database | Transaction = this.database): Promise<OpeningRecord> {
    const { rows } = await sql<{ missed: string[] }>`
      select analysis -> 'disclosuresMissed' as missed from calls
      where campaign = ${this.campaign.name} and jsonb_exists(analysis, 'disclosuresMissed')
        and ended_at > coalesce(
          (select resumed_at from campaigns where name = ${this.campaign.name}), '-infinity')
      order by ended_at desc limit ${OPENINGS}`.execute(database);
    return openingRecord(rows.map(({ missed }) => missed));
  }
}
