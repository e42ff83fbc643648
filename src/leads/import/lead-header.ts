import { ColumnMap, LEAD_COLUMNS } from '../../airtable/column-map';
import { ImportFault } from './import-report';

/** What a cell is, by its place in the row; `undefined`: the column has no name and is not read. */
export type HeaderCell =
  { readonly kind: 'id' } | { readonly kind: 'known' | 'further'; readonly name: string } | undefined;

/** The names of the column that says which lead a row is about, wherever it comes from. */
const ID_NAMES: readonly string[] = ['id', 'external id', 'lead id', 'record id'];

/**
 * Reads the header: our column names (or the operator's own, by `AIRTABLE_FIELD_MAP`), in any case, with spaces, dashes or
 * underscores. All other columns are further ones, for templates.
 */
export function readHeader(
  names: readonly string[],
  fieldMap: Readonly<Record<string, string>>,
): readonly HeaderCell[] | readonly ImportFault[] {
  const map = new ColumnMap(LEAD_COLUMNS, fieldMap);
  const known = new Map<string, string>(LEAD_COLUMNS.map(({ name }) => [plain(name), name]));
  // The operator's names come second, to win.
  for (const { name } of LEAD_COLUMNS) known.set(plain(map.operatorName(name)), name);
  const header = names.map((written): HeaderCell => {
    const name = known.get(plain(written));
    if (name !== undefined) return { kind: 'known', name };
    if (ID_NAMES.includes(plain(written))) return { kind: 'id' };
    return written === '' ? undefined : { kind: 'further', name: written };
  });
  const faults: ImportFault[] = [];
  const seen = new Set<string>();
  for (const cell of header) {
    const name = cell && (cell.kind === 'id' ? 'Id' : cell.name);
    if (name === undefined) continue;
    if (seen.has(name)) faults.push(fault('bad-value', name, 'The header has this column twice'));
    seen.add(name);
  }
  if (!seen.has('Phone')) {
    const asked = map.operatorName('Phone');
    faults.push(
      fault('missing-column', 'Phone', `The header has no column \`${asked}\`: nobody could be called`),
    );
  }
  return faults.length > 0 ? faults : header;
}

export function isFaulty<T>(read: T | readonly ImportFault[]): read is readonly ImportFault[] {
  return (
    Array.isArray(read) &&
    read.some((one: unknown) => typeof one === 'object' && one !== null && 'code' in one)
  );
}

function fault(code: ImportFault['code'], column: string, message: string): ImportFault {
  return { row: 1, column, code, message };
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
