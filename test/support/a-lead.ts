import { Insertable } from 'kysely';
import { IdGenerator } from '../../src/common/ids';
import { Lead } from '../../src/leads/lead';
import { SourceLead } from '../../src/leads/lead-source';
import { Database } from '../../src/persistence/database';
import { AttemptTable } from '../../src/persistence/schema';
import { json } from '../../src/persistence/sql';
import { NOON } from './database';

const ids = new IdGenerator();
let people = 0;

/** A number of New York that no other lead has. */
export function aPhone(): string {
  people += 1;
  return `+1212${2_000_000 + people}`;
}

/** A lead in New York who has agreed to be called and is due at {@link NOON}. */
export function aLead(changes: Partial<Lead> = {}): Lead {
  const fresh = aPhone();
  const phone = changes.phone === undefined ? fresh : changes.phone;
  return {
    id: ids.next(),
    campaign: 'default',
    source_id: `rec${String(people).padStart(14, '0')}`,
    status: 'new',
    status_reason: null,
    phone,
    country: 'US',
    name: 'Ada Example',
    email: null,
    company: null,
    timezone: null,
    state: 'NY',
    postal_code: null,
    consent: 'express_written',
    consent_at: new Date('2026-01-15T12:00:00Z'),
    consent_source: null,
    consent_evidence: null,
    consent_expires_at: null,
    do_not_call: false,
    notes: null,
    fields: {},
    attempts: 0,
    failures: 0,
    due_at: new Date(NOON),
    callback_at: null,
    last_call_at: null,
    last_outcome: null,
    acknowledged: { Status: changes.status ?? 'new', 'Next Attempt At': '', 'Callback At': '' },
    synced_at: new Date(NOON),
    wrong_numbers: [],
    ...changes,
  };
}

/** The same person as their source has them. */
export function aSourceLead(changes: Partial<SourceLead> = {}): SourceLead {
  const fresh = aPhone();
  return {
    sourceId: `rec${String(people).padStart(14, '0')}`,
    status: 'new',
    phone: fresh,
    name: 'Ada Example',
    email: undefined,
    company: undefined,
    timezone: undefined,
    state: 'NY',
    country: 'US',
    postalCode: undefined,
    consent: 'express_written',
    consentAt: new Date('2026-01-15T12:00:00Z'),
    consentSource: undefined,
    consentEvidence: undefined,
    consentExpiresAt: undefined,
    doNotCall: false,
    notes: undefined,
    attempts: 0,
    nextAttemptAt: undefined,
    callbackAt: undefined,
    lastCallAt: undefined,
    lastOutcome: undefined,
    fields: {},
    ...changes,
  };
}

/** The record that stands in the source for a lead that we know, unless something is said otherwise. */
export function aSourceLeadOf(lead: Lead, changes: Partial<SourceLead> = {}): SourceLead {
  const { Status } = lead.acknowledged;
  const progress = { attempts: lead.attempts, ...(Status !== undefined && { status: Status }) };
  return aSourceLead({ sourceId: lead.source_id, phone: lead.phone ?? '', ...progress, ...changes });
}

/** Writes a lead into the database as it is given. */
export async function storeLead(database: Database, changes: Partial<Lead> = {}): Promise<Lead> {
  const lead = aLead(changes);
  await database
    .insertInto('leads')
    .values({ ...lead, fields: json(lead.fields) as never, acknowledged: json(lead.acknowledged) as never })
    .execute();
  return lead;
}

/** Writes an attempt for that lead, reserved by nobody in particular, with a lease that lasts. */
export async function storeAttempt(
  database: Database,
  lead: Lead,
  changes: Partial<Insertable<AttemptTable>> = {},
): Promise<string> {
  const id = ids.next();
  const at = new Date(NOON);
  await database
    .insertInto('attempts')
    .values({
      id,
      campaign: lead.campaign,
      lead_id: lead.id,
      phone: lead.phone ?? '',
      number: lead.attempts + 1,
      state: 'reserved',
      holder: 'another replica',
      lease_until: new Date('2099-01-01T00:00:00Z'),
      reserved_at: at,
      dialing_at: changes.state === undefined || changes.state === 'reserved' ? null : at,
      looks: 0,
      lead_status_before: 'new',
      ...changes,
    })
    .execute();
  return id;
}
