import { Database } from './database';
import { migrate } from './migrate';
import { anOpenDatabase, RealPostgres } from '../../test/support/database';

async function tablesOf(database: Database): Promise<string[]> {
  const tables = await database.introspection.getTables();
  return tables.map(({ name }) => name);
}

describe('migrate', () => {
  it('makes the tables, and changes nothing when it runs again', async () => {
    const { database } = await anOpenDatabase();
    await migrate(database);
    await database.insertInto('campaigns').values({ name: 'kept' }).execute();
    await migrate(database);
    expect(await tablesOf(database)).toEqual(expect.arrayContaining(['attempts', 'leads', 'suppressions']));
    expect(await database.selectFrom('campaigns').select('name').execute()).toEqual([{ name: 'kept' }]);
    await database.destroy();
  });

  it('lets replicas of one PostgreSQL that start at once take turns', async () => {
    const postgres = await RealPostgres.start();
    const url = await postgres.url();
    const replicas = await Promise.all([1, 2, 3].map(() => anOpenDatabase(url)));
    try {
      await Promise.all(replicas.map(({ database }) => migrate(database)));
      for (const { database } of replicas) expect(await tablesOf(database)).toContain('attempts');
    } finally {
      await Promise.all(replicas.map(({ database }) => database.destroy()));
      await postgres.stop();
    }
  });
});
