import { isDeepStrictEqual } from 'node:util';
import { readConsentLevel } from '../../compliance/consents/consent';
import { Lead } from '../lead';
import { readLead } from '../lead-cells';
import { SourceLead } from '../lead-source';
import { ImportFault } from './import-report';
import { StagedRow } from './lead-row';
import { amend } from './standing-lead';

/** A row that says something new. */
export interface ChangingRow {
  readonly verdict: 'new' | 'changed';
  readonly row: StagedRow;
  /** The lead that it is about, ready to be merged with. */
  readonly known: Lead | undefined;
  /** The lead as it stands, as its source would have it. */
  readonly before: SourceLead | undefined;
  /** As the row would have it. */
  readonly after: SourceLead;
}

/** What is to be made of a row. */
export type JudgedRow =
  | ChangingRow
  | { readonly verdict: 'unchanged'; readonly row: StagedRow }
  | { readonly verdict: 'refused'; readonly fault: ImportFault };

/** What is known of the people that rows are about. */
export interface KnownLeads {
  /** The lead with this id of its own. */
  bySource(id: string): Lead | undefined;
  /** The leads with this number. */
  byPhone(phone: string): readonly Lead[];
  /** Whether a lead with this number waits to be made where people work on leads. */
  isAwaited(phone: string): boolean;
  /** What the row with this number said when it was last imported. */
  fingerprintOf(phone: string): string | undefined;
  /** Whether the person was erased. */
  isErased(phone: string): boolean;
}

/** How strict an import is, and how it names who has no id. */
export interface JudgeOptions {
  /** Whether a row without any statement of consent is a fault. */
  readonly needsConsent: boolean;
  readonly newSourceId: () => string;
  /** Whether a row may say how far a known lead is. */
  readonly takesProgress: boolean;
}

/** Ids that imports have given to leads whose file has none. */
const OWN_ID = /^lead-[0-9a-f-]{36}$/;

export function newSourceId(uuid: string): string {
  return `lead-${uuid}`;
}

/** Judges a page of rows. */
export function judgePage(
  rows: readonly StagedRow[],
  known: KnownLeads,
  options: JudgeOptions,
): readonly JudgedRow[] {
  const told = new Set<string>();
  return rows.map((row) => {
    const judged = judgeRow(row, known, options);
    const id = judged.verdict === 'changed' ? judged.known?.id : undefined;
    if (id === undefined) return judged;
    // By its id in one row, and in another by the number that it had before.
    if (told.has(id)) return refused(row, 'duplicate', 'Phone', 'A row before it is about the same lead');
    told.add(id);
    return judged;
  });
}

/**
 * Judges one row: whom it is about, and whether it says anything new. A row that says what the lead's row said when it was
 * last imported changes nothing, whatever has happened since: the same file again calls nobody again.
 */
function judgeRow(row: StagedRow, known: KnownLeads, options: JudgeOptions): JudgedRow {
  if (row.twin !== null)
    return refused(row, 'duplicate', 'Phone', `Row ${row.twin} is about the same person`);
  if (known.isErased(row.phone)) {
    const why = 'The person at this number was erased on request: take the row out of your list';
    return refused(row, 'bad-number', 'Phone', why);
  }
  const lead = leadOf(row, known);
  if (lead === 'another')
    return refused(row, 'duplicate', 'Phone', 'A lead with another id has this number already');
  const isAwaited = !lead && known.isAwaited(row.phone);
  if ((lead || isAwaited) && known.fingerprintOf(row.phone) === row.fingerprint)
    return { verdict: 'unchanged', row };
  const amended = lead ? amend(lead, row.cells, options.takesProgress) : fresh(row, options);
  const { before, after } = amended;
  if (before && isDeepStrictEqual(before, after)) return { verdict: 'unchanged', row };
  if (options.needsConsent && readConsentLevel(after.consent) === undefined) {
    const why = 'No consent is stated: a marketing call would be refused';
    return refused(row, 'missing-consent', 'Consent', why);
  }
  return { verdict: lead || isAwaited ? 'changed' : 'new', row, ...amended };
}

/** The lead that a row is about: by its id, else by its number. */
function leadOf({ externalId, phone }: StagedRow, known: KnownLeads): Lead | 'another' | undefined {
  const named = externalId === undefined ? undefined : known.bySource(externalId);
  const there = known.byPhone(phone);
  if (named) return there.every(({ id }) => id === named.id) ? named : 'another';
  if (externalId === undefined) return there[0];
  const nameless = there.find(({ source_id }) => OWN_ID.test(source_id));
  return nameless ?? (there.length > 0 ? 'another' : undefined);
}

function fresh({ externalId, cells }: StagedRow, { newSourceId }: JudgeOptions) {
  return { before: undefined, known: undefined, after: readLead(externalId ?? newSourceId(), cells) };
}

function refused({ row }: StagedRow, code: ImportFault['code'], column: string, message: string): JudgedRow {
  return { verdict: 'refused', fault: { row, column, code, message } };
}
