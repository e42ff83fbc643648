import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';

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

  /** No dial begins on any replica once this has resolved. Pausing what is paused keeps the first reason. */
  async pause(reason: string): Promise<void> {
    await this.database
      .updateTable('campaigns')
      .set({ paused_at: this.clock.now(), paused_reason: reason })
      .where('name', '=', this.settings.name)
      .where('paused_at', 'is', null)
      .execute();
  }

  async resume(): Promise<void> {
    await this.database
      .updateTable('campaigns')
      .set({ paused_at: null, paused_reason: null })
      .where('name', '=', this.settings.name)
      .execute();
  }
}
