import { FakeClock } from '../common/fake-clock';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { DatabaseSuppressions } from './database-suppressions';
import { Suppression } from './suppressions';
import { IN_MEMORY } from '../../test/support/memory';

const clock = new FakeClock('2026-06-10T16:00:00Z');
const suppressions = new DatabaseSuppressions(clock);
let database: Database;

function add(suppression: Suppression): Promise<void> {
  return database.transaction().execute((transaction) => suppressions.add(transaction, suppression));
}

function rowsOf(phone: string) {
  return database.selectFrom('suppressions').selectAll().where('phone', '=', phone).execute();
}

beforeAll(async () => {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: IN_MEMORY }));
  const open = await openDatabase(settings, () => undefined);
  database = open.database;
  await migrate(database);
});

afterAll(() => database.destroy());

describe('DatabaseSuppressions', () => {
  it('writes who may not be called, why, and since when', async () => {
    await add({ phone: '+12125550123', reason: 'Said stop', channel: 'call', callId: 'call-1' });
    expect(await rowsOf('+12125550123')).toEqual([
      {
        phone: '+12125550123',
        reason: 'Said stop',
        channel: 'call',
        call_id: 'call-1',
        created_at: clock.now(),
      },
    ]);
  });

  it('keeps the first entry of a number that is added again', async () => {
    await add({ phone: '+12125550124', reason: 'Said stop', channel: 'call', callId: 'call-2' });
    clock.advance(1_000);
    await add({ phone: '+12125550124', reason: 'A list', channel: 'import' });
    expect(await rowsOf('+12125550124')).toMatchObject([{ reason: 'Said stop', channel: 'call' }]);
  });

  it('stores a number written in another form as the one that is dialed', async () => {
    await add({ phone: '+1 (212) 555-0125', reason: 'By letter', channel: 'operator' });
    expect(await rowsOf('+12125550125')).toHaveLength(1);
  });

  it('writes many at once, counting those that are new, and keeps first entries', async () => {
    await add({ phone: '+12125550130', reason: 'Said stop', channel: 'call', callId: 'call-3' });
    const phones = ['+12125550132', '+12125550130', '+12125550131', '+12125550132'];
    const addAll = () =>
      database
        .transaction()
        .execute((transaction) =>
          suppressions.addAll(transaction, phones, { reason: "A 'list', or two", channel: 'import' }),
        );
    expect(await addAll()).toBe(2);
    expect(await addAll()).toBe(0);
    expect(await rowsOf('+12125550130')).toMatchObject([{ reason: 'Said stop', call_id: 'call-3' }]);
    expect(await rowsOf('+12125550132')).toEqual([
      {
        phone: '+12125550132',
        reason: "A 'list', or two",
        channel: 'import',
        call_id: null,
        created_at: clock.now(),
      },
    ]);
  });

  it('forgets an entry whose transaction is rolled back', async () => {
    const rolledBack = database.transaction().execute(async (transaction) => {
      await suppressions.add(transaction, { phone: '+12125550126', reason: 'Said stop', channel: 'call' });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await rowsOf('+12125550126')).toEqual([]);
  });
});
