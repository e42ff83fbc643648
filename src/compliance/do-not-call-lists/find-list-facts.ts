import { Transaction } from '../../persistence/database';
import { coverageOf, ListFacts } from './list-facts';

/**
 * Looks numbers up in every list that is in force, in one query over the primary key whatever the lists' size. One
 * statement, because a version that is replaced between two of them would seem to hold nothing.
 * @param phones E.164; other texts are on no list
 * @returns an entry for every number asked for
 */
export async function findListFacts(
  transaction: Transaction,
  phones: readonly string[],
): Promise<ReadonlyMap<string, ListFacts>> {
  const asked = [...new Set(phones)];
  // Texts that are no number at all may hold characters which the database does not take.
  const numbers = asked.filter((phone) => /^\+\d{1,20}$/.test(phone));
  const rows = await transaction
    .selectFrom('do_not_call_lists as versions')
    .leftJoin('do_not_call_numbers as numbers', (join) =>
      join
        .onRef('numbers.list_id', '=', 'versions.id')
        .on('numbers.phone', 'in', numbers.length > 0 ? numbers : ['']),
    )
    .select(['versions.id', 'versions.list', 'versions.version_date', 'versions.area_codes', 'numbers.phone'])
    .where('versions.is_current', '=', true)
    .orderBy('versions.id')
    .execute();
  const versions = new Map(rows.map((row) => [row.id, row]));
  const listed = new Set(rows.map(({ id, phone }) => `${id} ${phone}`));
  return new Map(
    asked.map((phone) => [
      phone,
      [...versions.values()].map(({ id, list, version_date, area_codes }) => ({
        list,
        versionDate: version_date,
        coverage: coverageOf(area_codes),
        listed: listed.has(`${id} ${phone}`),
      })),
    ]),
  );
}
