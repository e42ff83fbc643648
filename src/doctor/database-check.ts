import { sql } from 'kysely';
import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LauraError, toError } from '../common/errors';
import { DatabaseSettings } from '../config/settings';
import { Database, OpenDatabase, openDatabase } from '../persistence/database';
import { pendingMigrations } from '../persistence/migrate';
import { fault, Observation, warning } from './check';

/** The database as far as it could be opened, for the checks that read it. */
export interface DatabaseSight {
  readonly observation: Observation;
  /** Set when all its tables are there. */
  readonly database?: Database;
  /** It is embedded, and another process has it. */
  readonly isInUse?: boolean;
  /** Closes it again, if it was opened. */
  close(): Promise<void>;
}

/** Opens the database as the service does, but neither makes nor changes anything in it. Never rejects. */
export async function sightDatabase(settings: DatabaseSettings): Promise<DatabaseSight> {
  const closed = { close: () => Promise.resolve() };
  const isMemory = settings.dataDir.startsWith('memory://');
  if (!settings.url && !isMemory) {
    const observation = await sightFolder(settings.dataDir);
    if (observation) return { observation, ...closed };
  }
  let open: OpenDatabase;
  try {
    open = await openDatabase(settings, () => undefined);
  } catch (error) {
    const isInUse = error instanceof LauraError && error.code === 'DATA_DIR_IN_USE';
    const said = 'Embedded database: in use by a running process, most likely the service';
    return { observation: isInUse ? { said } : unopened(settings, error), isInUse, ...closed };
  }
  const close = async () => {
    await open.database.destroy();
    open.lock?.release();
  };
  try {
    await sql`select 1`.execute(open.database);
    const pending = await pendingMigrations(open.database);
    if (pending.length === 0)
      return { observation: { said: `${kind(settings)}: up to date` }, database: open.database, close };
    return { observation: behind(settings, pending), close };
  } catch (error) {
    return { observation: unopened(settings, error), close };
  }
}

/** @returns undefined: there is a database in the folder, to be opened */
async function sightFolder(dataDir: string): Promise<Observation | undefined> {
  let nearest = resolve(dataDir);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  try {
    await access(nearest, constants.W_OK | constants.X_OK);
  } catch {
    const what = `The folder of the embedded database can't be written: ${nearest}`;
    const remedy =
      'Give the user that runs Laura the right to write there, set DATA_DIR to a folder with that right (in a container: a mounted volume), or use PostgreSQL (DATABASE_URL).';
    return { said: what, findings: [fault(what, remedy)] };
  }
  if (existsSync(join(dataDir, 'database'))) return undefined;
  return { said: 'Embedded database: not made yet, the first start of the service makes it' };
}

function unopened(settings: DatabaseSettings, error: unknown): Observation {
  const what = `${kind(settings)} can't be used: ${reasonOf(error)}`;
  const remedy = settings.url
    ? 'Check host, port, name, user and password in DATABASE_URL, and that the server takes connections from here.'
    : 'Start the service and read its log; if the folder is damaged, put a backup of DATA_DIR in its place.';
  return { said: what, findings: [fault(what, remedy)] };
}

function behind(settings: DatabaseSettings, pending: readonly string[]): Observation {
  if (pending.includes('0001-foundation'))
    return { said: `${kind(settings)}: empty, the first start of the service makes its tables` };
  const what = `The database is older than this version; not yet run: ${pending.join(', ')}`;
  return {
    said: `${kind(settings)}: behind`,
    findings: [warning(what, 'Start the service once: it brings the tables up to date by itself.')],
  };
}

function kind({ url }: DatabaseSettings): string {
  return url ? 'PostgreSQL' : 'Embedded database';
}

/** A name with several addresses fails with one error for each of them and no message of its own. */
function reasonOf(error: unknown): string {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.map((one) => toError(one).message).join('; ');
}
