import { ExternalApiError } from '../common/errors';

/** A row as Airtable gives it. Empty cells are absent from `fields`; the names are the operator's. */
export interface AirtableRecord {
  readonly id: string;
  readonly createdAt: Date;
  readonly fields: Record<string, unknown>;
}

/** A table as the metadata API describes it. */
export interface AirtableTable {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

const RECORD_ID = /^rec\w{14}$/;

/** Ids go into formulas: anything but the exact form could carry a formula of its own. */
export function isRecordId(text: string): boolean {
  return RECORD_ID.test(text);
}

/** @throws ExternalApiError when the answer isn't a page of records */
export function parseRecords(body: unknown): AirtableRecord[] {
  const records = isObject(body) ? body.records : undefined;
  if (!Array.isArray(records)) throw unreadable('records');
  return records.map((record: unknown) => {
    if (!isObject(record) || typeof record.id !== 'string' || !isObject(record.fields))
      throw unreadable('a record');
    return { id: record.id, createdAt: new Date(String(record.createdTime)), fields: record.fields };
  });
}

/** @throws ExternalApiError when the answer isn't a base's schema */
export function parseTables(body: unknown): AirtableTable[] {
  const tables = isObject(body) ? body.tables : undefined;
  if (!Array.isArray(tables)) throw unreadable('tables');
  return tables.filter(isObject).map((table) => ({
    id: String(table.id),
    name: String(table.name),
    fields: (Array.isArray(table.fields) ? table.fields : [])
      .filter(isObject)
      .map((field) => ({ name: String(field.name), type: String(field.type) })),
  }));
}

/** The cursor of the next page; `undefined` after the last one. */
export function nextOffset(body: unknown): string | undefined {
  return isObject(body) && typeof body.offset === 'string' ? body.offset : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(what: string): ExternalApiError {
  return new ExternalApiError('airtable', `Airtable's answer does not hold ${what} where it should`, {
    effect: 'unknown',
    type: 'invalid_answer',
  });
}
