import { findCallFacts } from '../compliance/call-facts';
import { findListFacts } from '../compliance/do-not-call-lists/find-list-facts';
import { CallFacts } from '../compliance/rule-context';
import { Database } from '../persistence/database';
import { addRow } from './csv-leads';
import { LeadColumns } from './lead-columns';
import { LeadColumnsBuilder } from './lead-columns-builder';

const PAGE = 1_000;
/** No number of anybody: what the registers say of it they say of every number that is on none. */
const NOBODY = '+10000000000';

/** Leads as they stand, or a part of them. */
export interface PresentLeads {
  readonly leads: LeadColumns;
  /** Each of the leads stands for so many. */
  readonly each: number;
}

/**
 * Reads the campaign's leads and what the records hold of their numbers, page by page in short transactions, so that the
 * service goes on meanwhile.
 * @param lookBackMs how far back calls to a number count
 * @param limit beyond so many leads only every second, third … is read
 * @param mostEach the fewest that are read: one in so many
 */
export async function databaseLeads(
  database: Database,
  campaign: string,
  now: Date,
  lookBackMs: number,
  limit = Number.POSITIVE_INFINITY,
  mostEach = Number.POSITIVE_INFINITY,
): Promise<PresentLeads> {
  const { total } = await database
    .selectFrom('leads')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('campaign', '=', campaign)
    .executeTakeFirstOrThrow();
  const each = Math.max(1, Math.min(mostEach, Math.ceil(Number(total) / limit)));
  const unlisted =
    (await database.transaction().execute((transaction) => findListFacts(transaction, [NOBODY]))).get(
      NOBODY,
    ) ?? [];
  const builder = new LeadColumnsBuilder(`the leads of the campaign ${campaign}`, unlisted);
  let [after, seen] = ['00000000-0000-0000-0000-000000000000', 0];
  for (;;) {
    const rows = await database
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', campaign)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    const kept = rows.filter((_, index) => (seen + index) % each === 0);
    seen += rows.length;
    for (const row of kept) addRow(builder, row.id, row, now);
    const phones = kept.flatMap(({ phone }) => phone ?? []);
    const facts = await database
      .transaction()
      .execute((transaction) => findCallFacts(transaction, phones, now, lookBackMs));
    for (const [phone, known] of facts) {
      const isListed = known.lists.some(({ listed }) => listed);
      if (isListed || isOnRecord(known))
        builder.know(phone, isListed ? known : { ...known, lists: unlisted });
    }
  }
  return { leads: builder.build(), each };
}

function isOnRecord({ suppressed, recentDialsAt, lastRefusalAt, consents }: CallFacts): boolean {
  return (
    suppressed ||
    recentDialsAt.length > 0 ||
    lastRefusalAt !== undefined ||
    consents.grants.length > 0 ||
    consents.revokedAt !== undefined
  );
}
