import { Injectable } from '@nestjs/common';
import { Outbox } from '../airtable/outbox';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { ConsentLedger } from '../compliance/consents/consent-ledger';
import { Suppressions } from '../compliance/suppressions';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { withoutPerson } from './erased-lead';
import { Lead } from './lead';
import { consentEntries } from './lead-consents';
import { mergeLead } from './lead-merge';
import { SourceLead } from './lead-source';
import { LeadStore } from './lead-store';

/** What was said of a lead, beside the lead as it stands, locked; `undefined`: nobody knew of it. */
export interface Statement {
  readonly known: Lead | undefined;
  readonly source: SourceLead;
}

/** Brings what is said of leads, by records or by files, into the database: the one way in. */
@Injectable()
export class LeadAdoption {
  constructor(
    private readonly store: LeadStore,
    private readonly outbox: Outbox,
    private readonly consents: ConsentLedger,
    private readonly suppressions: Suppressions,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly campaign: CampaignSettings,
  ) {}

  /** Merges records of the source. One that comes twice counts as it came last. */
  async adopt(transaction: Transaction, page: readonly SourceLead[]): Promise<Lead[]> {
    const fresh = new Map(page.map((source) => [source.sourceId, source]));
    const known = await this.store.findBySource(transaction, this.campaign.name, [...fresh.keys()]);
    const bySource = new Map(known.map((lead) => [lead.source_id, lead]));
    return await this.merge(
      transaction,
      [...fresh.values()].map((source) => ({ known: bySource.get(source.sourceId), source })),
    );
  }

  /** Merges each statement with the lead that it is about; no lead may come twice. */
  async merge(transaction: Transaction, statements: readonly Statement[]): Promise<Lead[]> {
    if (statements.length === 0) return [];
    const bySource = new Map(statements.map(({ source, known }) => [source.sourceId, known]));
    const pending = await this.outbox.pending(transaction, 'lead', [...bySource.keys()]);
    const results = statements.map(({ known, source }) =>
      mergeLead(known, source, {
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
  }
}
