import type { BaseStore } from './base-store';
import { coerce, type CoercionContext } from './field-type';
import { choicesOf, type Field, type Row, type Table } from './table';

/**
 * The changes of one request, checked one by one and kept aside until all are found good: Airtable applies a
 * batch wholly or not at all. Dropping the draft undoes everything, new select choices included.
 */
export class TableDraft {
  private readonly changed = new Map<string, Row>();
  private table: Table;

  constructor(
    private readonly store: BaseStore,
    tableNameOrId: string,
    private readonly typecast: boolean,
  ) {
    this.table = structuredClone(store.table(tableNameOrId));
  }

  /** The rows as they will stand after the commit. */
  rows(): Row[] {
    const present = this.store.rowsOf(this.table).map((row) => this.changed.get(row.id) ?? row);
    const added = [...this.changed.values()].filter(
      (row) => this.store.row(this.table, row.id) === undefined,
    );
    return [...present, ...added];
  }

  create(fields: Record<string, unknown>): Row {
    const row: Row = {
      id: this.store.newId('rec'),
      createdAt: this.store.nowIso(),
      cells: {},
      changedAt: {},
    };
    const cells = this.coerceAll(fields);
    const filled: Row = {
      ...row,
      cells: Object.fromEntries(cells.filter(([, value]) => value !== undefined)),
    };
    this.changed.set(row.id, filled);
    return filled;
  }

  /** Writes the given cells; with `clearsRest` (PUT) every other writable cell is emptied. */
  update(row: Row, fields: Record<string, unknown>, clearsRest: boolean): Row {
    const given = new Map(this.coerceAll(fields));
    const cells = { ...row.cells };
    const changedAt = { ...row.changedAt };
    for (const { id } of this.table.fields) {
      if (!given.has(id) && !clearsRest) continue;
      const value = given.get(id);
      if (JSON.stringify(value) === JSON.stringify(cells[id])) continue;
      if (value === undefined) delete cells[id];
      else cells[id] = value;
      changedAt[id] = this.store.nowIso();
    }
    const updated: Row = { ...row, cells, changedAt };
    this.changed.set(row.id, updated);
    return updated;
  }

  find(id: string): Row | undefined {
    return this.changed.get(id) ?? this.store.row(this.table, id);
  }

  field(nameOrId: string): Field {
    return this.store.field(this.table, nameOrId);
  }

  coerceOne(field: Field, value: unknown): unknown {
    return coerce(field, value, this.context());
  }

  commit(): void {
    if (JSON.stringify(this.table) !== JSON.stringify(this.store.table(this.table.id)))
      this.store.saveTable(this.table);
    for (const row of this.changed.values()) this.store.saveRow(this.table, row);
  }

  private coerceAll(fields: Record<string, unknown>): [string, unknown][] {
    return Object.entries(fields).map(([name, value]) => {
      const field = this.field(name);
      return [field.id, this.coerceOne(field, value)];
    });
  }

  private context(): CoercionContext {
    return {
      typecast: this.typecast,
      addChoice: (field, name) => this.addChoice(field, name),
      isLinkable: (field, id) => {
        const linked = this.store.findTable(String(field.options?.linkedTableId));
        return linked !== undefined && this.store.row(linked, id) !== undefined;
      },
    };
  }

  private addChoice(field: Field, name: string): void {
    const choices = [...choicesOf(field), { id: this.store.newId('sel'), name, color: 'grayLight2' }];
    const fields = this.table.fields.map((one) =>
      one.id === field.id ? { ...one, options: { ...one.options, choices } } : one,
    );
    this.table = { ...this.table, fields };
  }
}
