import { Injectable, OnModuleInit } from '@nestjs/common';
import { OutboxFlusher } from '../airtable/outbox-flusher';
import { AcknowledgedEntry, OutboxListener } from '../airtable/outbox-listener';
import { OutboxTarget } from '../airtable/outbox';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { LeadAdoption } from './lead-adoption';
import { readLead } from './lead-cells';
import { SHARED_COLUMNS } from './lead-merge';
import { LeadStore } from './lead-store';

/** Keeps in mind what the source now shows of each lead, so that a later difference is known for a person's edit. */
@Injectable()
export class WriteBack extends OutboxListener implements OnModuleInit {
  constructor(
    private readonly flusher: OutboxFlusher,
    private readonly leads: LeadStore,
    private readonly adoption: LeadAdoption,
    private readonly campaign: CampaignSettings,
  ) {
    super();
  }

  onModuleInit(): void {
    this.flusher.register(this);
  }

  async acknowledged(
    transaction: Transaction,
    target: OutboxTarget,
    entries: readonly AcknowledgedEntry[],
  ): Promise<void> {
    if (target === 'new-lead') await this.adoptMade(transaction, entries);
    if (target !== 'lead') return;
    // All at once and by id, as everybody locks leads: one by one, two of us could wait for each other.
    await this.leads.findBySource(
      transaction,
      this.campaign.name,
      entries.map(({ key }) => key),
    );
    for (const { key, fields } of entries) {
      const shared = SHARED_COLUMNS.filter((column) => column in fields);
      const values = Object.fromEntries(shared.map((column) => [column, comparable(fields[column])]));
      await this.leads.acknowledge(transaction, this.campaign.name, key, values);
    }
  }

  /** Known here at once, so that the same file again finds them, and nobody waits for the next reading. */
  private async adoptMade(transaction: Transaction, entries: readonly AcknowledgedEntry[]): Promise<void> {
    await this.adoption.adopt(
      transaction,
      entries.flatMap(({ record }) => (record ? [readLead(record.id, record.cells)] : [])),
    );
  }
}

/** As `sharedValues` writes them: dates in one form, an empty cell as empty text. */
function comparable(cell: unknown): string {
  if (typeof cell !== 'string') return '';
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(cell) ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(instant) ? cell.trim() : new Date(instant).toISOString();
}
