import { Injectable, Logger } from '@nestjs/common';
import { Outbox } from '../airtable/outbox';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Replica } from '../common/replica';
import { ConsentLedger } from '../compliance/consents/consent-ledger';
import { Suppressions } from '../compliance/suppressions';
import { CampaignSettings } from '../config/settings';
import { Database, Transaction } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { Lead } from './lead';
import { withoutPerson } from './erased-lead';
import { consentEntries } from './lead-consents';
import { mergeLead } from './lead-merge';
import { LeadSource, SourceLead } from './lead-source';
import { LeadStore } from './lead-store';

/** The window of changes reaches back beyond the last reading by this much: what arrives twice does no harm. */
const OVERLAP_MS = 120_000;
/** How often everything is read again, to find deleted leads and whatever a reading of changes may have missed. */
const FULL_READ_EVERY_MS = 24 * 3_600_000;
const LEASE_MS = 60_000;

/** Brings leads from their source into the database, and fresh ones to whoever is about to call. */
@Injectable()
export class LeadLoader {
  private readonly logger = new Logger(LeadLoader.name);

  constructor(
    private readonly database: Database,
    private readonly source: LeadSource,
    private readonly store: LeadStore,
    private readonly outbox: Outbox,
    private readonly consents: ConsentLedger,
    private readonly suppressions: Suppressions,
    private readonly leases: Leases,
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly campaign: CampaignSettings,
  ) {}

  /** Whether leads can be read and outcomes written back: without either, nobody is called. */
  ready(): Promise<boolean> {
    return this.source.ready();
  }

  /**
   * Reads everything the first time and once a day, else what has changed. One replica at a time does it.
   * @returns how many leads were read; `undefined` when another replica is at it
   */
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

  /** Reads these leads anew and merges what people have edited. Leads that are gone are missing from the answer. */
  async refresh(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.adopt(await this.source.refresh(leads.map((lead) => lead.source_id)));
  }

  /** Shows the leads as `in progress` in the source; the answers are merged too, so a late edit still counts. */
  async markInProgress(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.adopt(await this.source.markInProgress(leads.map((lead) => lead.source_id)));
  }

  /** Merges records of the source into the database, in one transaction. */
  async adopt(page: readonly SourceLead[]): Promise<Lead[]> {
    if (page.length === 0) return [];
    const fresh = new Map(page.map((source) => [source.sourceId, source]));
    return await this.database.transaction().execute(async (transaction) => {
      const ids = [...fresh.keys()];
      const known = await this.store.findBySource(transaction, this.campaign.name, ids);
      const bySource = new Map(known.map((lead) => [lead.source_id, lead]));
      const pending = await this.outbox.pending(transaction, 'lead', ids);
      const results = [...fresh.values()].map((source) =>
        mergeLead(bySource.get(source.sourceId), source, {
          campaign: this.campaign.name,
          now: this.clock.now(),
          newId: () => this.ids.next(),
          pending: pending.get(source.sourceId) ?? {},
        }),
      );
      const erased = await this.suppressions.findErased(
        transaction,
        results.flatMap(({ row }) => row.phone ?? []),
      );
      const merged = results.map((result) =>
        erased.has(result.row.phone ?? '')
          ? withoutPerson(result, bySource.get(result.row.source_id)?.status !== 'opted out')
          : result,
      );
      const written = await this.store.upsert(
        transaction,
        merged.map((result) => result.row),
      );
      const entries = written.flatMap((lead) =>
        consentEntries(bySource.get(lead.source_id), lead, this.clock.now()),
      );
      await this.consents.record(transaction, entries);
      const leads = new Map(written.map((lead) => [lead.source_id, lead]));
      for (const { row, withdrawn, mirror } of merged) {
        const lead = leads.get(row.source_id);
        if (withdrawn.length > 0)
          await this.outbox.withdraw(transaction, 'lead', row.source_id, [...withdrawn]);
        if (mirror && lead) await this.store.mirror(transaction, lead);
      }
      return written;
    });
  }
}
