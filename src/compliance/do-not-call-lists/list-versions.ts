import { NotNull, sql } from 'kysely';
import { Transaction } from '../../persistence/database';
import { ImportLease } from './import-lease';
import { coverageOf, ListCoverage } from './list-facts';

/** Rows looked at in one go of the sweep. */
const SWEEP = 20_000;

/** What is known of a version before its file is read. */
export interface NewVersion {
  readonly list: string;
  readonly versionDate: string;
  readonly coverage: ListCoverage;
  readonly fileName: string;
}

export interface CurrentVersion {
  readonly id: number;
  readonly versionDate: string;
  readonly coverage: ListCoverage;
  readonly count: number;
}

/** Enters a version that is not in force yet, and under whose id its numbers are written. */
export async function beginVersion(
  transaction: Transaction,
  { list, versionDate, coverage, fileName }: NewVersion,
  now: Date,
): Promise<number> {
  const { id } = await transaction
    .insertInto('do_not_call_lists')
    .values({
      list,
      version_date: versionDate,
      area_codes: coverage === 'whole' ? null : coverage.join(','),
      file_name: fileName,
      started_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Writes numbers under a version, as one parameter whatever their count.
 * @returns how many were not there yet
 */
export async function addNumbers(
  transaction: Transaction,
  id: number,
  phones: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into do_not_call_numbers (phone, list_id)
    select phone, cast(${id} as integer) from unnest(string_to_array(${phones.join(',')}, ',')) as phone
    on conflict do nothing`.execute(transaction);
  return Number(numAffectedRows ?? 0);
}

/** The versions in force that a version of this coverage takes the place of: those that cover nothing beside it. */
export async function versionsReplacedBy(
  transaction: Transaction,
  list: string,
  coverage: ListCoverage,
): Promise<readonly CurrentVersion[]> {
  const rows = await transaction
    .selectFrom('do_not_call_lists')
    .select(['id', 'version_date', 'area_codes', 'number_count'])
    .where('list', '=', list)
    .where('is_current', '=', true)
    .$narrowType<{ number_count: NotNull }>()
    .execute();
  return rows
    .map(({ id, version_date, area_codes, number_count }) => ({
      id,
      versionDate: version_date,
      coverage: coverageOf(area_codes),
      count: number_count,
    }))
    .filter((version) => isWithin(version.coverage, coverage));
}

/** Tells the query planner how many numbers there are now: until it knows, it may read all of them for each question. */
export async function countForPlanner(transaction: Transaction): Promise<void> {
  await sql`analyze do_not_call_numbers`.execute(transaction);
}

/** Puts a version in force and those that it replaces out of it. In one transaction: readers see the old or the new. */
export async function putInForce(
  transaction: Transaction,
  id: number,
  replaced: readonly CurrentVersion[],
  { sha256, count, now }: { readonly sha256: string; readonly count: number; readonly now: Date },
): Promise<void> {
  if (replaced.length > 0)
    await transaction
      .updateTable('do_not_call_lists')
      .set({ is_current: false })
      .where(
        'id',
        'in',
        replaced.map((version) => version.id),
      )
      .execute();
  await transaction
    .updateTable('do_not_call_lists')
    .set({ is_current: true, imported_at: now, sha256, number_count: count })
    .where('id', '=', id)
    .execute();
}

/**
 * Deletes the numbers of all versions that are not in force, be they replaced or left behind by an import that died.
 * It walks the primary key once, some thousand rows to a transaction: there is no index by version to keep.
 */
export async function removeOldNumbers(lease: ImportLease, now: () => Date): Promise<void> {
  const old = await lease.write((transaction) =>
    transaction
      .selectFrom('do_not_call_lists')
      .select('id')
      .where('is_current', '=', false)
      .where('numbers_removed_at', 'is', null)
      .execute(),
  );
  if (old.length === 0) return;
  const ids = old.map(({ id }) => id);
  let from = '';
  while (true) {
    const last = await lease.write((transaction) => removeNext(transaction, ids, from));
    if (last === undefined) break;
    from = last;
  }
  await lease.write((transaction) =>
    transaction
      .updateTable('do_not_call_lists')
      .set({ numbers_removed_at: now() })
      .where('id', 'in', ids)
      .execute(),
  );
}

/** @returns the number up to which rows were looked at; undefined at the end */
async function removeNext(
  transaction: Transaction,
  ids: readonly number[],
  from: string,
): Promise<string | undefined> {
  const next = transaction
    .selectFrom('do_not_call_numbers')
    .select('phone')
    .where('phone', '>', from)
    .orderBy('phone')
    .limit(SWEEP);
  const { last } = await transaction
    .selectFrom(next.as('next'))
    .select(({ fn }) => fn.max('phone').as('last'))
    .executeTakeFirstOrThrow();
  if (last === null) return undefined;
  await transaction
    .deleteFrom('do_not_call_numbers')
    .where('phone', '>', from)
    .where('phone', '<=', last)
    .where('list_id', 'in', ids)
    .execute();
  return last;
}

function isWithin(inner: ListCoverage, outer: ListCoverage): boolean {
  if (outer === 'whole') return true;
  return inner !== 'whole' && inner.every((code) => outer.includes(code));
}
