import { basename } from 'node:path';
import { Database } from '../../persistence/database';
import { DoNotCallRegistry } from './do-not-call-registry';
import { ImportLease } from './import-lease';
import { ageInDays } from './list-day';
import { ListCoverage } from './list-facts';
import { ListRefusedError } from './list-refused.error';
import {
  addNumbers,
  beginVersion,
  countForPlanner,
  CurrentVersion,
  putInForce,
  removeOldNumbers,
  versionsReplacedBy,
} from './list-versions';
import { ListFileReport, readListFile } from './read-list-file';

/** From so many numbers on, a version that has lost half of them is taken for a cut or a list of changes. */
const SHRINKING_COUNTS_FROM = 1_000;
/** A whole list of the North American plan with fewer area codes is taken for a part of it. */
const AREA_CODES_OF_A_WHOLE_LIST = 30;

export interface RegistryImport {
  readonly registry: DoNotCallRegistry;
  readonly file: string;
  /** The day that the list bears, e.g. `2026-06-01`. */
  readonly versionDate: string;
  readonly coverage: ListCoverage;
  /** Lets a version in that has lost more than half of the numbers. */
  readonly acceptSmaller?: boolean;
}

/** What an import needs of the process around it. */
export interface ImportContext {
  readonly database: Database;
  now(): Date;
  /** Names this import among those that may run at once. */
  readonly holder: string;
}

export interface ImportReport extends ListFileReport {
  /** Different numbers in the list. */
  readonly count: number;
  /** The same of the versions that it replaced. */
  readonly countBefore: number;
  /** What looks odd, though it may be right. */
  readonly warnings: readonly string[];
}

/**
 * Puts a new version of a registry in force, in place of those whose area codes it covers. Its numbers are written
 * batch by batch beside the old ones and count from one short transaction on; an import that dies or is refused leaves
 * the old version in force, and what it wrote is removed by the next.
 * @throws ListRefusedError; LauraError `IMPORT_UNDER_WAY`
 */
export async function importRegistry(
  { database, now, holder }: ImportContext,
  { registry, file, versionDate, coverage, acceptSmaller = false }: RegistryImport,
): Promise<ImportReport> {
  if (ageInDays(versionDate, now()) < 0)
    throw new ListRefusedError(`The list is dated in the future (it is not yet ${versionDate} in UTC)`);
  const lease = await ImportLease.take(database, holder);
  try {
    await removeOldNumbers(lease, now);
    const id = await lease.write(async (transaction) => {
      refuseOlder(await versionsReplacedBy(transaction, registry.code, coverage), versionDate);
      const version = { list: registry.code, versionDate, coverage, fileName: basename(file) };
      return await beginVersion(transaction, version, now());
    });
    const areaCodes = new Set<string>();
    let count = 0;
    const read = await readListFile(file, registry.country, async (phones) => {
      if (registry.byAreaCode) for (const phone of phones) areaCodes.add(phone.slice(2, 5));
      count += await lease.write((transaction) => addNumbers(transaction, id, phones));
    });
    refuseUncovered(coverage, areaCodes);
    await lease.write(countForPlanner);
    const countBefore = await lease.write(async (transaction) => {
      const replaced = await versionsReplacedBy(transaction, registry.code, coverage);
      const before = replaced.reduce((sum, version) => sum + version.count, 0);
      if (!acceptSmaller) refuseShrunk(count, before);
      await putInForce(transaction, id, replaced, { sha256: read.sha256, count, now: now() });
      return before;
    });
    const age = ageInDays(versionDate, now());
    const isPart = registry.byAreaCode && coverage === 'whole' && areaCodes.size < AREA_CODES_OF_A_WHOLE_LIST;
    const warnings = [
      ...(age > registry.maxAgeDays ? [tooOldWarning(age, registry.maxAgeDays)] : []),
      ...(isPart ? [partWarning(areaCodes.size)] : []),
    ];
    return { ...read, count, countBefore, warnings };
  } finally {
    // Whether it went well or not: the next import does what this one can't.
    await removeOldNumbers(lease, now).catch(() => undefined);
    await lease.release().catch(() => undefined);
  }
}

function refuseOlder(replaced: readonly CurrentVersion[], versionDate: string): void {
  const newer = replaced.find((version) => version.versionDate > versionDate);
  if (newer) throw new ListRefusedError(`A newer version is in force, of ${newer.versionDate}`);
}

/** Area codes that the file says nothing of would pass for area codes without anyone on the list. */
function refuseUncovered(coverage: ListCoverage, areaCodes: ReadonlySet<string>): void {
  if (coverage === 'whole') return;
  const missing = coverage.filter((code) => !areaCodes.has(code));
  if (missing.length > 0)
    throw new ListRefusedError(
      `The file holds no number of area code ${missing.join(', ')}: nothing was changed. Leave it out of --area-codes, or import the right file`,
    );
}

function refuseShrunk(count: number, before: number): void {
  if (before >= SHRINKING_COUNTS_FROM && count < before / 2)
    throw new ListRefusedError(
      `The file holds ${count} numbers, the version in force ${before}: nothing was changed. If it is not a list of changes, nor cut short, import it with --accept-smaller`,
    );
}

function partWarning(areaCodes: number): string {
  return `The list was imported as a whole, yet it holds numbers of few area codes (${areaCodes}): import a part of it with --area-codes, or numbers elsewhere pass for free`;
}

function tooOldWarning(age: number, maxAge: number): string {
  return `The version is ${age} days old already, more than the ${maxAge} allowed: no call may go by it, download a newer one`;
}
