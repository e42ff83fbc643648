import { sql } from 'kysely';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { aMemoryDatabase, NOON } from '../../../test/support/database';
import { Database } from '../../persistence/database';
import { aDecisionEntry, record } from './decision-entry.factory';
import { exportLedger } from './export-ledger';

let database: Database;

beforeAll(async () => {
  database = await aMemoryDatabase();
  await record(
    database,
    Array.from({ length: 1_200 }, () => aDecisionEntry()),
  );
});

afterAll(() => database.destroy());

const start = () => exportLedger(database, {}, new Date(NOON));

describe('exportLedger', () => {
  it('is not troubled by a reader that goes away', async () => {
    const zip = await start();
    await once(zip, 'readable');
    zip.destroy();
    await once(zip, 'close');
    expect(zip.destroyed).toBe(true);
    expect((await buffer(await start())).length).toBeGreaterThan(1_000);
  });

  it('fails, instead of ending early, when the database fails on the way', async () => {
    await sql`alter table calls rename to calls_away`.execute(database);
    await expect(buffer(await start())).rejects.toThrow('calls');
    await sql`alter table calls_away rename to calls`.execute(database);
  });
});
