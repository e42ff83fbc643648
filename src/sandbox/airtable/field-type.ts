import { DateTime } from 'luxon';
import { AirtableRefusal } from './airtable-refusal';
import { choicesOf, type Field } from './table';

/** What coercing a cell may need from the base. */
export interface CoercionContext {
  /** Convert strings as well as can be, and add select choices that are missing. */
  typecast: boolean;
  /** Adds a choice to a select field. */
  addChoice(field: Field, name: string): void;
  /** Whether the table the field links to has this row. */
  isLinkable(field: Field, recordId: string): boolean;
}

/** Every field type the simulator can hold, with what may be written to it. */
export const FIELD_TYPES = {
  text: ['singleLineText', 'multilineText', 'richText', 'email', 'url', 'phoneNumber'],
  number: ['number', 'currency', 'percent', 'duration'],
  moment: ['date', 'dateTime'],
  other: ['checkbox', 'singleSelect', 'multipleSelects', 'multipleRecordLinks', 'multipleAttachments'],
  computed: [
    ...[
      'createdTime',
      'lastModifiedTime',
      'autoNumber',
      'formula',
      'rollup',
      'multipleLookupValues',
      'count',
    ],
    ...['createdBy', 'lastModifiedBy', 'button'],
  ],
} as const;

/** The field types an upsert may merge on, by Airtable's documentation. */
export const MERGEABLE_TYPES: readonly string[] = [
  ...['number', 'singleLineText', 'multilineText', 'singleSelect', 'multipleSelects', 'date'],
];

const LONGEST_TEXT = 100_000;

export function isComputed(field: Field): boolean {
  return FIELD_TYPES.computed.some((type) => type === field.type);
}

/**
 * The value as it is stored for this field; undefined empties the cell.
 * @throws AirtableRefusal 422 when the field can't take the value.
 */
export function coerce(field: Field, value: unknown, context: CoercionContext): unknown {
  if (isComputed(field)) throw AirtableRefusal.computedField(field.name);
  if (value === null || value === undefined) return undefined;
  if (FIELD_TYPES.text.some((type) => type === field.type)) return coerceText(field, value, context.typecast);
  if (FIELD_TYPES.number.some((type) => type === field.type))
    return coerceNumber(field, value, context.typecast);
  switch (field.type) {
    case 'checkbox':
      return coerceCheckbox(field, value, context.typecast);
    case 'date':
    case 'dateTime':
      return coerceMoment(field, value);
    case 'singleSelect':
      return coerceChoice(field, value, context);
    case 'multipleSelects':
      return emptyToNothing(asList(field, value, context).map((one) => coerceChoice(field, one, context)));
    case 'multipleRecordLinks':
      return emptyToNothing(asList(field, value, context).map((one) => coerceLink(field, one, context)));
    case 'multipleAttachments':
      return Array.isArray(value) ? emptyToNothing(value) : refuse(field);
    default:
      return refuse(field);
  }
}

function refuse(field: Field): never {
  throw AirtableRefusal.invalidValue(field.name);
}

function emptyToNothing(list: unknown[]): unknown[] | undefined {
  return list.length === 0 ? undefined : list;
}

function coerceText(field: Field, value: unknown, typecast: boolean): string | undefined {
  if (typeof value !== 'string' && !(typecast && (typeof value === 'number' || typeof value === 'boolean'))) {
    return refuse(field);
  }
  const text = String(value);
  if (text.length > LONGEST_TEXT) return refuse(field);
  return text === '' ? undefined : text;
}

function coerceNumber(field: Field, value: unknown, typecast: boolean): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (!typecast || typeof value !== 'string') return refuse(field);
  const number = Number.parseFloat(value);
  return Number.isNaN(number) ? undefined : number;
}

function coerceCheckbox(field: Field, value: unknown, typecast: boolean): true | undefined {
  if (typeof value === 'boolean') return value || undefined;
  if (!typecast) return refuse(field);
  return ['true', '1', 'yes', 'checked'].includes(String(value).toLowerCase()) || undefined;
}

/** A moment without a zone of its own is read as UTC: the zone of every field the sandbox makes. */
function coerceMoment(field: Field, value: unknown): string | undefined {
  if (value === '') return undefined;
  const moment = DateTime.fromISO(typeof value === 'string' ? value : '', { zone: 'utc' });
  const date = moment.toISODate();
  if (!moment.isValid || date === null) {
    const message = `Cannot parse date value ${JSON.stringify(value)} for field ${field.name}`;
    throw AirtableRefusal.of(422, 'INVALID_VALUE_FOR_COLUMN', message);
  }
  return field.type === 'date' ? date : moment.toJSDate().toISOString();
}

function coerceChoice(field: Field, value: unknown, context: CoercionContext): string | undefined {
  if (typeof value !== 'string') return refuse(field);
  if (choicesOf(field).some(({ name }) => name === value)) return value;
  if (!context.typecast) throw AirtableRefusal.unknownChoice(value);
  if (value === '') return undefined;
  context.addChoice(field, value);
  return value;
}

function asList(field: Field, value: unknown, { typecast }: CoercionContext): unknown[] {
  if (Array.isArray(value)) return value;
  return typecast && typeof value === 'string' ? value.split(',').map((one) => one.trim()) : refuse(field);
}

function coerceLink(field: Field, value: unknown, context: CoercionContext): string {
  if (typeof value !== 'string' || !/^rec[A-Za-z0-9]{14}$/.test(value)) return refuse(field);
  if (!context.isLinkable(field, value)) {
    throw AirtableRefusal.of(422, 'ROW_DOES_NOT_EXIST', `Record ID ${value} does not exist`);
  }
  return value;
}
