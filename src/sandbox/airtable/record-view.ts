import { isComputed } from './field-type';
import { lastModifiedAt, type Field, type Row, type Table } from './table';

/** A record as the API gives it; empty cells are left out. */
export interface RecordView {
  id: string;
  createdTime: string;
  fields: Record<string, unknown>;
}

/** The value a cell shows: computed fields from the row's own times, the others as stored. */
export function cellOf(row: Row, field: Field): unknown {
  if (!isComputed(field)) return row.cells[field.id];
  if (field.type === 'createdTime') return row.createdAt;
  return field.type === 'lastModifiedTime' ? lastModifiedAt(row) : undefined;
}

/**
 * @param only the fields to show (names or ids); all when undefined
 * @param byFieldId key the values by field id and not by name
 */
export function viewRecord(table: Table, row: Row, only?: readonly string[], byFieldId = false): RecordView {
  const shown = table.fields.filter(
    ({ id, name }) => only === undefined || only.includes(name) || only.includes(id),
  );
  const cells = shown
    .map((field): [string, unknown] => [byFieldId ? field.id : field.name, cellOf(row, field)])
    .filter(([, value]) => value !== undefined);
  return { id: row.id, createdTime: row.createdAt, fields: Object.fromEntries(cells) };
}
