import { isDeepStrictEqual } from 'node:util';
import { SourceLead } from '../lead-source';

type Cells = Readonly<Record<string, unknown>>;

/** A lead by our column names, as Airtable takes it; empty cells are `null`. */
function sourceCells(lead: SourceLead): Cells {
  return {
    ...lead.fields,
    Name: lead.name ?? null,
    Phone: lead.phone,
    Email: lead.email ?? null,
    Company: lead.company ?? null,
    Status: lead.status || null,
    Attempts: lead.attempts || null,
    'Next Attempt At': lead.nextAttemptAt?.toISOString() ?? null,
    'Callback At': lead.callbackAt?.toISOString() ?? null,
    Timezone: lead.timezone ?? null,
    State: lead.state ?? null,
    Country: lead.country ?? null,
    'Postal Code': lead.postalCode ?? null,
    Consent: lead.consent || null,
    'Consent At': lead.consentAt?.toISOString() ?? null,
    'Consent Source': lead.consentSource ?? null,
    'Consent Evidence': lead.consentEvidence ?? null,
    'Consent Expires At': lead.consentExpiresAt?.toISOString() ?? null,
    'Do Not Call': lead.doNotCall || null,
    Notes: lead.notes ?? null,
    'Last Call At': lead.lastCallAt?.toISOString() ?? null,
    'Last Outcome': lead.lastOutcome ?? null,
  };
}

/** The cells that differ; of a new lead those that hold something. */
export function changedCells(before: SourceLead | undefined, after: SourceLead): Record<string, unknown> {
  const held: Cells = before ? sourceCells(before) : {};
  return Object.fromEntries(
    Object.entries(sourceCells(after)).filter(([name, cell]) => !isDeepStrictEqual(cell, held[name] ?? null)),
  );
}
