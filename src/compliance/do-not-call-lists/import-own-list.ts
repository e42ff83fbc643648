import { Database } from '../../persistence/database';
import { Suppressions } from '../suppressions';
import { OwnList } from './own-list';
import { ListFileReport, readListFile } from './read-list-file';

export interface OwnListReport extends ListFileReport {
  /** Numbers that were not suppressed before. */
  readonly added: number;
}

/**
 * Suppresses every number of a list that the operator keeps, at once and for good. The file is read twice, first to see
 * that it is sound: one long transaction would hold up whoever says "stop" meanwhile. An import that dies half-way has
 * suppressed some of them; the same command again does the rest.
 * @param versionDate the day that the list bears, e.g. `2026-06-01`
 * @throws ListRefusedError
 */
export async function importOwnList(
  database: Database,
  suppressions: Suppressions,
  list: OwnList,
  file: string,
  versionDate: string,
): Promise<OwnListReport> {
  await readListFile(file, list.country, () => Promise.resolve());
  const reason = `${list.reason}, dated ${versionDate}`;
  let added = 0;
  const report = await readListFile(file, list.country, async (phones) => {
    added += await database
      .transaction()
      .execute((transaction) => suppressions.addAll(transaction, phones, { reason, channel: 'import' }));
  });
  return { ...report, added };
}
