import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '../http/json';
import { AirtableRefusal } from './airtable-refusal';
import type { BaseStore } from './base-store';
import { MERGEABLE_TYPES } from './field-type';
import { viewRecord, type RecordView } from './record-view';
import type { Field, Row } from './table';
import { TableDraft } from './table-draft';

const MOST_RECORDS = 10;

interface RecordInput {
  id?: string;
  fields: JsonObject;
}

function inputs(body: JsonObject): RecordInput[] {
  const given = body.records;
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_RECORDS)
    throw AirtableRefusal.records();
  return given.map((one) => {
    if (!isObject(one) || !isObject(one.fields)) throw AirtableRefusal.records();
    const id = stringOf(one.id);
    return id === undefined ? { fields: one.fields } : { id, fields: one.fields };
  });
}

/** Shows rows as they stand after the write. */
function views(store: BaseStore, table: string, rows: Row[], body: JsonObject): RecordView[] {
  return rows.map((row) =>
    viewRecord(store.table(table), row, undefined, body.returnFieldsByFieldId === true),
  );
}

/** `POST /v0/{base}/{table}`, with `records` (at most ten) or one record's `fields`. */
export function createRecords(store: BaseStore, table: string, body: JsonObject): unknown {
  const draft = new TableDraft(store, table, body.typecast === true);
  const isSingle = !('records' in body) && isObject(body.fields);
  const given = isSingle ? [{ fields: objectOf(body.fields) }] : inputs(body);
  const rows = given.map(({ fields }) => draft.create(fields));
  draft.commit();
  const records = views(store, table, rows, body);
  return isSingle ? records[0] : { records };
}

/** `PATCH` or `PUT /v0/{base}/{table}/{record}`. */
export function updateRecord(
  store: BaseStore,
  table: string,
  id: string,
  body: JsonObject,
  clears: boolean,
): unknown {
  const draft = new TableDraft(store, table, body.typecast === true);
  const row = draft.find(id);
  if (row === undefined) throw AirtableRefusal.notFound();
  if (!isObject(body.fields)) throw AirtableRefusal.invalidRequest();
  const updated = draft.update(row, body.fields, clears);
  draft.commit();
  return views(store, table, [updated], body)[0];
}

/** `PATCH` or `PUT /v0/{base}/{table}`: update by id, or upsert where `performUpsert` is given. */
export function updateRecords(store: BaseStore, table: string, body: JsonObject, clears: boolean): unknown {
  const draft = new TableDraft(store, table, body.typecast === true);
  const given = inputs(body);
  const ids = given.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (new Set(ids).size !== ids.length) {
    const message = 'You cannot update the same record multiple times in a single request.';
    throw AirtableRefusal.of(422, 'INVALID_RECORDS', message);
  }
  const mergeOn = body.performUpsert === undefined ? undefined : mergeFields(draft, body.performUpsert);
  const created: string[] = [];
  const rows = given.map(({ id, fields }) => {
    if (id === undefined && mergeOn === undefined) throw AirtableRefusal.records();
    const row = id === undefined ? matching(draft, mergeOn ?? [], fields) : draft.find(id);
    if (row !== undefined) return draft.update(row, fields, clears);
    if (id !== undefined) throw AirtableRefusal.model();
    const fresh = draft.create(fields);
    created.push(fresh.id);
    return fresh;
  });
  draft.commit();
  const records = views(store, table, rows, body);
  if (mergeOn === undefined) return { records };
  const updatedRecords = rows.map(({ id }) => id).filter((id) => !created.includes(id));
  return { records, createdRecords: created, updatedRecords };
}

function mergeFields(draft: TableDraft, performUpsert: unknown): Field[] {
  const names = arrayOf(objectOf(performUpsert).fieldsToMergeOn);
  if (names.length < 1 || names.length > 3) throw AirtableRefusal.invalidRequest();
  return names.map((name) => {
    const field = draft.field(String(name));
    if (MERGEABLE_TYPES.includes(field.type)) return field;
    throw AirtableRefusal.invalidRequest(`Field "${field.name}" cannot be used to merge records`);
  });
}

/** The one row whose merge fields hold what is written. @throws AirtableRefusal 422 when there are several. */
function matching(draft: TableDraft, mergeOn: readonly Field[], fields: JsonObject): Row | undefined {
  const wanted = mergeOn.map((field) => {
    const value = fields[field.name] ?? fields[field.id];
    if (value === undefined || value === null) throw AirtableRefusal.invalidRequest();
    return JSON.stringify(draft.coerceOne(field, value));
  });
  const found = draft
    .rows()
    .filter((row) => mergeOn.every((field, index) => JSON.stringify(row.cells[field.id]) === wanted[index]));
  if (found.length > 1) throw AirtableRefusal.invalidRequest('Cannot merge: more than one record matches');
  return found[0];
}

/** `DELETE`; all records must exist. */
export function deleteRecords(store: BaseStore, tableName: string, ids: readonly string[]): unknown {
  const table = store.table(tableName);
  if (ids.length === 0 || ids.length > MOST_RECORDS) throw AirtableRefusal.records();
  if (ids.some((id) => store.row(table, id) === undefined)) throw AirtableRefusal.notFound();
  ids.forEach((id) => store.removeRow(table, id));
  return { records: ids.map((id) => ({ id, deleted: true })) };
}
