import { Transaction } from '../persistence/database';
import { LONGEST_CAP_MS } from './jurisdictions';
import { CallFacts } from './rule-context';

/** States of attempts that never reached anybody's phone. */
const NEVER_CALLED = ['rejected', 'not_placed'];

/**
 * Looks up what our records hold of each number, over all campaigns, in two queries for the whole batch. A call in
 * doubt counts: it may have been made. Calls are looked up as far back as the longest cap counts them.
 * @param phones E.164; other texts find nothing
 * @returns an entry for every number asked for
 */
export async function findCallFacts(
  transaction: Transaction,
  phones: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, CallFacts>> {
  const asked = [...new Set(phones)];
  // Texts that are no number at all may hold characters which the database does not take.
  const numbers = asked.filter((phone) => /^\+\d{1,20}$/.test(phone));
  const suppressed = new Set<string>();
  const dials = new Map<string, Date[]>();
  if (numbers.length > 0) {
    const entries = await transaction
      .selectFrom('suppressions')
      .select('phone')
      .where('phone', 'in', numbers)
      .execute();
    for (const { phone } of entries) suppressed.add(phone);
    const attempts = await transaction
      .selectFrom('attempts')
      .select(['phone', 'dialing_at'])
      .where('phone', 'in', numbers)
      .where('dialing_at', '>', new Date(now.getTime() - LONGEST_CAP_MS))
      .where('state', 'not in', NEVER_CALLED)
      .execute();
    for (const { phone, dialing_at } of attempts) {
      if (dialing_at) dials.set(phone, [...(dials.get(phone) ?? []), dialing_at]);
    }
  }
  return new Map(
    asked.map((phone) => [
      phone,
      { suppressed: suppressed.has(phone), recentDialsAt: dials.get(phone) ?? [] },
    ]),
  );
}
