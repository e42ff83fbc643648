import { Insertable } from 'kysely';
import { InvalidPhoneNumber, isPhoneNumber, parsePhoneNumber, PhoneNumber } from '../common/phone-number';
import { LeadTable } from '../persistence/schema';
import { Lead } from './lead';
import { SourceLead } from './lead-source';
import { isDialable, LeadStatus, readStatus } from './lead-status';

/** The columns that both we and people write: a difference to what the source is known to hold is a person's edit. */
export const SHARED_COLUMNS = ['Status', 'Next Attempt At', 'Callback At'] as const;
export type SharedColumn = (typeof SHARED_COLUMNS)[number];

export interface MergeContext {
  readonly campaign: string;
  readonly now: Date;
  /** Makes the id of a lead that is new to us. */
  readonly newId: () => string;
  /** Values of ours that the source does not have yet, by column. */
  readonly pending: Readonly<Record<string, unknown>>;
}

/** A whole row of `leads`, ready to be written. */
export type MergedRow = Omit<Insertable<LeadTable>, 'fields' | 'acknowledged'> &
  Pick<Lead, 'fields' | 'acknowledged'>;

export interface MergeResult {
  readonly row: MergedRow;
  /** Columns in which a person's edit wins over a write of ours that still waits. */
  readonly withdrawn: readonly SharedColumn[];
  /** Whether our side decided something that the source has to be told (an invalid number, say). */
  readonly mirror: boolean;
}

/** What the lead's progress becomes: the part of a row that isn't simply copied from the source. */
type Progress = Pick<
  Insertable<LeadTable>,
  'status_reason' | 'attempts' | 'failures' | 'due_at' | 'callback_at' | 'last_call_at' | 'last_outcome'
> & { status: LeadStatus };

/**
 * Joins what the source says with what we know. Facts about the person are the source's; progress is ours, except
 * where a person has edited it. Pure: the same input gives the same row.
 */
export function mergeLead(
  existing: Lead | undefined,
  source: SourceLead,
  context: MergeContext,
): MergeResult {
  const phone = parsePhoneNumber(source.phone, source.country);
  const edited = existing ? editedColumns(existing, source, context.pending) : [];
  const told = existing ? adoptEdits(existing, source, edited, context) : firstProgress(source, context.now);
  const progress = withNumber(told, phone, existing);
  return {
    // `in progress` is our own word: seen where we did not expect it, it must not stop what is to follow it.
    withdrawn: edited.filter((column) => column !== 'Status' || readStatus(source.status) !== 'in progress'),
    mirror: existing ? progress.status !== told.status : progress.status !== readStatus(source.status),
    row: {
      ...progress,
      id: existing?.id ?? context.newId(),
      campaign: context.campaign,
      source_id: source.sourceId,
      phone: isPhoneNumber(phone) ? phone.e164 : null,
      country: source.country ?? (isPhoneNumber(phone) ? (phone.country ?? null) : null),
      name: source.name ?? null,
      email: source.email ?? null,
      company: source.company ?? null,
      timezone: source.timezone ?? null,
      state: source.state ?? null,
      postal_code: source.postalCode ?? null,
      consent: source.consent,
      consent_at: source.consentAt ?? null,
      consent_source: source.consentSource ?? null,
      consent_evidence: source.consentEvidence ?? null,
      consent_expires_at: source.consentExpiresAt ?? null,
      do_not_call: source.doNotCall,
      notes: source.notes ?? null,
      fields: source.fields,
      acknowledged: sharedValues(source),
      synced_at: context.now,
    },
  };
}

/** What the source holds in the shared columns, as comparable text. */
export function sharedValues(source: SourceLead): Record<SharedColumn, string> {
  return {
    Status: source.status.trim(),
    'Next Attempt At': source.nextAttemptAt?.toISOString() ?? '',
    'Callback At': source.callbackAt?.toISOString() ?? '',
  };
}

/** Columns whose value is neither what the source was last known to hold nor what we are about to write there. */
function editedColumns(existing: Lead, source: SourceLead, pending: MergeContext['pending']): SharedColumn[] {
  const seen = sharedValues(source);
  return SHARED_COLUMNS.filter((column) => {
    const isPending = Object.hasOwn(pending, column) && seen[column] === String(pending[column] ?? '');
    return seen[column] !== (existing.acknowledged[column] ?? '') && !isPending;
  });
}

function firstProgress(source: SourceLead, now: Date): Progress {
  const status = readStatus(source.status);
  const stranded = status === 'in progress';
  return {
    status: stranded ? 'needs review' : status,
    status_reason: stranded
      ? 'Was in progress before this database knew it: check whether the call took place'
      : null,
    attempts: source.attempts,
    failures: 0,
    due_at: dueOf(status, source, now),
    callback_at: source.callbackAt ?? null,
    last_call_at: source.lastCallAt ?? null,
    last_outcome: source.lastOutcome ?? null,
  };
}

function adoptEdits(
  existing: Lead,
  source: SourceLead,
  edited: readonly SharedColumn[],
  { now, pending }: MergeContext,
): Progress {
  const kept: Progress = {
    status: existing.status,
    status_reason: existing.status_reason,
    attempts: existing.attempts,
    failures: existing.failures,
    due_at: existing.due_at,
    callback_at: edited.includes('Callback At') ? (source.callbackAt ?? null) : existing.callback_at,
    last_call_at: existing.last_call_at,
    last_outcome: existing.last_outcome,
  };
  const status = readStatus(source.status);
  // A record that was gone and is back stands as it did: nobody had to edit it for that. One that an operator has just
  // left alone was not gone: the source is about to hear of it.
  const isBack = existing.status === 'left alone' && isDialable(status) && !Object.hasOwn(pending, 'Status');
  if (!edited.includes('Status') && !isBack) {
    const governing = existing.status === 'callback' ? SHARED_COLUMNS : (['Next Attempt At'] as const);
    const moved = isDialable(existing.status) && governing.some((column) => edited.includes(column));
    return moved ? { ...kept, due_at: dueOf(existing.status, source, now) } : kept;
  }
  // Asking for a call doesn't unmake the one in hand; any other word means no dial, or that nothing follows it.
  if (existing.status === 'in progress' && isDialable(status)) return kept;
  if (status === 'in progress') return kept;
  // Somebody who writes `new` again asks for a fresh start.
  const restart = status === 'new' && { attempts: 0, failures: 0 };
  return { ...kept, ...restart, status, status_reason: null, due_at: dueOf(status, source, now) };
}

/**
 * A number that can't be read makes a dialable lead `invalid`, and so does one at which somebody else was reached, even if
 * a person asks for it again; another number in its place makes it `new`.
 */
function withNumber(
  progress: Progress,
  phone: PhoneNumber | InvalidPhoneNumber,
  existing: Lead | undefined,
): Progress {
  const known = isPhoneNumber(phone) ? phone.e164 : undefined;
  const isWrong = known !== undefined && existing?.wrong_numbers.includes(known) === true;
  if (!isPhoneNumber(phone) || isWrong) {
    const reason = isPhoneNumber(phone) ? WRONG_NUMBER : phone.reason;
    return isDialable(progress.status) ? { ...progress, status: 'invalid', status_reason: reason } : progress;
  }
  const corrected = progress.status === 'invalid' && known !== existing?.phone;
  return corrected ? { ...progress, status: 'new', status_reason: null } : progress;
}

const WRONG_NUMBER = 'Somebody else was reached at this number: write the right one';

function dueOf(status: LeadStatus, source: SourceLead, now: Date): Date {
  if (status === 'callback') return source.callbackAt ?? source.nextAttemptAt ?? now;
  return source.nextAttemptAt ?? now;
}
