import { ExternalApiError, LauraError } from '../common/errors';
import { Injectable } from '@nestjs/common';
import { AirtableClient, isMissing } from './airtable-client';
import { RecordsGoneError } from './airtable-errors';
import {
  AirtableRecord,
  AirtableTable,
  isRecordId,
  nextOffset,
  parseRecords,
  parseTables,
} from './airtable-record';
import { AirtableAccess } from './airtable-access';
import { Column } from './columns';

const ROWS_A_WRITE = 10;
const ROWS_A_PAGE = 100;
/** Airtable takes URLs up to 16,000 characters; longer questions go into a body. */
const LONGEST_QUERY = 12_000;
const MAX_RESTARTS = 3;

export interface ListOptions {
  /** Airtable formula; every value from outside in it must have been escaped. */
  readonly formula?: string;
  /** Only these columns; naming one that the table lacks is refused (`UnknownFieldError`). */
  readonly fields?: readonly string[];
}

/**
 * The one gateway to Airtable. Tables and columns go by the operator's names. Every method throws
 * {@link ExternalApiError} and waits for its turn under the rate limit, so none may be called inside a transaction.
 */
@Injectable()
export class AirtableGateway {
  constructor(
    private readonly client: AirtableClient,
    private readonly access: AirtableAccess,
  ) {}

  /**
   * Pages of up to 100 records, in no particular order. It is no snapshot, and when Airtable forgets the cursor the
   * listing begins again at the first page: a record may come more than once, so callers deduplicate by id.
   */
  async *list(table: string, options: ListOptions = {}): AsyncIterable<AirtableRecord[]> {
    let restarts = 0;
    for (let offset: string | undefined; ;) {
      let body: unknown;
      try {
        body = await this.page(table, options, offset);
      } catch (error) {
        if (!isCursorLost(error) || ++restarts > MAX_RESTARTS) throw error;
        offset = undefined;
        continue;
      }
      yield parseRecords(body);
      offset = nextOffset(body);
      if (offset === undefined) return;
    }
  }

  /** The records of these ids that exist, in no particular order. */
  async get(table: string, ids: readonly string[]): Promise<AirtableRecord[]> {
    const found: AirtableRecord[] = [];
    for (const some of inChunks(ids, ROWS_A_PAGE)) {
      const formula = `OR(${some.map((id) => `RECORD_ID()='${checkedId(id)}'`).join(',')})`;
      found.push(...parseRecords(await this.page(table, { formula })));
    }
    return found;
  }

  /**
   * Writes the given cells and leaves the others; `null` empties one. Ten rows go at once: when a later ten fail, the
   * earlier ones are written. Returns the records as they stand after the write.
   * @throws RecordsGoneError when rows of the ten in hand were deleted; UnknownFieldError for a column that isn't there
   */
  async update(
    table: string,
    rows: readonly { readonly id: string; readonly fields: Record<string, unknown> }[],
  ): Promise<AirtableRecord[]> {
    rows.forEach(({ id }) => checkedId(id));
    const written: AirtableRecord[] = [];
    for (const some of inChunks(rows, ROWS_A_WRITE)) {
      const operation = `update ${table}`;
      const body = { records: some.map(({ id, fields }) => ({ id, fields })), typecast: true };
      try {
        const path = pathOf(table);
        const answer = await this.client.send({
          operation,
          right: 'write',
          method: 'PATCH',
          path,
          body,
          mayMiss: true,
        });
        written.push(...parseRecords(answer));
      } catch (error) {
        if (!(error instanceof ExternalApiError) || !isMissing(error)) throw error;
        await this.throwIfGone(
          operation,
          table,
          some.map(({ id }) => id),
        );
        this.access.refused('write', error);
        throw error;
      }
    }
    return written;
  }

  /**
   * Makes or changes the rows whose `mergeOn` cell has the same value; ten at once, as {@link update}. Repeating it
   * changes nothing further, but two at the same moment may both make the row: only one process may do it at a time.
   */
  async upsert(
    table: string,
    mergeOn: string,
    rows: readonly { readonly fields: Record<string, unknown> }[],
  ): Promise<AirtableRecord[]> {
    const written: AirtableRecord[] = [];
    for (const some of inChunks(rows, ROWS_A_WRITE)) {
      const records = some.map(({ fields }) => ({ fields }));
      const body = { performUpsert: { fieldsToMergeOn: [mergeOn] }, records, typecast: true };
      const path = pathOf(table);
      const answer = await this.client.send({
        operation: `upsert ${table}`,
        right: 'write',
        method: 'PATCH',
        path,
        body,
      });
      written.push(...parseRecords(answer));
    }
    return written;
  }

  /**
   * Makes up to ten rows, in one request that is sent once: whoever does not hear of its end has to look whether they are
   * there. All of them are made, or none.
   */
  async create(
    table: string,
    rows: readonly { readonly fields: Record<string, unknown> }[],
  ): Promise<AirtableRecord[]> {
    const body = { records: rows.map(({ fields }) => ({ fields })), typecast: true };
    const request = { operation: `create ${table}`, right: 'write', method: 'POST', once: true } as const;
    return parseRecords(await this.client.send({ ...request, path: pathOf(table), body }));
  }

  /** The base's tables; `undefined` when the token lacks the scope schema.bases:read. */
  async describe(): Promise<AirtableTable[] | undefined> {
    try {
      const path = '/tables';
      return parseTables(
        await this.client.send({ operation: 'describe the base', right: 'schema', method: 'GET', path }),
      );
    } catch (error) {
      if (error instanceof ExternalApiError && isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Needs the scope schema.bases:write. `options` as the type wants them, e.g. `{precision: 0}` for a number. */
  async createField(
    tableId: string,
    name: string,
    type: string,
    options?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const path = `/tables/${encodeURIComponent(tableId)}/fields`;
    const body = { name, type, ...(options && { options }) };
    await this.client.send({
      operation: `create column ${name}`,
      right: 'schema',
      method: 'POST',
      path,
      body,
      once: true,
    });
  }

  /** Needs the scope schema.bases:write. The first of the columns becomes the one that names a record. */
  async createTable(name: string, columns: readonly Column[]): Promise<void> {
    const fields = columns.map(({ name, type, options }) => ({ name, type, ...(options && { options }) }));
    await this.client.send({
      operation: `create table ${name}`,
      right: 'schema',
      method: 'POST',
      path: '/tables',
      body: { name, fields },
      once: true,
    });
  }

  private async page(table: string, { formula, fields }: ListOptions, offset?: string): Promise<unknown> {
    const query = {
      pageSize: ROWS_A_PAGE,
      ...(formula !== undefined && { filterByFormula: formula }),
      ...(fields && { fields }),
      ...(offset !== undefined && { offset }),
    };
    const request = { operation: `list ${table}`, right: 'read' } as const;
    if (encodeURIComponent(JSON.stringify(query)).length <= LONGEST_QUERY) {
      return await this.client.send({ ...request, method: 'GET', path: pathOf(table), query });
    }
    return await this.client.send({
      ...request,
      method: 'POST',
      path: `${pathOf(table)}/listRecords`,
      body: query,
    });
  }

  /** Reading them tells a deleted record from a token that may not write: Airtable's refusal is the same for both. */
  private async throwIfGone(operation: string, table: string, ids: readonly string[]): Promise<void> {
    const standing = new Set((await this.get(table, ids)).map(({ id }) => id));
    const gone = ids.filter((id) => !standing.has(id));
    if (gone.length > 0) throw new RecordsGoneError(operation, gone);
  }
}

function pathOf(table: string): string {
  return `/${encodeURIComponent(table)}`;
}

function checkedId(id: string): string {
  if (!isRecordId(id))
    throw new LauraError('AIRTABLE_RECORD_ID', `\`${id.slice(0, 40)}\` is not an Airtable record id`);
  return id;
}

function isCursorLost(error: unknown): boolean {
  return error instanceof ExternalApiError && error.detail.type === 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE';
}

function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
