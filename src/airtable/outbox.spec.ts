import { CampaignSettings } from '../config/settings';
import { readEnvironment } from '../config/read-environment';
import { Database } from '../persistence/database';
import { databaseNowPlus } from '../persistence/sql';
import { memoryDatabase } from './airtable-workbench';
import { Outbox, OutboxFields } from './outbox';

describe(Outbox.name, () => {
  let database: Database;
  const outbox = new Outbox(new CampaignSettings(readEnvironment({})));

  beforeAll(async () => {
    database = await memoryDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(() => database.deleteFrom('outbox').execute());

  async function put(key: string, fields: OutboxFields, by = outbox): Promise<void> {
    await database.transaction().execute((transaction) => by.put(transaction, 'lead', key, fields));
  }

  async function pending(...keys: string[]): Promise<Record<string, OutboxFields>> {
    const found = await database
      .transaction()
      .execute((transaction) => outbox.pending(transaction, 'lead', keys));
    return Object.fromEntries(found);
  }

  async function withdraw(key: string, ...columns: string[]): Promise<void> {
    await database.transaction().execute((transaction) => outbox.withdraw(transaction, 'lead', key, columns));
  }

  it('merges wishes for one record, the last value winning and an emptied cell staying one', async () => {
    await put('a', { Status: 'in progress', Attempts: 1, 'Callback At': 'x' });
    await put('a', { Status: 'called', 'Callback At': null });
    expect(await pending('a', 'b')).toEqual({ a: { Status: 'called', Attempts: 1, 'Callback At': null } });
    expect(await database.selectFrom('outbox').select('version').execute()).toEqual([{ version: 2 }]);
  });

  it('vanishes with the transaction that made the wish', async () => {
    const failing = database.transaction().execute(async (transaction) => {
      await outbox.put(transaction, 'lead', 'a', { Attempts: 1 });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await pending('a')).toEqual({});
  });

  it('makes a record that was put off due again at once', async () => {
    await put('a', { Attempts: 1 });
    await database
      .updateTable('outbox')
      .set({ due_at: databaseNowPlus(60_000), tries: 3, last_error: 'no' })
      .execute();
    await put('a', { Attempts: 2 });
    const [row] = await database.selectFrom('outbox').selectAll().execute();
    expect(row).toMatchObject({ tries: 0, last_error: null });
    expect(row?.due_at.getTime()).toBeLessThan((row?.created_at.getTime() ?? 0) + 30_000);
  });

  it('takes columns back, and the record with its last one', async () => {
    await put('a', { Status: 'called', Attempts: 1 });
    await withdraw('a', 'Status', 'Notes');
    expect(await pending('a')).toEqual({ a: { Attempts: 1 } });
    await withdraw('a', 'Attempts');
    expect(await database.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  it('keeps campaigns apart', async () => {
    const other = new Outbox(new CampaignSettings(readEnvironment({ CAMPAIGN_NAME: 'other' })));
    await put('a', { Attempts: 9 }, other);
    expect(await pending('a')).toEqual({});
    await withdraw('a', 'Attempts');
    expect(await database.selectFrom('outbox').select('campaign').execute()).toEqual([{ campaign: 'other' }]);
  });
});
