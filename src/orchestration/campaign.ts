import { Injectable, OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../common/clock';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { Limits } from './limits';

/** The campaign's row: made at start, paused and resumed by the operator. The row, not memory, stops the dialing. */
@Injectable()
export class Campaign implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly settings: CampaignSettings,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database
      .insertInto('campaigns')
      .values({ name: this.settings.name, paused_at: null, paused_reason: null, next_dial_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /**
   * No dial begins on any replica once this has resolved. Pausing what is paused keeps the first reason.
   * @returns whether it was running
   */
  async pause(reason: string, database: Database | Transaction = this.database): Promise<boolean> {
    const { numUpdatedRows } = await database
      .updateTable('campaigns')
      .set({ paused_at: this.clock.now(), paused_reason: reason })
      .where('name', '=', this.settings.name)
      .where('paused_at', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Ends the operator's pause. A suspension stays, but its next probe may go at once: somebody wants to know now. */
  async resume(database: Database | Transaction = this.database): Promise<void> {
    await database
      .updateTable('campaigns')
      .set({
        paused_at: null,
        paused_reason: null,
        resumed_at: this.clock.now(),
        probe_at: sql<Date | null>`case when probe_at is not null then ${databaseNow} end`,
      })
      .where('name', '=', this.settings.name)
      .execute();
  }

  /** What is named holds at the next tick of every replica; `null` gives back what is configured. */
  async limit(
    { lines, callsPerSecond }: { readonly [limit in keyof Limits]?: Limits[limit] | null | undefined },
    database: Database | Transaction = this.database,
  ): Promise<void> {
    await database
      .updateTable('campaigns')
      .set({
        ...(lines !== undefined && { lines_limit: lines }),
        ...(callsPerSecond !== undefined && { calls_per_second_limit: callsPerSecond }),
      })
      .where('name', '=', this.settings.name)
      .execute();
  }
}
