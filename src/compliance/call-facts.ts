import { sql } from 'kysely';
import { Transaction } from '../persistence/database';
import { findConsents } from './consents/find-consents';
import { findListFacts } from './do-not-call-lists/find-list-facts';
import { CallFacts, NOTHING_ON_RECORD } from './rule-context';

/** States of attempts that never reached anybody's phone. */
const NEVER_CALLED = ['rejected', 'not_placed'];

/** How far back a refusal is looked for, in ms: beyond every jurisdiction's rest. */
const REFUSALS_SINCE_MS = 366 * 86_400_000;

/**
 * Looks up what our records hold of each number, over all campaigns, in six queries for the whole batch, each by an
 * index on the number. A call in doubt counts: it may have been made. So do calls that were reported to us and that others
 * have placed (the flat form, VAPI's own campaigns): to the person it is one caller.
 * @param phones E.164; other texts find nothing
 * @param lookBackMs how far back calls are counted
 * @returns an entry for every number asked for
 */
export async function findCallFacts(
  transaction: Transaction,
  phones: readonly string[],
  now: Date,
  lookBackMs: number,
): Promise<ReadonlyMap<string, CallFacts>> {
  const asked = [...new Set(phones)];
  // Texts that are no number at all may hold characters which the database does not take.
  const numbers = asked.filter((phone) => /^\+\d{1,20}$/.test(phone));
  if (numbers.length === 0) return new Map(asked.map((phone) => [phone, NOTHING_ON_RECORD]));
  const suppressed = await findSuppressed(transaction, numbers);
  const since = new Date(now.getTime() - lookBackMs);
  const dials = await findDials(transaction, numbers, since);
  const others = await findCallsOfOthers(transaction, numbers, since);
  const refusals = await findRefusals(transaction, numbers, new Date(now.getTime() - REFUSALS_SINCE_MS));
  const consents = await findConsents(transaction, numbers);
  const lists = await findListFacts(transaction, numbers);
  return new Map(
    asked.map((phone) => [
      phone,
      {
        suppressed: suppressed.has(phone),
        recentDialsAt: [...(dials.get(phone) ?? []), ...(others.get(phone) ?? [])],
        lastRefusalAt: refusals.get(phone),
        consents: consents.get(phone) ?? NOTHING_ON_RECORD.consents,
        lists: lists.get(phone) ?? NOTHING_ON_RECORD.lists,
      },
    ]),
  );
}

async function findSuppressed(
  transaction: Transaction,
  phones: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('suppressions')
    .select('phone')
    .where('phone', 'in', phones)
    .execute();
  return new Set(rows.map(({ phone }) => phone));
}

async function findDials(
  transaction: Transaction,
  phones: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, readonly Date[]>> {
  const rows = await transaction
    .selectFrom('attempts')
    .select(['phone', 'dialing_at'])
    .where('phone', 'in', phones)
    .where('dialing_at', '>', since)
    .where('state', 'not in', NEVER_CALLED)
    .execute();
  return byPhone(rows.map(({ phone, dialing_at }) => ({ phone, at: dialing_at })));
}

async function findCallsOfOthers(
  transaction: Transaction,
  phones: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, readonly Date[]>> {
  const rows = await transaction
    .selectFrom('calls')
    .select(['phone', 'started_at', 'created_at'])
    .where('phone', 'in', phones)
    .where('created_at', '>', since)
    .where('attempt_id', 'is', null)
    .execute();
  return byPhone(rows.map(({ phone, started_at, created_at }) => ({ phone, at: started_at ?? created_at })));
}

function byPhone(
  rows: readonly { readonly phone: string | null; readonly at: Date | null }[],
): ReadonlyMap<string, readonly Date[]> {
  const found = new Map<string, Date[]>();
  for (const { phone, at } of rows)
    if (phone !== null && at) found.set(phone, [...(found.get(phone) ?? []), at]);
  return found;
}

/** What the reading of a call says of its outcome where somebody did not want what was offered. */
export const REFUSING_OUTCOMES: readonly string[] = ['not-interested', 'opted-out'];

/** The last time that somebody at the number was reached and did not want what was offered. */
async function findRefusals(
  transaction: Transaction,
  phones: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await transaction
    .selectFrom('calls')
    .select(['phone', sql<Date>`max(ended_at)`.as('at')])
    .where('phone', 'in', phones)
    .where('ended_at', '>', since)
    .where(sql<boolean>`(analysis ->> 'outcome' in (${sql.join(REFUSING_OUTCOMES)}) or opted_out)`)
    .groupBy('phone')
    .execute();
  return new Map(rows.flatMap(({ phone, at }) => (phone === null ? [] : [[phone, at]])));
}
