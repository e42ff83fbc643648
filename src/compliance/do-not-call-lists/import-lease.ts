import { LauraError } from '../../common/errors';
import { Database, Transaction } from '../../persistence/database';
import { Leases } from '../../persistence/leases';

const NAME = 'do-not-call-import';
/** Longer than writing any batch takes; how long a died import keeps the next one waiting. */
const DURATION_MS = 60_000;

/**
 * The right to write lists, held by one import at a time. Each write prolongs it in its own transaction: an import that
 * was taken for dead can't write one more row after another has begun to clear up behind it.
 */
export class ImportLease {
  private constructor(
    private readonly database: Database,
    private readonly holder: string,
  ) {}

  /** @throws LauraError while another import holds it */
  static async take(database: Database, holder: string): Promise<ImportLease> {
    const lease = new ImportLease(database, holder);
    await lease.write(() => Promise.resolve());
    return lease;
  }

  /** A short transaction that is committed only if the lease is still held. */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return await this.database.transaction().execute(async (transaction) => {
      if (!(await new Leases(transaction).acquire(NAME, this.holder, DURATION_MS)))
        throw new LauraError(
          'IMPORT_UNDER_WAY',
          'Another import is under way, or died less than a minute ago: try again when it is done',
        );
      return await work(transaction);
    });
  }

  async release(): Promise<void> {
    await new Leases(this.database).release(NAME, this.holder);
  }
}
