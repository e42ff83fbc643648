import { CallSubject } from '../compliance/decision';
import { InvalidPhoneNumber, parsePhoneNumber, PhoneNumber } from '../common/phone-number';
import { CallFacts } from '../compliance/rule-context';
import { ListFacts } from '../compliance/do-not-call-lists/list-facts';

/** What many leads have in common: everything that is stated of a person but the number and the dates. */
export type LeadProfile = Pick<
  CallSubject,
  'timezone' | 'state' | 'country' | 'postalCode' | 'consent' | 'doNotCall'
>;

/** What reading a number tells beside the number itself. */
export type NumberKind = Pick<PhoneNumber, 'country' | 'type'>;

/** In the place of a kind: the text is no number, or another one than it says, and is read again each time. */
export const READ_ANEW = 0xffff;

/** Stands for a date that cannot be read, which is something else than none (NaN). */
export const UNREADABLE = Number.NEGATIVE_INFINITY;

/**
 * Leads by columns: a million of them take some sixty megabytes, and threads share them without a copy. Nothing here
 * changes during a run. Dates are epoch ms, NaN for none.
 */
export interface LeadColumns {
  readonly count: number;
  /** E.164 without the plus; NaN: no number, or one that is among `oddPhones`. */
  readonly phone: Float64Array;
  /** Which of `kinds` the number is; {@link READ_ANEW}: of none. */
  readonly kind: Uint16Array;
  /** Which of the distinct numbers the lead has: leads that share a number share its slot. */
  readonly slot: Uint32Array;
  readonly slots: number;
  readonly profile: Uint32Array;
  readonly consentAt: Float64Array;
  readonly consentExpiresAt: Float64Array;
  readonly dueAt: Float64Array;
  /** Index into `LEAD_STATUSES`. */
  readonly status: Uint8Array;
  readonly attempts: Uint8Array;
  readonly failures: Uint8Array;
  /** Ids as UTF-8, one after the other; empty: the leads are numbered. */
  readonly idBytes: Uint8Array;
  readonly idEnds: Uint32Array;
  readonly profiles: readonly LeadProfile[];
  readonly kinds: readonly NumberKind[];
  /** Texts in the place of a number that are no plain E.164, by lead. */
  readonly oddPhones: ReadonlyMap<number, string>;
  /** Why leads stand where they stand, where that is known, by lead. */
  readonly reasons: ReadonlyMap<number, string>;
  /** What the records hold of numbers at the start, by slot; absent: nothing. */
  readonly facts: ReadonlyMap<number, CallFacts>;
  /** What the registers say of a number that is on none of them. */
  readonly lists: ListFacts;
  /** What the leads are, in words. */
  readonly origin: string;
}

const decoder = new TextDecoder();

export function idOf({ idBytes, idEnds }: LeadColumns, lead: number): string {
  if (idEnds.length === 0) return `lead-${lead + 1}`;
  return decoder.decode(idBytes.subarray(lead === 0 ? 0 : idEnds[lead - 1], idEnds[lead]).slice());
}

/** Undefined for a lead without a number. */
export function phoneOf({ phone, oddPhones }: LeadColumns, lead: number): string | undefined {
  const digits = phone[lead] ?? Number.NaN;
  return Number.isNaN(digits) ? oddPhones.get(lead) : `+${digits}`;
}

/** As `callSubject` makes it of a lead in the database. */
export function subjectOf(columns: LeadColumns, lead: number, phone: string): CallSubject {
  const profile = columns.profiles[columns.profile[lead] ?? 0];
  if (!profile) throw new RangeError('A lead without a profile');
  return {
    leadId: idOf(columns, lead),
    phone,
    ...profile,
    consentAt: dateOf(columns.consentAt[lead]),
    consentExpiresAt: dateOf(columns.consentExpiresAt[lead]),
  };
}

/** The number as `parsePhoneNumber` has read it once. */
export function numberOf(
  { kind, kinds }: LeadColumns,
  lead: number,
  phone: string,
): PhoneNumber | InvalidPhoneNumber {
  const index = kind[lead] ?? READ_ANEW;
  const read = kinds[index];
  return read === undefined
    ? parsePhoneNumber(phone)
    : { e164: phone, country: read.country, type: read.type };
}

function dateOf(ms = Number.NaN): Date | undefined {
  if (ms === UNREADABLE) return new Date(Number.NaN);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
