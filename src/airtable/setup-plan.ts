import { AirtableSettings } from '../config/settings';
import { AirtableTable } from './airtable-record';
import { holds, typeInWords } from './column-types';
import { Column, COLUMNS, INDISPENSABLE, TableKind } from './columns';
import { strangeMappings } from './schema-faults';

/** A column to be made, under the operator's name for it. */
export interface MissingColumn extends Column {
  /** Without it nothing can be called or logged. */
  readonly isIndispensable: boolean;
}

/** What one of the operator's two tables lacks. */
export interface MissingPart {
  readonly kind: TableKind;
  /** The operator's name of the table. */
  readonly table: string;
  /** Airtable's id of the table; `undefined`: there is no such table. */
  readonly tableId: string | undefined;
  readonly columns: readonly MissingColumn[];
}

/** What nobody but a person can mend, since what is there is never changed. */
export interface SetupConflict {
  readonly what: string;
  readonly remedy: string;
  readonly isFatal: boolean;
}

export interface SetupPlan {
  /** Tables first to last as they are to be made; without those that lack nothing. */
  readonly missing: readonly MissingPart[];
  readonly conflicts: readonly SetupConflict[];
}

const VARIABLES = { leads: 'AIRTABLE_LEADS_TABLE', calls: 'AIRTABLE_TABLE_NAME' } as const;
const KINDS: readonly TableKind[] = ['leads', 'calls'];

/** Compares an operator's base with what Laura needs, by the operator's names (AIRTABLE_FIELD_MAP). Pure. */
export function planSetup(tables: readonly AirtableTable[], settings: AirtableSettings): SetupPlan {
  const { leadsTable, callsTable, fieldMap } = settings;
  if (leadsTable === callsTable) {
    const what = `AIRTABLE_LEADS_TABLE and AIRTABLE_TABLE_NAME are both \`${leadsTable}\`.`;
    const remedy = 'Give leads and calls a table each: name another one in one of the two variables.';
    return { missing: [], conflicts: [{ what, remedy, isFatal: true }] };
  }
  const parts = KINDS.map((kind) =>
    planTable(kind, kind === 'leads' ? leadsTable : callsTable, tables, fieldMap),
  );
  const strange = strangeMappings(fieldMap).map(({ message, isFatal }) => ({
    what: message,
    remedy: 'Put the names of the contract on the left side and your own on the right side.',
    isFatal,
  }));
  return {
    missing: parts.flatMap(({ missing }) => (missing ? [missing] : [])),
    conflicts: [...strange, ...parts.flatMap(({ conflicts }) => conflicts)],
  };
}

/** Everything that the two tables need, for whoever has to make it by hand without our seeing the base. */
export function wholePlan(settings: AirtableSettings): SetupPlan {
  return planSetup([], settings);
}

/** One line for each column to make, grouped by table. */
export function partInWords({ table, tableId, columns }: MissingPart): string[] {
  const head = tableId === undefined ? `A table named \`${table}\`:` : `In the table \`${table}\`:`;
  return [head, ...columns.map((column) => `  ${column.name}: ${typeInWords(column)}`)];
}

function planTable(
  kind: TableKind,
  name: string,
  tables: readonly AirtableTable[],
  fieldMap: Readonly<Record<string, string>>,
): { missing?: MissingPart; conflicts: SetupConflict[] } {
  const table = tables.find((one) => one.name === name || one.id === name);
  const near = table ? undefined : tables.find((one) => isNear(one.name, name));
  if (near) {
    const what = `The base has no table \`${name}\`, but one named \`${near.name}\`.`;
    const remedy = `Set ${VARIABLES[kind]} to \`${near.name}\`, exactly so.`;
    return { conflicts: [{ what, remedy, isFatal: true }] };
  }
  if (!table && /^tbl\w{14}$/.test(name)) {
    const remedy = `Set ${VARIABLES[kind]} to the name or the id of one of its tables.`;
    return {
      conflicts: [{ what: `The base has no table with the id \`${name}\`.`, remedy, isFatal: true }],
    };
  }
  const columns = new Map<string, MissingColumn>();
  const conflicts: SetupConflict[] = [];
  for (const column of COLUMNS[kind]) {
    const isIndispensable = INDISPENSABLE[kind].includes(column.name);
    const theirs = (Object.hasOwn(fieldMap, column.name) ? fieldMap[column.name] : undefined) ?? column.name;
    const found = table?.fields.find((field) => field.name === theirs);
    const similar = found ?? table?.fields.find((field) => isNear(field.name, theirs));
    if (!similar) columns.set(theirs, { ...column, name: theirs, isIndispensable });
    else if (!found) conflicts.push(misnamed(name, column, similar.name, isIndispensable));
    else if (!holds(kind, column, found.type)) conflicts.push(mistyped(name, column, found, isIndispensable));
  }
  const missing = { kind, table: name, tableId: table?.id, columns: [...columns.values()] };
  return columns.size > 0 ? { missing, conflicts } : { conflicts };
}

/** Airtable takes no two names that differ in case only: such a column can't be made, nor is it read. */
function misnamed(table: string, column: Column, theirs: string, isFatal: boolean): SetupConflict {
  const map = JSON.stringify({ [column.name]: theirs });
  return {
    what: `Table \`${table}\` has no column \`${column.name}\`, but one named \`${theirs}\`.`,
    remedy: `Rename it to \`${column.name}\`, or put ${map} into AIRTABLE_FIELD_MAP.`,
    isFatal,
  };
}

function mistyped(
  table: string,
  column: Column,
  found: { readonly name: string; readonly type: string },
  isFatal: boolean,
): SetupConflict {
  return {
    what: `Column \`${found.name}\` of table \`${table}\` is of the type ${found.type}, which does not hold what Laura keeps there.`,
    remedy: `Change its type to ${typeInWords(column)}, or name another column for \`${column.name}\` in AIRTABLE_FIELD_MAP and run \`airtable setup\`.`,
    isFatal,
  };
}

function isNear(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
