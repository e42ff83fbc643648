import { Injectable } from '@nestjs/common';
import { Lead, mirrorOf } from '../../leads/lead';
import { CsvRow } from '../paging/csv';
import { everyItem } from '../paging/page';
import { LeadFilter } from './lead-filter';
import { LeadsReader } from './leads-reader';

/** The columns of an operator's leads table, under our own names. */
export const LEAD_CSV_COLUMNS = [
  'Name',
  'Phone',
  'Email',
  'Company',
  'Status',
  'Attempts',
  'Next Attempt At',
  'Callback At',
  'Timezone',
  'State',
  'Country',
  'Postal Code',
  'Consent',
  'Consent At',
  'Consent Source',
  'Consent Evidence',
  'Consent Expires At',
  'Do Not Call',
  'Notes',
  'Last Call At',
  'Last Outcome',
] as const;

const PAGE = 500;

/** The campaign's leads as rows of the leads table. */
@Injectable()
export class LeadTable {
  constructor(private readonly reader: LeadsReader) {}

  /** In the order of the list, with whole numbers. */
  async *rows(filter: LeadFilter): AsyncGenerator<CsvRow> {
    for await (const lead of everyItem((cursor) => this.reader.leads(filter, PAGE, cursor)))
      yield cellsOf(lead);
  }
}

function cellsOf(lead: Lead): CsvRow {
  return {
    ...{ Name: lead.name, Phone: lead.phone, Email: lead.email, Company: lead.company },
    Status: lead.status,
    ...mirrorOf(lead),
    ...{ Timezone: lead.timezone, State: lead.state, Country: lead.country, 'Postal Code': lead.postal_code },
    Consent: lead.consent,
    'Consent At': lead.consent_at?.toISOString(),
    'Consent Source': lead.consent_source,
    'Consent Evidence': lead.consent_evidence,
    'Consent Expires At': lead.consent_expires_at?.toISOString(),
    'Do Not Call': lead.do_not_call,
    Notes: lead.notes,
  };
}
