import { Injectable } from '@nestjs/common';
import { RecordsGoneError } from '../airtable/airtable-errors';
import { AirtableGateway } from '../airtable/airtable-gateway';
import { AirtableRecord } from '../airtable/airtable-record';
import { AirtableSchema } from '../airtable/schema-check';
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
    const { known, further } = this.schema.readable('leads', record.fields);
    return {
      sourceId: record.id,
      status: text(known.Status) ?? '',
      phone: text(known.Phone) ?? '',
      name: text(known.Name),
      email: text(known.Email),
      company: text(known.Company),
      timezone: text(known.Timezone),
      state: text(known.State),
      country: text(known.Country),
      postalCode: text(known['Postal Code']),
      consent: text(known.Consent) ?? '',
      consentAt: date(known['Consent At']),
      consentSource: text(known['Consent Source']),
      consentEvidence: text(known['Consent Evidence']),
      consentExpiresAt: expiry(known['Consent Expires At']),
      doNotCall: checked(known['Do Not Call']),
      notes: text(known.Notes),
      attempts: Math.max(0, Math.trunc(Number(known.Attempts ?? 0)) || 0),
      nextAttemptAt: date(known['Next Attempt At']),
      callbackAt: date(known['Callback At']),
      lastCallAt: date(known['Last Call At']),
      lastOutcome: text(known['Last Outcome']),
      fields: further,
    };
  }
}

/** Cells hold text, numbers, or – for lookups and multiple selects – lists of either. */
function text(cell: unknown): string | undefined {
  if (Array.isArray(cell)) return text(cell.filter((item) => item !== null).join(', '));
  if (typeof cell !== 'string' && typeof cell !== 'number') return undefined;
  const trimmed = String(cell).trim();
  return trimmed === '' ? undefined : trimmed;
}

function date(cell: unknown): Date | undefined {
  if (Array.isArray(cell)) return cell.length === 1 ? date(cell[0]) : undefined;
  const instant = typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant);
}

/** An expiry that can't be read has passed: a consent must not outlive a slip of the pen. */
function expiry(cell: unknown): Date | undefined {
  return date(cell) ?? (text(cell) === undefined ? undefined : new Date(0));
}

/** A checkbox that someone made a text column fails closed: anything but a plain "no" means Do Not Call. */
function checked(cell: unknown): boolean {
  if (typeof cell === 'boolean') return cell;
  // A formula's error, say.
  if (typeof cell === 'object' && cell !== null && !Array.isArray(cell)) return true;
  const word = (text(cell) ?? '').toLowerCase();
  return !['', 'no', 'false', '0'].includes(word);
}
