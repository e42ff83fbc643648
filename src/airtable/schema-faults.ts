import { AirtableTable } from './airtable-record';
import { COLUMNS, INDISPENSABLE, TableKind } from './columns';
import { TableColumns } from './table-columns';

/** What is wrong with an operator's table, in words that say what to do. */
export interface SchemaFault {
  readonly message: string;
  /** Nothing can be called or logged until it is mended. */
  readonly isFatal: boolean;
}

const VARIABLES: Record<TableKind, string> = { leads: 'AIRTABLE_LEADS_TABLE', calls: 'AIRTABLE_TABLE_NAME' };
/** Airtable merges rows on columns of these types only (Web API, "Update multiple records", performUpsert). */
const MERGEABLE = new Set([
  'number',
  'singleLineText',
  'multilineText',
  'singleSelect',
  'multipleSelects',
  'date',
]);

/** @param names of the tables that exist */
export function missingTable(kind: TableKind, tableName: string, names: readonly string[]): SchemaFault {
  const message = `The base has no table \`${tableName}\` (${VARIABLES[kind]}); it has ${listed(names)}.`;
  return { message, isFatal: true };
}

/** Compares what a table has with what we need and what AIRTABLE_FIELD_MAP promises; `table` undefined: unreadable. */
export function columnFaults(columns: TableColumns, tableName: string, table?: AirtableTable): SchemaFault[] {
  const { kind, map } = columns;
  const has = table ? ` It has ${listed(table.fields.map(({ name }) => name))}.` : '';
  const faults: SchemaFault[] = [];
  for (const { name } of COLUMNS[kind]) {
    const isFatal = INDISPENSABLE[kind].includes(name);
    if (!columns.isKnownMissing(name) || !(isFatal || map.isMapped(name))) continue;
    const theirs = map.operatorName(name);
    const lack = map.isMapped(name)
      ? `AIRTABLE_FIELD_MAP maps \`${name}\` to \`${theirs}\`, which table \`${tableName}\` does not have.`
      : `Table \`${tableName}\` has no column \`${theirs}\`.`;
    faults.push({ message: `${lack}${remedy(kind, theirs, tableName, isFatal)}${has}`, isFatal });
  }
  const key = columns.type('CallId');
  if (kind === 'calls' && key !== undefined && !MERGEABLE.has(key)) {
    const theirs = map.operatorName('CallId');
    const message = `Rows of table \`${tableName}\` can't be merged on \`${theirs}\`: make it a single line text column.`;
    faults.push({ message: `${message} It is ${key} now.`, isFatal: true });
  }
  return faults;
}

/** Names on the left of AIRTABLE_FIELD_MAP that are none of ours: most likely the map is the wrong way round. */
export function strangeMappings(fieldMap: Readonly<Record<string, string>>): SchemaFault[] {
  const ours = new Set(Object.values(COLUMNS).flatMap((columns) => columns.map(({ name }) => name)));
  const strange = Object.keys(fieldMap).filter((name) => !ours.has(name));
  if (strange.length === 0) return [];
  const message = `AIRTABLE_FIELD_MAP goes from Laura's column names to yours; Laura has none called ${listed(strange)}.`;
  return [{ message, isFatal: false }];
}

function remedy(kind: TableKind, column: string, tableName: string, isFatal: boolean): string {
  if (kind === 'calls') {
    return isFatal ? ` Add a single line text column named \`${column}\` to table \`${tableName}\`.` : '';
  }
  return isFatal ? ' Add it, or name yours in AIRTABLE_FIELD_MAP.' : '';
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}
