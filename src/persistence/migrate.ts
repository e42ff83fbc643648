import { Migration, Migrator } from 'kysely/migration';
import { Database } from './database';
import * as foundation from './migrations/0001-foundation';

/** All migrations in the order of their names. One that has been released is never edited: add another. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-foundation': foundation,
};

/**
 * Brings the tables up to date. Replicas that start together take turns under the migrator's lock.
 * @throws the first migration's error; what it did is rolled back
 */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
