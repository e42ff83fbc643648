import { Injectable } from '@nestjs/common';
import { RecordsGoneError } from '../airtable/airtable-errors';
import { AirtableGateway } from '../airtable/airtable-gateway';
import { AirtableRecord } from '../airtable/airtable-record';
import { AirtableSchema } from '../airtable/schema-check';
import { readLead } from './lead-cells';
import { LeadSource, SourceLead } from './lead-source';

/** Leads in the operator's Airtable table. */
@Injectable()
export class AirtableLeadSource extends LeadSource {
  constructor(
    private readonly gateway: AirtableGateway,
    private readonly schema: AirtableSchema,
  ) {
    super();
  }

  async ready(): Promise<boolean> {
    return await this.schema.ready();
  }

  /**
   * The window is counted back from `NOW()`, that is by Airtable's own clock: ours may be wrong without a change being
   * missed. Our own writes are among the changes; merging them changes nothing.
   */
  async *read(withinMs: number | undefined): AsyncIterable<readonly SourceLead[]> {
    await this.schema.ready('leads');
    const seconds = Math.ceil((withinMs ?? 0) / 1000);
    const changed = `IS_AFTER(LAST_MODIFIED_TIME(), DATEADD(NOW(), -${seconds}, 'seconds'))`;
    const pages = this.gateway.list(this.table, withinMs === undefined ? {} : { formula: changed });
    for await (const page of pages) yield page.map((record) => this.toLead(record));
  }

  async refresh(sourceIds: readonly string[]): Promise<readonly SourceLead[]> {
    return (await this.gateway.get(this.table, sourceIds)).map((record) => this.toLead(record));
  }

  async markInProgress(sourceIds: readonly string[]): Promise<readonly SourceLead[]> {
    if (sourceIds.length === 0) return [];
    const fields = this.schema.writable('leads', { Status: 'in progress' });
    try {
      const marked = await this.gateway.update(
        this.table,
        sourceIds.map((id) => ({ id, fields })),
      );
      return marked.map((record) => this.toLead(record));
    } catch (error) {
      // One deleted record refuses the whole write: the others are marked without it.
      if (!(error instanceof RecordsGoneError)) throw error;
      const { ids } = error;
      return await this.markInProgress(sourceIds.filter((id) => !ids.includes(id)));
    }
  }

  private get table(): string {
    return this.schema.tableName('leads');
  }

  private toLead(record: AirtableRecord): SourceLead {
    return readLead(record.id, this.schema.readable('leads', record.fields));
  }
}
