import { aMemoryDatabase } from '../../test/support/database';
import { Database } from './database';
import { Leases } from './leases';
import { databaseNowPlus } from './sql';

let database: Database;
let leases: Leases;

beforeAll(async () => {
  database = await aMemoryDatabase();
  leases = new Leases(database);
});

afterAll(() => database.destroy());

describe('Leases', () => {
  it('gives a lease to one holder only, who may prolong it', async () => {
    expect(await leases.acquire('sync', 'one', 60_000)).toBe(true);
    expect(await leases.acquire('sync', 'other', 60_000)).toBe(false);
    expect(await leases.acquire('sync', 'one', 60_000)).toBe(true);
    expect(await leases.acquire('flush', 'other', 60_000)).toBe(true);
  });

  it("passes on a dead holder's lease once it has run out by the database's clock", async () => {
    await leases.acquire('dead', 'one', 60_000);
    await database
      .updateTable('leases')
      .set({ expires_at: databaseNowPlus(-1) })
      .where('name', '=', 'dead')
      .execute();
    expect(await leases.acquire('dead', 'other', 60_000)).toBe(true);
    expect(await leases.acquire('dead', 'one', 60_000)).toBe(false);
  });

  it('is released by its holder and by nobody else', async () => {
    await leases.acquire('held', 'one', 60_000);
    await leases.release('held', 'other');
    expect(await leases.acquire('held', 'other', 60_000)).toBe(false);
    await leases.release('held', 'one');
    expect(await leases.acquire('held', 'other', 60_000)).toBe(true);
  });
});
