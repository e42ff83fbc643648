import type { Chance } from '../chance';
import type { Journal } from '../journal';
import type { SandboxClock } from '../sandbox-options';
import { AirtableRefusal } from './airtable-refusal';
import { findField, type Field, type Row, type Table } from './table';

/** The tables and rows of the one simulated base, journaled. Nothing here checks what is written. */
export class BaseStore {
  readonly id: string;
  private readonly tables = new Map<string, Table>();
  private readonly rows = new Map<string, Map<string, Row>>();
  private made = 0;

  constructor(
    private readonly chance: Chance,
    private readonly journal: Journal,
    readonly clock: SandboxClock,
  ) {
    this.id = chance.airtableId('app', 'base');
    for (const [id, value] of journal.load('airtable-made')) this.made = id === 'count' ? Number(value) : 0;
    for (const [id, value] of journal.load('airtable-table')) this.tables.set(id, value as Table);
    for (const { id } of this.tables.values()) {
      this.rows.set(
        id,
        new Map(journal.load(`airtable-row:${id}`).map(([rowId, row]) => [rowId, row as Row])),
      );
    }
  }

  /** The present instant in whole seconds, the granularity Airtable shows; the coarser, the harder for a client. */
  nowIso(): string {
    return new Date(Math.floor(this.clock.now().getTime() / 1000) * 1000).toISOString();
  }

  /** A new id that never comes again, restarts included. */
  newId(prefix: string): string {
    this.made += 1;
    this.journal.write('airtable-made', 'count', this.made);
    return this.chance.airtableId(prefix, this.made);
  }

  allTables(): Table[] {
    return [...this.tables.values()];
  }

  findTable(nameOrId: string): Table | undefined {
    return this.tables.get(nameOrId) ?? this.allTables().find(({ name }) => name === nameOrId);
  }

  /** @throws AirtableRefusal 403 for a table the base doesn't have. */
  table(nameOrId: string): Table {
    const table = this.findTable(nameOrId);
    if (table === undefined) throw AirtableRefusal.model();
    return table;
  }

  saveTable(table: Table): void {
    this.tables.set(table.id, table);
    if (!this.rows.has(table.id)) this.rows.set(table.id, new Map());
    this.journal.write('airtable-table', table.id, table);
  }

  removeTable(table: Table): void {
    this.tables.delete(table.id);
    this.rows.delete(table.id);
    this.journal.write('airtable-table', table.id, null);
  }

  rowsOf(table: Table): Row[] {
    return [...(this.rows.get(table.id)?.values() ?? [])];
  }

  row(table: Table, id: string): Row | undefined {
    return this.rows.get(table.id)?.get(id);
  }

  saveRow(table: Table, row: Row): void {
    this.rows.get(table.id)?.set(row.id, row);
    this.journal.write(`airtable-row:${table.id}`, row.id, row);
  }

  removeRow(table: Table, id: string): void {
    this.rows.get(table.id)?.delete(id);
    this.journal.write(`airtable-row:${table.id}`, id, null);
  }

  /** Takes a column away with all its values, as a person would. */
  removeField(table: Table, field: Field): void {
    this.saveTable({ ...table, fields: table.fields.filter(({ id }) => id !== field.id) });
    for (const row of this.rowsOf(table)) {
      const cells = Object.fromEntries(Object.entries(row.cells).filter(([id]) => id !== field.id));
      this.saveRow(table, { ...row, cells });
    }
  }

  /** The field, by name or id. @throws AirtableRefusal 422 when the table lacks it. */
  field(table: Table, nameOrId: string): Field {
    const field = findField(table, nameOrId);
    if (field === undefined) throw AirtableRefusal.unknownField(nameOrId);
    return field;
  }
}
