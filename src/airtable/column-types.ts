import { Column, TableKind } from './columns';
import { COMPUTED } from './table-columns';

const TEXT = ['singleLineText', 'multilineText', 'richText', 'email', 'url', 'phoneNumber', 'singleSelect'];

/** Airtable's types that hold what one of our columns holds, by the type that we give it ourselves. */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  singleLineText: TEXT,
  multilineText: TEXT,
  email: TEXT,
  url: TEXT,
  phoneNumber: TEXT,
  singleSelect: TEXT,
  number: ['number', 'currency', 'percent', 'duration'],
  checkbox: ['checkbox'],
  dateTime: ['dateTime'],
};

/** Columns of ours with needs of their own: rows can't be merged on other kinds of text, and a lead may be a link. */
const HOLDS_BY_NAME: Readonly<Record<string, readonly string[]>> = {
  CallId: ['singleLineText', 'multilineText', 'singleSelect'],
  Lead: [...TEXT, 'multipleRecordLinks'],
};

/** The columns of the leads table that we write; all others are only read. */
const WRITTEN = new Set([
  'Status',
  'Attempts',
  'Next Attempt At',
  'Callback At',
  'Last Call At',
  'Last Outcome',
]);

/** Airtable's name for a type, as its own window shows it. */
const SHOWN: Readonly<Record<string, string>> = {
  singleLineText: 'Single line text',
  multilineText: 'Long text',
  email: 'Email',
  url: 'URL',
  phoneNumber: 'Phone number',
  singleSelect: 'Single select',
  number: 'Number',
  checkbox: 'Checkbox',
  dateTime: 'Date, with a time field, in GMT',
};

/** Whether an operator's column of that type holds what ours does. What is only read may as well be computed or a day. */
export function holds(kind: TableKind, column: Column, type: string): boolean {
  if ((HOLDS_BY_NAME[column.name] ?? HOLDS[column.type] ?? [column.type]).includes(type)) return true;
  const isWritten = kind === 'calls' || WRITTEN.has(column.name);
  return !isWritten && (COMPUTED.has(type) || (column.type === 'dateTime' && type === 'date'));
}

/** A column's type as one picks it in Airtable: `Single select (new, retry)`, `Number (4 decimals)`. */
export function typeInWords({ type, options = {} }: Pick<Column, 'type' | 'options'>): string {
  const shown = SHOWN[type] ?? type;
  if (typeof options.precision === 'number')
    return `${shown} (${options.precision === 0 ? 'whole' : `${options.precision} decimals`})`;
  return Array.isArray(options.choices) ? `${shown} (${namesOf(options.choices).join(', ')})` : shown;
}

function namesOf(choices: readonly unknown[]): string[] {
  return choices.flatMap((choice) =>
    typeof choice === 'object' && choice !== null && 'name' in choice ? [String(choice.name)] : [],
  );
}
