import { ExternalApiError } from '../common/errors';
import { LeadSource, SourceLead } from './lead-source';

/** For tests: a table of leads that people edit by putting records into it. */
export class FakeLeadSource extends LeadSource {
  readonly records = new Map<string, SourceLead>();
  /** The windows that were asked for, in order. */
  readonly reads: (number | undefined)[] = [];
  /** The records that were set to `in progress`, in order. */
  readonly marked: string[] = [];
  isAway = false;
  pageSize = 100;
  /** Runs before each answer: a person at work at the worst moment. */
  meanwhile: (method: 'read' | 'refresh' | 'markInProgress') => void | Promise<void> = () => undefined;

  reset(): void {
    this.records.clear();
    this.reads.length = 0;
    this.marked.length = 0;
    this.isAway = false;
    this.pageSize = 100;
    this.meanwhile = () => undefined;
  }

  put(...leads: readonly SourceLead[]): void {
    for (const lead of leads) this.records.set(lead.sourceId, lead);
  }

  /** A person changes these cells. */
  edit(sourceId: string, changes: Partial<SourceLead>): void {
    const record = this.records.get(sourceId);
    if (record) this.records.set(sourceId, { ...record, ...changes });
  }

  async ready(): Promise<boolean> {
    return !this.isAway;
  }

  /** Does not look at the window: it gives everything, as a source may. */
  async *read(withinMs: number | undefined): AsyncIterable<readonly SourceLead[]> {
    this.reads.push(withinMs);
    const all = [...this.records.keys()];
    for (let from = 0; from < all.length; from += this.pageSize) {
      await this.answer('read');
      yield this.standing(all.slice(from, from + this.pageSize));
    }
  }

  async refresh(sourceIds: readonly string[]): Promise<readonly SourceLead[]> {
    await this.answer('refresh');
    return this.standing(sourceIds);
  }

  async markInProgress(sourceIds: readonly string[]): Promise<readonly SourceLead[]> {
    await this.answer('markInProgress');
    for (const id of sourceIds) this.edit(id, { status: 'in progress' });
    this.marked.push(...sourceIds);
    return this.standing(sourceIds);
  }

  private standing(sourceIds: readonly string[]): SourceLead[] {
    return sourceIds.flatMap((id) => this.records.get(id) ?? []);
  }

  private async answer(method: Parameters<FakeLeadSource['meanwhile']>[0]): Promise<void> {
    await this.meanwhile(method);
    if (this.isAway) throw new ExternalApiError('airtable', 'Airtable is away', { effect: 'unreachable' });
  }
}
