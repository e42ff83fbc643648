import type { Chance } from '../chance';
import { takes } from '../fault-switches';
import { html, json, type Answer } from '../http/answer';
import { LoopbackServer, type Handler, type ReceivedRequest } from '../http/loopback-server';
import type { RecordedRequest } from '../sandbox-options';
import { AirtableFaults } from './airtable-faults';
import { AirtableRefusal } from './airtable-refusal';
import { AirtableRoutes } from './airtable-routes';
import type { BaseStore } from './base-store';
import type { RateLimit } from './rate-limit';
import { viewRecord, type RecordView } from './record-view';
import type { Table } from './table';
import { TableDraft } from './table-draft';

const RETRIABLE = {
  error: {
    type: 'RETRIABLE_ERROR',
    message: 'Server encountered an error while processing your request, and it is safe to retry the request',
  },
};

/**
 * Airtable on a loopback port: one base, spoken to as `https://api.airtable.com` is. Requests are refused in
 * this order: faults that keep a request from Airtable, the token, the rate limit, the request itself.
 */
export class SimulatedAirtable {
  readonly faults = new AirtableFaults();
  /** The token's scopes; take some away to see how a poorer token fares. */
  readonly scopes = new Set([
    'data.records:read',
    'data.records:write',
    'schema.bases:read',
    'schema.bases:write',
  ]);
  readonly apiKey: string;
  private server: LoopbackServer;
  private readonly routes: AirtableRoutes;

  constructor(
    private readonly store: BaseStore,
    chance: Chance,
    private readonly rateLimit: RateLimit | undefined,
  ) {
    this.apiKey = `${chance.airtableId('pat', 'token')}.${chance.hex(64, 'token')}`;
    this.routes = new AirtableRoutes(store, this.scopes);
  }

  /** Starts listening; `control` answers the sandbox's own routes, which need no token. */
  async listen(port: number, control: Handler): Promise<void> {
    const handle: Handler = (request) =>
      request.segments[0] === '_sandbox' ? control(request) : this.answer(request);
    this.server = await LoopbackServer.listen(port, handle, () => this.store.clock.now());
  }

  /** Where the API is, to be used in the place of `https://api.airtable.com`. */
  get url(): string {
    return this.server.url;
  }

  get baseId(): string {
    return this.store.id;
  }

  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** The schema as it stands. */
  get tables(): readonly Table[] {
    return this.store.allTables();
  }

  /** Every record of a table, as the API would give it, past rate limit and faults. */
  records(tableName: string): RecordView[] {
    const table = this.store.table(tableName);
    return this.store.rowsOf(table).map((row) => viewRecord(table, row));
  }

  /** Changes a record as a person in Airtable's own window would: values are converted, choices added. */
  edit(tableName: string, recordId: string, fields: Record<string, unknown>): RecordView {
    const draft = new TableDraft(this.store, tableName, true);
    const row = draft.find(recordId);
    if (row === undefined) throw AirtableRefusal.notFound();
    const updated = draft.update(row, fields, false);
    draft.commit();
    return viewRecord(this.store.table(tableName), updated);
  }

  /** Adds a record as a person would. */
  add(tableName: string, fields: Record<string, unknown>): RecordView {
    const draft = new TableDraft(this.store, tableName, true);
    const row = draft.create(fields);
    draft.commit();
    return viewRecord(this.store.table(tableName), row);
  }

  /** Deletes a record as a person would. */
  remove(tableName: string, recordId: string): void {
    this.store.removeRow(this.store.table(tableName), recordId);
  }

  /** Takes a column away, with its values: a base that lacks it. */
  removeField(tableName: string, name: string): void {
    const table = this.store.table(tableName);
    this.store.removeField(table, this.store.field(table, name));
  }

  renameField(tableName: string, from: string, to: string): void {
    const table = this.store.table(tableName);
    const { id } = this.store.field(table, from);
    const fields = table.fields.map((field) => (field.id === id ? { ...field, name: to } : field));
    this.store.saveTable({ ...table, fields });
  }

  removeTable(tableName: string): void {
    this.store.removeTable(this.store.table(tableName));
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  private answer(request: ReceivedRequest): Answer {
    if (takes(this.faults, 'dropped')) return { kind: 'drop' };
    if (takes(this.faults, 'htmlError')) return html(503, 'Service Unavailable');
    if (takes(this.faults, 'unavailable')) return json(503, RETRIABLE);
    try {
      this.admit(request);
      const answer = this.routes.answer(request);
      if (isWrite(request) && takes(this.faults, 'lostResponses')) return { kind: 'drop' };
      if (answer.kind !== 'reply') return answer;
      const { status, body } = answer;
      if (takes(this.faults, 'stalled')) return { kind: 'stall', status, body };
      return takes(this.faults, 'dripped') ? { kind: 'drip', status, body } : answer;
    } catch (error) {
      if (error instanceof AirtableRefusal) return error.answer();
      throw error;
    }
  }

  private admit({ headers, segments, query, body }: ReceivedRequest): void {
    const isAuthorized = headers.authorization === `Bearer ${this.apiKey}`;
    if (!isAuthorized || takes(this.faults, 'unauthorized')) throw AirtableRefusal.authentication();
    const isMeta = segments[1] === 'meta';
    const base = isMeta ? segments[3] : segments[1];
    if (base === this.baseId && this.rateLimit?.admits() === false) throw AirtableRefusal.rateLimit();
    if (takes(this.faults, 'rateLimited')) throw AirtableRefusal.rateLimit();
    if (!isMeta && takes(this.faults, 'quotaExceeded')) throw AirtableRefusal.quota();
    const isPaging = query.has('offset') || (segments[3] === 'listRecords' && body.includes('"offset"'));
    if (isPaging && takes(this.faults, 'iteratorExpired')) {
      throw AirtableRefusal.of(422, 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE');
    }
  }
}

function isWrite({ method, segments }: ReceivedRequest): boolean {
  return method !== 'GET' && segments[3] !== 'listRecords';
}
