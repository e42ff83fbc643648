import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aMemoryDatabase, NOON } from '../../test/support/database';
import { Database, Transaction } from '../persistence/database';
import { Attempts } from './attempts';

const attempts = new Attempts();
const now = new Date(NOON);
let database: Database;

beforeAll(async () => {
  database = await aMemoryDatabase();
  await addCampaign(database);
  await addCampaign(database, 'another');
});

afterAll(() => database.destroy());

function run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return database.transaction().execute(work);
}

function rowOf(id: string) {
  return database.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('moving on', () => {
  it('changes nothing where the attempt stands elsewhere by now', async () => {
    const id = await storeAttempt(database, await storeLead(database), {
      state: 'ended',
      disposition: 'busy',
    });
    const moved = await run((transaction) => attempts.move(transaction, id, 'placed', { disposition: null }));
    expect(moved).toBeUndefined();
    expect(await rowOf(id)).toMatchObject({ state: 'ended', disposition: 'busy' });
  });

  it('opens a closed attempt again only while its number has no other open one', async () => {
    const lead = await storeLead(database);
    const closed = await storeAttempt(database, lead, { state: 'not_placed' });
    const other = await storeAttempt(database, lead, { state: 'placed' });
    expect(await run((transaction) => attempts.move(transaction, closed, 'placed'))).toBeUndefined();
    await run((transaction) => attempts.move(transaction, other, 'ended'));
    expect(await run((transaction) => attempts.move(transaction, closed, 'placed'))).toMatchObject({
      state: 'placed',
    });
  });
});

describe('finding', () => {
  it('goes by the surest name, and bears an id that is none', async () => {
    const first = await storeAttempt(database, await storeLead(database), {
      state: 'placed',
      provider_call_id: 'call-1',
    });
    const second = await storeAttempt(database, await storeLead(database), {
      state: 'placed',
      provider_call_id: 'call-2',
    });
    const call = {
      campaign: 'default',
      status: 'queued',
      opted_out: false,
      created_at: now,
      updated_at: now,
    };
    await database
      .insertInto('calls')
      .values({ ...call, id: 'call-2', attempt_id: second, carrier_call_id: 'CA2' })
      .execute();
    const find = (names: Parameters<Attempts['lockBy']>[1]) =>
      run(async (transaction) => (await attempts.lockBy(transaction, names))?.id);
    expect(await find({ providerCallId: 'call-1', attemptId: second })).toBe(first);
    expect(await find({ providerCallId: 'call-9', attemptId: second })).toBe(second);
    expect(await find({ attemptId: 'no uuid', carrierCallId: 'CA2' })).toBe(second);
    expect(await find({ carrierCallId: 'CA9' })).toBeUndefined();
    expect(await find({})).toBeUndefined();
  });
});
