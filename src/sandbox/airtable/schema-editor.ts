import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '../http/json';
import { AirtableRefusal } from './airtable-refusal';
import type { BaseStore } from './base-store';
import { FIELD_TYPES } from './field-type';
import type { Field, Table } from './table';

/** Options without which Airtable refuses to make a field of the type. */
const NEEDED_OPTIONS: Record<string, readonly string[]> = {
  number: ['precision'],
  percent: ['precision'],
  currency: ['precision', 'symbol'],
  duration: ['durationFormat'],
  checkbox: ['icon', 'color'],
  date: ['dateFormat'],
  dateTime: ['dateFormat', 'timeFormat', 'timeZone'],
  singleSelect: ['choices'],
  multipleSelects: ['choices'],
  multipleRecordLinks: ['linkedTableId'],
};

const CREATABLE: readonly string[] = [
  ...FIELD_TYPES.text,
  ...FIELD_TYPES.number,
  ...FIELD_TYPES.moment,
  ...FIELD_TYPES.other,
];

/** The part of the metadata API that changes the schema. */
export class SchemaEditor {
  constructor(private readonly store: BaseStore) {}

  /** @throws AirtableRefusal 422 for a taken or empty name, a bad field, or no fields */
  createTable(body: JsonObject): Table {
    const name = stringOf(body.name)?.trim() ?? '';
    const isTaken = this.store.allTables().some((table) => table.name.toLowerCase() === name.toLowerCase());
    if (name === '' || isTaken)
      throw AirtableRefusal.of(422, 'DUPLICATE_TABLE_NAME', 'Table names must be unique');
    const fields = arrayOf(body.fields).reduce<Field[]>(
      (made, given) => [...made, this.makeField(objectOf(given), made)],
      [],
    );
    const [primary] = fields;
    if (primary === undefined) throw AirtableRefusal.invalidRequest();
    const views = [{ id: this.store.newId('viw'), name: 'Grid view', type: 'grid' }];
    const description = stringOf(body.description);
    const table: Table = {
      id: this.store.newId('tbl'),
      name,
      ...(description !== undefined && { description }),
      primaryFieldId: primary.id,
      fields,
      views,
    };
    this.store.saveTable(table);
    return table;
  }

  createField(tableId: string, body: JsonObject): Field {
    const table = this.store.table(tableId);
    const field = this.makeField(body, table.fields);
    this.store.saveTable({ ...table, fields: [...table.fields, field] });
    return field;
  }

  /** Name and description only, as the real API. */
  updateField(tableId: string, fieldId: string, body: JsonObject): Field {
    const table = this.store.table(tableId);
    const field = table.fields.find(({ id }) => id === fieldId);
    if (field === undefined) throw AirtableRefusal.model();
    const others = table.fields.filter(({ id }) => id !== fieldId);
    const name = this.freeName(body.name ?? field.name, others);
    const description = stringOf(body.description) ?? field.description;
    const updated: Field = { ...field, name, ...(description !== undefined && { description }) };
    const fields = table.fields.map((one) => (one.id === fieldId ? updated : one));
    this.store.saveTable({ ...table, fields });
    return updated;
  }

  private makeField(given: JsonObject, others: readonly Field[]): Field {
    const name = this.freeName(given.name, others);
    const type = stringOf(given.type) ?? '';
    if (!CREATABLE.includes(type)) {
      const message = `Creating ${type} fields is not supported at this time`;
      throw AirtableRefusal.of(422, 'UNSUPPORTED_FIELD_TYPE_FOR_CREATE', message);
    }
    const needed = NEEDED_OPTIONS[type] ?? [];
    const options = objectOf(given.options);
    if (
      needed.some((option) => options[option] === undefined) ||
      (needed.length === 0 && isObject(given.options))
    ) {
      const message = `Invalid options for ${name}: failed schema validation`;
      throw AirtableRefusal.of(422, 'INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE', message);
    }
    const choices = arrayOf(options.choices).map((choice) => ({
      id: this.store.newId('sel'),
      ...objectOf(choice),
    }));
    const description = stringOf(given.description);
    return {
      id: this.store.newId('fld'),
      name,
      type,
      ...(description !== undefined && { description }),
      ...(needed.length > 0 && { options: needed.includes('choices') ? { ...options, choices } : options }),
    };
  }

  private freeName(given: unknown, others: readonly Field[]): string {
    const name = stringOf(given)?.trim() ?? '';
    if (name === '' || others.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
      const message = 'Field names must be unique and not empty';
      throw AirtableRefusal.of(422, 'DUPLICATE_OR_EMPTY_FIELD_NAME', message);
    }
    return name;
  }
}
