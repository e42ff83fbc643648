import { json, type Answer } from '../http/answer';
import { objectOf, type JsonObject } from '../http/json';
import type { ReceivedRequest } from '../http/loopback-server';
import { AirtableRefusal } from './airtable-refusal';
import type { BaseStore } from './base-store';
import { fromBody, fromQuery, RecordListing } from './list-records';
import { viewRecord } from './record-view';
import { SchemaEditor } from './schema-editor';
import { createRecords, deleteRecords, updateRecord, updateRecords } from './write-records';

/** Airtable refuses longer URLs. */
const LONGEST_URL = 16_000;

function bodyOf(request: ReceivedRequest): JsonObject {
  try {
    return objectOf(request.body === '' ? {} : JSON.parse(request.body));
  } catch {
    throw AirtableRefusal.of(400, 'INVALID_REQUEST_BODY', 'Could not parse request body');
  }
}

/** What a request asks of Airtable, once faults, token and rate limit have let it pass. */
export class AirtableRoutes {
  private readonly listing: RecordListing;
  private readonly editor: SchemaEditor;

  constructor(
    private readonly store: BaseStore,
    private readonly scopes: ReadonlySet<string>,
  ) {
    this.listing = new RecordListing(store);
    this.editor = new SchemaEditor(store);
  }

  /** @throws AirtableRefusal for everything that Airtable refuses */
  answer(request: ReceivedRequest): Answer {
    if (request.path.length > LONGEST_URL) throw new AirtableRefusal(414, { error: 'URI_TOO_LONG' });
    const [version, first, second, third, ...rest] = request.segments;
    if (version !== 'v0' || first === undefined) throw AirtableRefusal.notFound();
    if (first === 'meta') return json(200, this.meta(request));
    if (first !== this.store.id) throw AirtableRefusal.model();
    if (second === undefined || rest.length > 0) throw AirtableRefusal.notFound();
    return json(200, this.records(request, second, third));
  }

  private records(request: ReceivedRequest, table: string, record: string | undefined): unknown {
    const isReading = request.method === 'GET' || record === 'listRecords';
    this.need(isReading ? 'data.records:read' : 'data.records:write');
    this.store.table(table);
    if (record === 'listRecords' && request.method === 'POST') {
      return this.listing.list(table, fromBody(bodyOf(request)));
    }
    switch (request.method) {
      case 'GET':
        return record === undefined
          ? this.listing.list(table, fromQuery(request.query))
          : this.one(table, record);
      case 'POST':
        return createRecords(this.store, table, bodyOf(request));
      case 'PATCH':
      case 'PUT': {
        const clears = request.method === 'PUT';
        return record === undefined
          ? updateRecords(this.store, table, bodyOf(request), clears)
          : updateRecord(this.store, table, record, bodyOf(request), clears);
      }
      case 'DELETE': {
        if (record !== undefined) {
          deleteRecords(this.store, table, [record]);
          return { id: record, deleted: true };
        }
        const ids = [...request.query]
          .filter(([name]) => /^records(\[\d*\])?$/.test(name))
          .map(([, id]) => id);
        return deleteRecords(this.store, table, ids);
      }
      default:
        throw AirtableRefusal.notFound();
    }
  }

  private one(tableName: string, id: string): unknown {
    const table = this.store.table(tableName);
    const row = this.store.row(table, id);
    if (row === undefined) throw AirtableRefusal.notFound();
    return viewRecord(table, row);
  }

  private meta({ segments, ...request }: ReceivedRequest): unknown {
    const [, , kind, baseId, tables, tableId, fields, fieldId] = segments;
    const method = request.method;
    if (kind === 'whoami') return { id: 'usrSandboxPerson01', scopes: [...this.scopes] };
    if (kind !== 'bases') throw AirtableRefusal.notFound();
    this.need(method === 'GET' ? 'schema.bases:read' : 'schema.bases:write');
    if (baseId === undefined) {
      return { bases: [{ id: this.store.id, name: 'Sandbox', permissionLevel: 'create' }] };
    }
    if (baseId !== this.store.id) throw AirtableRefusal.model();
    if (tables !== 'tables') throw AirtableRefusal.notFound();
    const body = bodyOf({ segments, ...request });
    if (tableId === undefined) {
      return method === 'POST' ? this.editor.createTable(body) : { tables: this.store.allTables() };
    }
    if (fields !== 'fields') throw AirtableRefusal.notFound();
    if (fieldId === undefined && method === 'POST') return this.editor.createField(tableId, body);
    if (fieldId !== undefined && method === 'PATCH') return this.editor.updateField(tableId, fieldId, body);
    throw AirtableRefusal.notFound();
  }

  private need(scope: string): void {
    if (!this.scopes.has(scope)) throw AirtableRefusal.model();
  }
}
