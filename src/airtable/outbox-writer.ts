import { Injectable } from '@nestjs/common';
import { ExternalApiError, LauraError } from '../common/errors';
import { RecordsGoneError, UnknownFieldError } from './airtable-errors';
import { AirtableGateway } from './airtable-gateway';
import { AirtableRecord } from './airtable-record';
import { OutboxTarget } from './outbox';
import { AcknowledgedEntry } from './outbox-listener';
import { OutboxRow } from './outbox-rows';
import { AirtableSchema } from './schema-check';

/** What became of one row: written, gone for good from the table, or refused. */
export type WriteResult =
  | { readonly row: OutboxRow; readonly outcome: 'written'; readonly entry: AcknowledgedEntry }
  | { readonly row: OutboxRow; readonly outcome: 'gone' }
  | { readonly row: OutboxRow; readonly outcome: 'refused'; readonly reason: string };

/** Airtable's limit for long text; a longer one is refused as a whole. */
const LONGEST_TEXT = 100_000;
const CUT_MARK = '\n[cut: longer than Airtable keeps]';

/** Writes rows of the outbox to Airtable and finds out which of them it refuses. */
@Injectable()
export class OutboxWriter {
  constructor(
    private readonly gateway: AirtableGateway,
    private readonly schema: AirtableSchema,
  ) {}

  /**
   * Writes up to ten rows of one target. Airtable refuses a batch as a whole: it is halved until the culprit stands
   * alone, which takes few requests and lets the others through.
   * @throws ExternalApiError when the fault lies with Airtable or our access to it rather than with a row
   */
  async write(target: OutboxTarget, rows: readonly OutboxRow[]): Promise<WriteResult[]> {
    if (rows.length === 0) return [];
    try {
      return await this.send(target, rows);
    } catch (error) {
      if (error instanceof RecordsGoneError) return await this.writeOthers(target, rows, error.ids);
      // Without the column at once; a column that was left out already can't be the reason.
      if (error instanceof UnknownFieldError && this.schema.dropColumn(kindOf(target), error.field)) {
        return await this.write(target, rows);
      }
      if (!isRowsFault(error)) throw error;
      const [first] = rows;
      if (rows.length === 1 && first) return [{ row: first, outcome: 'refused', reason: error.message }];
      const middle = Math.ceil(rows.length / 2);
      const before = await this.write(target, rows.slice(0, middle));
      return [...before, ...(await this.write(target, rows.slice(middle)))];
    }
  }

  private async writeOthers(
    target: OutboxTarget,
    rows: readonly OutboxRow[],
    gone: readonly string[],
  ): Promise<WriteResult[]> {
    const lost = rows
      .filter(({ key }) => gone.includes(key))
      .map((row) => ({ row, outcome: 'gone' }) as const);
    return [
      ...lost,
      ...(await this.write(
        target,
        rows.filter(({ key }) => !gone.includes(key)),
      )),
    ];
  }

  private async send(target: OutboxTarget, rows: readonly OutboxRow[]): Promise<WriteResult[]> {
    const kind = kindOf(target);
    const table = this.schema.tableName(kind);
    const cells = rows.map((row) => {
      const ours = target === 'call' ? { ...row.fields, CallId: row.key } : row.fields;
      return { row, fields: cut(this.schema.writable(kind, ours)) };
    });
    if (target === 'new-lead') return await this.make(table, cells);
    const worthSending = cells.filter(({ fields }) => Object.keys(fields).length > 0);
    const records =
      target === 'lead'
        ? await this.gateway.update(
            table,
            worthSending.map(({ row, fields }) => ({ id: row.key, fields })),
          )
        : await this.gateway.upsert(table, this.schema.columnName(kind, 'CallId'), worthSending);
    const keyColumn = this.schema.columnName('calls', 'CallId');
    const byKey = new Map(records.map((record) => [keyOf(target, record, keyColumn), record]));
    return cells.map(({ row, fields }) => {
      const held = this.schema.readable(kind, standing(fields, byKey.get(row.key)));
      return { row, outcome: 'written', entry: { key: row.key, fields: held.known } };
    });
  }

  /**
   * Makes the records that are not there yet. A request to make some is never repeated blindly: when its answer was lost, the
   * next try finds them here, by their numbers, and so does one that comes when a person has added them meanwhile.
   */
  private async make(
    table: string,
    cells: readonly { readonly row: OutboxRow; readonly fields: Record<string, unknown> }[],
  ): Promise<WriteResult[]> {
    const column = this.schema.columnName('leads', 'Phone');
    const byPhone = new Map<unknown, AirtableRecord>();
    const formula = anyOf(
      column,
      cells.map(({ fields }) => fields[column]),
    );
    for await (const page of this.gateway.list(table, { formula }))
      for (const record of page) byPhone.set(record.fields[column], record);
    const missing = cells.filter(({ fields }) => !byPhone.has(fields[column]));
    if (missing.length > 0) {
      const made = await this.gateway.create(table, missing);
      // In the order of the request.
      for (const [index, { fields }] of missing.entries()) {
        const record = made[index];
        if (record) byPhone.set(fields[column], record);
      }
    }
    return cells.flatMap(({ row, fields }): WriteResult[] => {
      const record = byPhone.get(fields[column]);
      if (!record) return [];
      const held = this.schema.readable('leads', record.fields);
      const entry = { key: row.key, fields: held.known, record: { id: record.id, cells: held } };
      return [{ row, outcome: 'written', entry }];
    });
  }
}

/** By Airtable's formulas; of numbers in E.164, which hold nothing that could end the text. */
function anyOf(column: string, phones: readonly unknown[]): string {
  const name = `{${column.replaceAll(/[\\{}]/g, String.raw`\$&`)}}`;
  return `OR(${phones.map((phone) => `${name}='${checkedPhone(phone)}'`).join(',')})`;
}

function checkedPhone(phone: unknown): string {
  if (typeof phone === 'string' && /^\+\d{5,16}$/.test(phone)) return phone;
  throw new LauraError('OUTBOX_PHONE', 'A new lead waits for Airtable without a number in E.164 form');
}

/** The written cells as Airtable has them: it may have put a date or a choice into a form of its own. */
function standing(
  fields: Record<string, unknown>,
  record: AirtableRecord | undefined,
): Record<string, unknown> {
  if (record === undefined) return fields;
  return Object.fromEntries(Object.keys(fields).map((name) => [name, record.fields[name] ?? null]));
}

function keyOf(target: OutboxTarget, record: AirtableRecord, keyColumn: string): string {
  return target === 'lead' ? record.id : String(record.fields[keyColumn]);
}

function kindOf(target: OutboxTarget): 'leads' | 'calls' {
  return target === 'call' ? 'calls' : 'leads';
}

/** A refusal of what was written, as opposed to an outage, a limit, or a right that we lack. */
function isRowsFault(error: unknown): error is LauraError {
  if (!(error instanceof ExternalApiError)) return error instanceof LauraError;
  const { effect, status } = error.detail;
  return effect === 'refused' && !error.retryable && !error.needsOperator && status !== 404;
}

function cut(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > LONGEST_TEXT
        ? value.slice(0, LONGEST_TEXT - CUT_MARK.length) + CUT_MARK
        : value,
    ]),
  );
}
