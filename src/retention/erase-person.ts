import { sql } from 'kysely';
import { OPEN_STATES } from '../call-log/attempt-state';
import { maskPhone } from '../common/redaction';
import { forgetSubject } from '../compliance/ledger/ledger-subjects';
import { Transaction } from '../persistence/database';
import { HAS_PAYLOAD, NO_PAYLOAD, PERSON_LEFT_OUT } from './left-out';

/** Whom to erase, and what is to be known of it afterwards. */
export interface ErasureRequest {
  /** E.164. */
  readonly phone: string;
  /** Kept with the suppression. */
  readonly reason: string;
  /** Business time. */
  readonly now: Date;
}

/** What was erased, and the names by which copies elsewhere can be found: nobody here knows them afterwards. */
export interface Erasure {
  /** Records of the leads table at the lead source. */
  readonly leadRecords: readonly string[];
  /** The provider's ids: also the `CallId` of rows in the call log. */
  readonly calls: readonly string[];
  readonly attempts: number;
  readonly webhooks: number;
  readonly consents: number;
}

/** `call-open`: a call with the number is being made, is up or is in doubt. Nothing was erased. */
export type ErasureOutcome = Erasure | 'call-open';

/**
 * Erases a person in the caller's transaction (Regulation (EU) 2016/679, article 17). What is kept:
 * - the suppression, without which the next list would bring the person's phone to ring again (article 17(3)(b));
 * - the calls, without the person: the day's budget and the books count them;
 * - the decisions, under a random name that nobody can resolve any more;
 * - what operators did, without their reasons;
 * - the ids of webhooks, so that repeated deliveries stay known.
 *
 * The number is suppressed in either case, so a call that stands in the way is the last one. Leads are locked first: a
 * tick that is reserving one of them has committed by then, and its attempt is seen; one that comes later finds nothing.
 * What was erased once is erased again without harm.
 */
export async function erasePerson(
  transaction: Transaction,
  request: ErasureRequest,
): Promise<ErasureOutcome> {
  const { phone, now } = request;
  // Bodies of webhooks are searched without an index; the setting ends with the transaction.
  await sql`set local statement_timeout = 0`.execute(transaction);
  const { leads, attempts, calls } = rowsOf(transaction, phone);
  const leadRows = await leads.select('source_id').orderBy('id').forUpdate().execute();
  const attemptRows = await attempts.select('state').orderBy('id').forUpdate().execute();
  const isOpen = attemptRows.some(({ state }) => OPEN_STATES.some((open) => open === state));
  await suppress(transaction, request, isOpen ? 'operator' : 'erasure');
  if (isOpen) return 'call-open';

  const callRows = await calls.select('id').orderBy('created_at').forUpdate().execute();
  const webhooks = await eraseWebhooks(transaction, request);
  await blankReasons(transaction, phone);
  await transaction
    .deleteFrom('outbox')
    .where((where) =>
      where.or([
        where('key', 'in', leads.select('source_id')),
        where('key', 'in', calls.select('id')),
        where.and([where('target', '=', 'new-lead'), sql<boolean>`fields ->> 'Phone' = ${phone}`]),
      ]),
    )
    .execute();
  await transaction.deleteFrom('lead_import_rows').where('phone', '=', phone).execute();
  await transaction.deleteFrom('imported_leads').where('phone', '=', phone).execute();
  await transaction.deleteFrom('automation_deliveries').where('call_id', 'in', calls.select('id')).execute();
  await transaction
    .updateTable('calls')
    .set({ ...PERSON_LEFT_OUT, erased_at: now })
    .where('id', 'in', calls.select('id'))
    .execute();
  await transaction.deleteFrom('attempts').where('id', 'in', attempts.select('id')).execute();
  await transaction.deleteFrom('leads').where('id', 'in', leads.select('id')).execute();
  const consents = await transaction
    .deleteFrom('consents')
    .where('phone', '=', phone)
    .executeTakeFirstOrThrow();
  await forgetSubject(transaction, phone);
  return {
    leadRecords: leadRows.map(({ source_id }) => source_id),
    calls: callRows.map(({ id }) => id),
    attempts: attemptRows.length,
    webhooks,
    consents: Number(consents.numDeletedRows),
  };
}

/** All that hangs on a number, in every campaign. A lead's attempts go with it, also those on a number it had before. */
function rowsOf(transaction: Transaction, phone: string) {
  const leads = transaction.selectFrom('leads').where('phone', '=', phone);
  const attempts = transaction
    .selectFrom('attempts')
    .where((where) => where.or([where('phone', '=', phone), where('lead_id', 'in', leads.select('id'))]));
  const calls = transaction
    .selectFrom('calls')
    .where((where) =>
      where.or([
        where('phone', '=', phone),
        where('lead_id', 'in', leads.select('id')),
        where('attempt_id', 'in', attempts.select('id')),
      ]),
    );
  return { leads, attempts, calls };
}

/**
 * One row a number: it loses what would tie it to the person's calls, and keeps since when nobody may call. An erasure
 * shows in the channel, by which the lead source's next reading knows to store nothing of the person.
 */
async function suppress(
  transaction: Transaction,
  { phone, reason, now }: ErasureRequest,
  channel: 'operator' | 'erasure',
): Promise<void> {
  const entry = { reason, channel, call_id: null };
  await transaction
    .insertInto('suppressions')
    .values({ phone, ...entry, created_at: now })
    .onConflict((conflict) =>
      channel === 'erasure'
        ? conflict.column('phone').doUpdateSet(entry)
        : conflict.column('phone').doNothing(),
    )
    .execute();
}

/** An operator may have named the person. By its mask another number may be meant: its reason goes as well. */
async function blankReasons(transaction: Transaction, phone: string): Promise<void> {
  const { leads } = rowsOf(transaction, phone);
  const subjects = leads.select(sql<string>`cast(id as text)`.as('subject'));
  await transaction
    .updateTable('operator_actions')
    .set({ reason: null })
    .where((where) => where.or([where('subject', 'in', subjects), where('subject', '=', maskPhone(phone))]))
    .execute();
}

/**
 * Bodies that speak of the number's calls, or name the number: a webhook may tell of a call that is not in our books.
 * One that was not settled yet is done with, since nothing of it may be stored any more.
 */
async function eraseWebhooks(transaction: Transaction, { phone, now }: ErasureRequest): Promise<number> {
  const { calls } = rowsOf(transaction, phone);
  const { numUpdatedRows } = await transaction
    .updateTable('webhook_events')
    .set({
      payload: NO_PAYLOAD,
      processed_at: sql<Date>`coalesce(processed_at, cast(${now} as timestamptz))`,
      result: sql<string>`coalesce(result, 'ignored')`,
    })
    .where(HAS_PAYLOAD)
    .where((where) =>
      where.or([
        where('call_id', 'in', calls.select('id')),
        where('call_id', 'in', calls.select('carrier_call_id').where('carrier_call_id', 'is not', null)),
        sql<boolean>`position(${phone} in payload::text) > 0`,
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
