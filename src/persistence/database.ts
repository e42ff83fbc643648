import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, Transaction as KyselyTransaction } from 'kysely';
import { openAsBlob } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { Db, fromPglite } from 'pg-boss';
import { DatabaseSettings } from '../config/settings';
import { DataDirLock } from './data-dir-lock';
import { GivingWay } from './giving-way';
import { Schema } from './schema';

/**
 * The database, over the embedded PostgreSQL (PGlite) or a server. Inside a transaction use the transaction's handle
 * for everything: PGlite has one connection, so a query beside an open transaction would wait for ever.
 */
export class Database extends Kysely<Schema> {}

/** A handle on an open transaction. Functions that take it do their work in the caller's transaction. */
export type Transaction = KyselyTransaction<Schema>;

/** An open database, and what the job queue needs to share it. */
export interface OpenDatabase {
  readonly database: Database;
  /** How pg-boss reaches the same database: its own pool on a server, the one connection when embedded. */
  readonly queue: { readonly connectionString: string; readonly max: number } | { readonly db: Db };
  /** Held on the folder of the embedded database; released when the database is closed. */
  readonly lock?: DataDirLock;
}

/**
 * `memory://` keeps the embedded database in memory, `memory://FILE` starts it from a dump: for tests.
 * @param onPoolError hears of connections that died, idle or in use
 */
export async function openDatabase(
  settings: DatabaseSettings,
  onPoolError: (error: Error) => void,
): Promise<OpenDatabase> {
  if (settings.url) {
    const pool = new Pool({
      connectionString: settings.url,
      max: 10,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      keepAlive: true,
    });
    // A connection in use has no listener of the pool's: without one of ours its loss would end the process.
    pool.on('connect', (client) => client.on('error', onPoolError));
    pool.on('error', () => undefined);
    const database = new Database({ dialect: new PostgresDialect({ pool }) });
    return { database, queue: { connectionString: settings.url, max: 4 } };
  }
  const template = /^memory:\/\/(.*)$/.exec(settings.dataDir)?.[1];
  if (template === '') return embedded(await PGlite.create());
  if (template) return embedded(await PGlite.create({ loadDataDir: await openAsBlob(template) }));
  await mkdir(settings.dataDir, { recursive: true });
  const lock = DataDirLock.take(settings.dataDir);
  return { ...embedded(await PGlite.create(join(settings.dataDir, 'database'))), lock };
}

function embedded(pglite: PGlite): OpenDatabase {
  return {
    database: new Database({ dialect: new PGliteDialect({ pglite: new GivingWay(pglite) }) }),
    queue: { db: fromPglite(pglite) },
  };
}
