import type { ReadFields } from '../../airtable/column-map';
import { Lead, mirrorOf } from '../lead';
import { SHARED_COLUMNS, sharedValues } from '../lead-merge';
import { readStatus } from '../lead-status';
import { readLead } from '../lead-cells';
import { SourceLead } from '../lead-source';

/** Columns in which an empty cell says nothing: progress isn't undone, nor a country that the number gave. */
const EMPTY_SAYS_NOTHING: readonly string[] = ['Status', 'Next Attempt At', 'Callback At', 'Country'];
/** What has happened to a known lead is known here; a file can only tell it of a new one. */
const HISTORY: readonly string[] = ['Attempts', 'Last Call At', 'Last Outcome'];

/** A lead as a row of the leads table would show it: what {@link readLead} reads back. */
export function standingCells(lead: Lead): ReadFields {
  // One that was left alone by a command bears the word that the file or the source has.
  const word = lead.acknowledged.Status ?? '';
  const ownWord = readStatus(word) === 'left alone' ? word : 'left alone';
  return {
    known: {
      ...mirrorOf(lead),
      ...(lead.status === 'left alone' && { Status: ownWord }),
      Phone: lead.phone,
      Name: lead.name,
      Email: lead.email,
      Company: lead.company,
      Timezone: lead.timezone,
      State: lead.state,
      Country: lead.country,
      'Postal Code': lead.postal_code,
      Consent: lead.consent,
      'Consent At': lead.consent_at?.toISOString(),
      'Consent Source': lead.consent_source,
      'Consent Evidence': lead.consent_evidence,
      'Consent Expires At': lead.consent_expires_at?.toISOString(),
      'Do Not Call': lead.do_not_call,
      Notes: lead.notes,
    },
    further: lead.fields,
  };
}

/** A known lead with what a row says about it: the lead as it stood, and as the row would have it. */
export interface Amendment {
  readonly before: SourceLead;
  readonly after: SourceLead;
  /** Ready to be merged: what differs is a person's edit. */
  readonly known: Lead;
}

/**
 * @param cells what the row says; columns that the file lacks stay as they stand
 * @param takesProgress whether it may say how far the lead is
 */
export function amend(lead: Lead, cells: ReadFields, takesProgress: boolean): Amendment {
  const standing = standingCells(lead);
  const kept = takesProgress ? HISTORY : [...HISTORY, ...SHARED_COLUMNS];
  const told = Object.entries(cells.known).filter(
    ([name, cell]) => !kept.includes(name) && !(cell === '' && EMPTY_SAYS_NOTHING.includes(name)),
  );
  const before = readLead(lead.source_id, standing);
  const after = readLead(lead.source_id, {
    known: { ...standing.known, ...Object.fromEntries(told) },
    further: { ...standing.further, ...cells.further },
  });
  return { before, after, known: { ...lead, acknowledged: sharedValues(before) } };
}
