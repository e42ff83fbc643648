import type { ReadFields } from '../../airtable/column-map';
import { countryCode } from '../../common/country';
import { isPhoneNumber, parsePhoneNumber } from '../../common/phone-number';
import { isKnownZone } from '../../compliance/zone-offsets';
import { LEAD_STATUSES } from '../lead-status';
import { FileRow } from './lead-file';
import { HeaderCell } from './lead-header';
import { readImportInstant } from './import-instant';
import { ImportFault } from './import-report';

/** A row whose every cell makes sense; whether it is needed, or may be imported, is not known yet. */
export interface LeadRow {
  readonly row: number;
  /** The lead's own id, where the file has such a column and the row a value in it. */
  readonly externalId: string | undefined;
  /** E.164. */
  readonly phone: string;
  /** As text; instants in ISO 8601. An empty cell is empty text, a column that the file lacks is absent. */
  readonly cells: ReadFields;
}

/** A row as it waits to be judged and moved in. */
export interface StagedRow extends LeadRow {
  readonly fingerprint: string;
  /** The first row that is about the same person, if it is not this one. */
  readonly twin: number | null;
}

const LONGEST_ID = 200;

const INSTANTS: readonly string[] = [
  ...['Next Attempt At', 'Callback At', 'Consent At', 'Consent Expires At', 'Last Call At'],
];

/**
 * Reads one row. Stricter than the reading of Airtable's cells, which can't send anybody back to mend them: a word that
 * would make the lead wait for ever, or lose its expiry, is a fault.
 * @param now nothing was agreed to later than that
 */
export function readLeadRow(
  header: readonly HeaderCell[],
  { row, cells }: FileRow,
  now: Date,
): LeadRow | readonly ImportFault[] {
  if (cells.length !== header.length)
    return [shapeFault(row, `The row has ${cells.length} cells and the header ${header.length}`)];
  const known: Record<string, string> = {};
  const further: Record<string, string> = {};
  let externalId: string | undefined;
  for (const [index, column] of header.entries()) {
    const cell = unguarded(cells[index] ?? '');
    if (column?.kind === 'id') externalId = cell || undefined;
    if (column?.kind === 'known') known[column.name] = cell;
    if (column?.kind === 'further' && cell !== '') further[column.name] = cell;
  }
  const faults: ImportFault[] = [];
  const refuse = (column: string, message: string, code: ImportFault['code'] = 'bad-value') =>
    faults.push({ row, column, code, message });
  const number = parsePhoneNumber(known.Phone ?? '', known.Country || undefined);
  if (!isPhoneNumber(number)) refuse('Phone', number.reason, 'bad-number');
  for (const [column, fault] of Object.entries(CELL_FAULTS)) {
    const cell = known[column] ?? '';
    const message = cell === '' ? undefined : fault(cell);
    if (message !== undefined) refuse(column, message);
  }
  for (const column of INSTANTS) {
    const cell = known[column] ?? '';
    if (cell === '') continue;
    const instant = readImportInstant(cell);
    if (!instant) refuse(column, 'Must be a day, as 2026-01-15, or an instant, as 2026-01-15T12:00:00Z');
    else if (column === 'Consent At' && instant > now) refuse(column, 'Must not lie in the future');
    else known[column] = instant.toISOString();
  }
  if ((externalId ?? '').length > LONGEST_ID) refuse('Id', `Must be ${LONGEST_ID} characters at most`);
  if (faults.length > 0 || !isPhoneNumber(number)) return faults;
  return { row, externalId, phone: number.e164, cells: { known: { ...known, Phone: number.e164 }, further } };
}

/** What is wrong with a cell that is not empty. */
const CELL_FAULTS: Readonly<Record<string, (cell: string) => string | undefined>> = {
  Timezone: (cell) => (isKnownZone(cell) ? undefined : 'Must be an IANA time zone, as America/New_York'),
  Country: (cell) => (countryCode(cell) ? undefined : 'Must be a country, as US or Germany'),
  Status: (cell) =>
    LEAD_STATUSES.some((status) => status === cell.toLowerCase())
      ? undefined
      : `Must be empty or one of ${LEAD_STATUSES.join(', ')}`,
  Consent: (cell) =>
    /^(none|express([\s_-]*written)?)$/i.test(cell) ? undefined : 'Must be express_written, express or none',
  Attempts: (cell) => (/^\d{1,4}$/.test(cell) ? undefined : 'Must be a whole number'),
};

/** Exports put an apostrophe before what a spreadsheet would take for a formula, a number's `+` too. */
function unguarded(cell: string): string {
  return /^'[=+\-@\t]/.test(cell) ? cell.slice(1) : cell;
}

function shapeFault(row: number, what: string): ImportFault {
  return {
    row,
    column: null,
    code: 'bad-value',
    message: `${what}: a quotation mark or a divider is missing`,
  };
}
