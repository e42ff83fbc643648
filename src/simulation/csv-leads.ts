import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { readLead } from '../leads/lead-cells';
import { mergeLead } from '../leads/lead-merge';
import { isFaulty, readHeader } from '../leads/import/lead-header';
import { LeadFileError, readLeadFile } from '../leads/import/lead-file';
import { readLeadRow } from '../leads/import/lead-row';
import { isDialable, LeadStatus } from '../leads/lead-status';
import { LeadColumns } from './lead-columns';
import { LeadColumnsBuilder } from './lead-columns-builder';

/** What the simulation asks of a row of leads, new or in the database. */
export interface LeadRowFacts {
  readonly phone?: string | null;
  readonly timezone?: string | null;
  readonly state?: string | null;
  readonly country?: string | null;
  readonly postal_code?: string | null;
  readonly consent: string;
  readonly consent_at?: Date | string | null;
  readonly consent_expires_at?: Date | string | null;
  readonly do_not_call: boolean;
  readonly status: string;
  readonly status_reason?: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly due_at: Date | string;
}

/**
 * Reads leads from a file as `leads import` does. A row that the import would refuse becomes a lead that cannot be called,
 * with the import's reason.
 * @param fieldMap our column names → the operator's
 * @throws LeadFileError for a file that is no CSV, or has no column of numbers
 */
export async function csvLeads(
  file: string,
  fieldMap: Readonly<Record<string, string>>,
  startAt: Date,
): Promise<LeadColumns> {
  const builder = new LeadColumnsBuilder(`the file ${basename(file)}`);
  let header: ReturnType<typeof readHeader> | undefined;
  for await (const row of readLeadFile(createReadStream(file))) {
    if (header === undefined) {
      header = readHeader(row.cells, fieldMap);
      if (isFaulty(header)) throw new LeadFileError(header.map(({ message }) => message).join('. '));
      continue;
    }
    if (isFaulty(header)) break;
    const read = readLeadRow(header, row, startAt);
    if (isFaulty(read)) addRefused(builder, row.row, read[0]?.message, startAt);
    else if ('cells' in read) {
      const id = read.externalId ?? `row-${read.row}`;
      const source = readLead(id, read.cells);
      const context = { campaign: '', now: startAt, newId: () => id, pending: {} };
      addRow(builder, id, mergeLead(undefined, source, context).row, startAt);
    }
  }
  if (header === undefined) throw new LeadFileError('The file is empty');
  return builder.build();
}

/** Puts a row among the simulated leads. One whose call is under way is taken to be tried again at the start. */
export function addRow(builder: LeadColumnsBuilder, leadId: string, row: LeadRowFacts, startAt: Date): void {
  const status = row.status as LeadStatus;
  builder.add({
    leadId,
    phone: row.phone ?? undefined,
    timezone: row.timezone ?? undefined,
    state: row.state ?? undefined,
    country: row.country ?? undefined,
    postalCode: row.postal_code ?? undefined,
    consent: row.consent,
    consentAt: dateOf(row.consent_at),
    consentExpiresAt: dateOf(row.consent_expires_at),
    doNotCall: row.do_not_call,
    status: status === 'in progress' ? 'retry' : status,
    ...(!isDialable(status) && { statusReason: row.status_reason ?? undefined }),
    attempts: row.attempts,
    failures: row.failures,
    dueAt: dateOf(row.due_at) ?? startAt,
  });
}

function addRefused(
  builder: LeadColumnsBuilder,
  row: number,
  message: string | undefined,
  startAt: Date,
): void {
  const facts = { consent: '', do_not_call: false, attempts: 0, failures: 0, due_at: startAt };
  addRow(builder, `row-${row}`, { ...facts, status: 'invalid', status_reason: message ?? null }, startAt);
}

function dateOf(value: Date | string | null | undefined): Date | undefined {
  return value === null || value === undefined ? undefined : new Date(value);
}
