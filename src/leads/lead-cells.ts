import type { ReadFields } from '../airtable/column-map';
import { SourceLead } from './lead-source';

/** What a row of leads says, whether a record in Airtable or a line of a file: the one reading of every cell. */
export function readLead(sourceId: string, { known, further }: ReadFields): SourceLead {
  return {
    sourceId,
    status: text(known.Status) ?? '',
    phone: text(known.Phone) ?? '',
    name: text(known.Name),
    email: text(known.Email),
    company: text(known.Company),
    timezone: text(known.Timezone),
    state: text(known.State),
    country: text(known.Country),
    postalCode: text(known['Postal Code']),
    consent: text(known.Consent) ?? '',
    consentAt: date(known['Consent At']),
    consentSource: text(known['Consent Source']),
    consentEvidence: text(known['Consent Evidence']),
    consentExpiresAt: expiry(known['Consent Expires At']),
    doNotCall: checked(known['Do Not Call']),
    notes: text(known.Notes),
    attempts: Math.max(0, Math.trunc(Number(known.Attempts ?? 0)) || 0),
    nextAttemptAt: date(known['Next Attempt At']),
    callbackAt: date(known['Callback At']),
    lastCallAt: date(known['Last Call At']),
    lastOutcome: text(known['Last Outcome']),
    fields: further,
  };
}

/** Cells hold text, numbers, or – for lookups and multiple selects – lists of either. */
function text(cell: unknown): string | undefined {
  if (Array.isArray(cell)) return text(cell.filter((item) => item !== null).join(', '));
  if (typeof cell !== 'string' && typeof cell !== 'number') return undefined;
  const trimmed = String(cell).trim();
  return trimmed === '' ? undefined : trimmed;
}

function date(cell: unknown): Date | undefined {
  if (Array.isArray(cell)) return cell.length === 1 ? date(cell[0]) : undefined;
  const instant = typeof cell === 'string' ? Date.parse(cell) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant);
}

/** An expiry that can't be read has passed: a consent must not outlive a slip of the pen. */
function expiry(cell: unknown): Date | undefined {
  return date(cell) ?? (text(cell) === undefined ? undefined : new Date(0));
}

/** A checkbox that someone made a text column fails closed: anything but a plain "no" means Do Not Call. */
function checked(cell: unknown): boolean {
  if (typeof cell === 'boolean') return cell;
  // A formula's error, say.
  if (typeof cell === 'object' && cell !== null && !Array.isArray(cell)) return true;
  const word = (text(cell) ?? '').toLowerCase();
  return !['', 'no', 'false', '0'].includes(word);
}
