import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMemoryDatabase, anOpenDatabase, NOON } from '../../../test/support/database';
import { Database } from '../../persistence/database';
import { migrate } from '../../persistence/migrate';
import { registryOf } from './do-not-call-registry';
import { findListFacts } from './find-list-facts';
import { importRegistry, RegistryImport } from './import-registry';

/** A database to import lists into, at noon, and a folder of list files. */
export class ImportBench {
  #files = 0;

  private constructor(
    readonly database: Database,
    private readonly folder: string,
  ) {}

  /** @param url of a PostgreSQL server; otherwise the embedded database */
  static async open(url?: string): Promise<ImportBench> {
    const database = url === undefined ? await aMemoryDatabase() : (await anOpenDatabase(url)).database;
    await migrate(database);
    return new ImportBench(database, await mkdtemp(join(tmpdir(), 'laura-lists-')));
  }

  async fileOf(...numbers: readonly string[]): Promise<string> {
    const file = join(this.folder, `list-${(this.#files += 1)}.txt`);
    await writeFile(file, numbers.join('\n'));
    return file;
  }

  /** Imports numbers as the whole US list of 2026-06-01, or as the changes say. */
  async import(
    numbers: readonly string[],
    { list = 'us-national', ...changes }: Partial<RegistryImport> & { readonly list?: string } = {},
  ) {
    const registry = registryOf(list);
    if (!registry) throw new Error('No such list');
    const file = await this.fileOf(...numbers);
    const order = { registry, file, versionDate: '2026-06-01', coverage: 'whole' as const, ...changes };
    return await importRegistry({ database: this.database, now: () => new Date(NOON), holder: 'one' }, order);
  }

  /** Of each number, the dates of the versions in force that hold it. */
  async listed(...phones: readonly string[]): Promise<string[][]> {
    const facts = await this.database
      .transaction()
      .execute((transaction) => findListFacts(transaction, phones));
    return phones.map((phone) =>
      (facts.get(phone) ?? []).filter((fact) => fact.listed).map(({ versionDate }) => versionDate),
    );
  }

  async storedNumbers(): Promise<number> {
    return (await this.database.selectFrom('do_not_call_numbers').selectAll().execute()).length;
  }

  async reset(): Promise<void> {
    for (const table of ['do_not_call_numbers', 'do_not_call_lists', 'leases'] as const)
      await this.database.deleteFrom(table).execute();
  }

  async close(): Promise<void> {
    await this.database.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }
}
