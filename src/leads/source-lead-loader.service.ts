import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Replica } from '../common/replica';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { Lead } from './lead';
import { LeadAdoption } from './lead-adoption';
import { LeadLoader } from './lead-loader.service';
import { LeadSource, SourceLead } from './lead-source';
import { LeadStore } from './lead-store';

/** The window of changes reaches back beyond the last reading by this much: what arrives twice does no harm. */
const OVERLAP_MS = 120_000;
/** How often everything is read again, to find deleted leads and whatever a reading of changes may have missed. */
const FULL_READ_EVERY_MS = 24 * 3_600_000;
const LEASE_MS = 60_000;

/** Leads that people work on elsewhere: they are read into the database, and what they say there is merged. */
@Injectable()
export class SourceLeadLoader extends LeadLoader {
  private readonly logger = new Logger(SourceLeadLoader.name);

  constructor(
    private readonly database: Database,
    private readonly source: LeadSource,
    private readonly store: LeadStore,
    private readonly adoption: LeadAdoption,
    private readonly leases: Leases,
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {
    super();
  }

  ready(): Promise<boolean> {
    return this.source.ready();
  }

  /** Reads everything the first time and once a day, else what has changed. One replica at a time does it. */
  async sync(): Promise<number | undefined> {
    const name = `lead-sync:${this.campaign.name}`;
    if (!(await this.leases.acquire(name, this.replica.id, LEASE_MS))) return undefined;
    try {
      return await this.readAll(name);
    } finally {
      await this.leases.release(name, this.replica.id);
    }
  }

  private async readAll(name: string): Promise<number> {
    const begunAt = this.clock.now();
    const last = await this.database
      .selectFrom('sync_states')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    const sinceMs = last ? begunAt.getTime() - last.synced_at.getTime() : 0;
    // A clock that was set back can't say what has changed since.
    const full =
      !last || sinceMs < 0 || begunAt.getTime() - last.full_synced_at.getTime() >= FULL_READ_EVERY_MS;
    const withinMs = full ? undefined : sinceMs + OVERLAP_MS;
    let count = 0;
    for await (const page of this.source.read(withinMs)) {
      await this.adopt(page);
      await this.leases.acquire(name, this.replica.id, LEASE_MS);
      count += page.length;
    }
    const state = { synced_at: begunAt, full_synced_at: full ? begunAt : last.full_synced_at };
    await this.database.transaction().execute(async (transaction) => {
      if (full) await this.reportUnseen(transaction, begunAt);
      await transaction
        .insertInto('sync_states')
        .values({ name, ...state })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(state))
        .execute();
    });
    return count;
  }

  private async reportUnseen(transaction: Transaction, begunAt: Date): Promise<void> {
    const gone = await this.store.leaveUnseen(transaction, this.campaign.name, begunAt);
    if (gone > 0) this.logger.warn(`${gone} leads are no longer in the source and are left alone`);
  }

  async refresh(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.adopt(await this.source.refresh(leads.map((lead) => lead.source_id)));
  }

  /** The answers are merged too, so a late edit still counts. */
  async markInProgress(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.adopt(await this.source.markInProgress(leads.map((lead) => lead.source_id)));
  }

  /** Merges records of the source into the database, in one transaction. */
  async adopt(page: readonly SourceLead[]): Promise<Lead[]> {
    if (page.length === 0) return [];
    return await this.database.transaction().execute((transaction) => this.adoption.adopt(transaction, page));
  }
}
