import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '../http/json';
import { AirtableRefusal } from './airtable-refusal';
import type { BaseStore } from './base-store';
import { compileFormula } from './formula';
import { cellOf, viewRecord } from './record-view';
import type { Row, Table } from './table';

const LARGEST_PAGE = 100;

/** Parameters of a listing; the GET's query and the POST's body come down to the same. */
export interface ListParameters {
  pageSize: number;
  maxRecords: number;
  offset?: string;
  formula?: string;
  fields?: string[];
  sort: { field: string; direction: string }[];
  byFieldId: boolean;
}

interface Iterator {
  tableId: string;
  /** Ids in the order of the listing; the values are read afresh page by page, as Airtable does. */
  ids: string[];
}

/** From a GET's query (`fields[]`, `sort[0][field]`, …). */
export function fromQuery(query: URLSearchParams): ListParameters {
  const sort: JsonObject[] = [];
  for (const [name, value] of query) {
    const match = /^sort\[(\d+)\]\[(field|direction)\]$/.exec(name);
    if (match === null) continue;
    const index = Number(match[1]);
    sort[index] = { ...sort[index], [match[2] ?? '']: value };
  }
  const fields = [...query].filter(([name]) => /^fields(\[\d*\])?$/.test(name)).map(([, value]) => value);
  const number = (name: string): number | undefined =>
    query.has(name) ? Number(query.get(name)) : undefined;
  return fromBody({
    pageSize: number('pageSize'),
    maxRecords: number('maxRecords'),
    offset: query.get('offset') ?? undefined,
    filterByFormula: query.get('filterByFormula') ?? undefined,
    fields: fields.length === 0 ? undefined : fields,
    sort: sort.filter(Boolean),
    cellFormat: query.get('cellFormat') ?? undefined,
    returnFieldsByFieldId: ['true', '1'].includes(query.get('returnFieldsByFieldId') ?? ''),
  });
}

/** From the body of `POST …/listRecords`. Sizes out of range are brought into it, as Airtable does. */
export function fromBody(body: JsonObject): ListParameters {
  if (body.cellFormat !== undefined && body.cellFormat !== 'json') throw AirtableRefusal.invalidRequest();
  const pageSize = numberOf(body.pageSize) ?? LARGEST_PAGE;
  if (pageSize < 1) throw AirtableRefusal.invalidRequest();
  const sort = arrayOf(body.sort).map(objectOf);
  const offset = stringOf(body.offset);
  const formula = stringOf(body.filterByFormula);
  return {
    pageSize: Math.min(pageSize, LARGEST_PAGE),
    maxRecords: numberOf(body.maxRecords) ?? Number.POSITIVE_INFINITY,
    sort: sort.map(({ field, direction }) => ({
      field: String(field),
      direction: stringOf(direction) ?? 'asc',
    })),
    byFieldId: body.returnFieldsByFieldId === true,
    ...(offset !== undefined && { offset }),
    ...(formula !== undefined && formula !== '' && { formula }),
    ...(Array.isArray(body.fields) && { fields: body.fields.map(String) }),
  };
}

/** Lists records page by page. Iterators live in memory: after a restart they are gone, as expired ones are. */
export class RecordListing {
  private readonly iterators = new Map<string, Iterator>();

  constructor(private readonly store: BaseStore) {}

  list(tableName: string, parameters: ListParameters): unknown {
    const table = this.store.table(tableName);
    parameters.fields?.forEach((name) => this.store.field(table, name));
    const { key, ids, from } = this.position(table, parameters);
    const page = ids.slice(from, from + parameters.pageSize);
    const rows = page.map((id) => this.store.row(table, id)).filter((row) => row !== undefined);
    const records = rows.map((row) => viewRecord(table, row, parameters.fields, parameters.byFieldId));
    const next = ids[from + parameters.pageSize];
    if (next === undefined) return { records };
    return { records, offset: `${key}/${next}` };
  }

  private position(table: Table, parameters: ListParameters): { key: string; ids: string[]; from: number } {
    if (parameters.offset === undefined) {
      const key = this.store.newId('itr');
      const ids = this.select(table, parameters);
      this.iterators.set(key, { tableId: table.id, ids });
      return { key, ids, from: 0 };
    }
    const [key = '', recordId = ''] = parameters.offset.split('/');
    const iterator = this.iterators.get(key);
    const from = iterator?.ids.indexOf(recordId) ?? -1;
    if (iterator?.tableId !== table.id || from < 0) {
      throw AirtableRefusal.of(422, 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE');
    }
    return { key, ids: iterator.ids, from };
  }

  private select(table: Table, { formula, sort, maxRecords }: ListParameters): string[] {
    const isWanted = formula === undefined ? () => true : compileFormula(formula, table, this.store.clock);
    const keys = sort.map(({ field, direction }) => ({ field: this.store.field(table, field), direction }));
    const compare = (a: Row, b: Row): number => {
      for (const { field, direction } of keys) {
        const order = compareCells(cellOf(a, field), cellOf(b, field));
        if (order !== 0) return direction === 'desc' ? -order : order;
      }
      return 0;
    };
    const rows = this.store.rowsOf(table).filter(isWanted).toSorted(compare);
    return rows.slice(0, maxRecords).map(({ id }) => id);
  }
}

/** Empty cells come first. */
function compareCells(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
