import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aMemoryDatabase, NOON } from '../../test/support/database';
import { Database } from '../persistence/database';
import { ATTEMPT_STATES } from './attempt-state';
import { LEASE_MS } from './attempts';
import { linesInUse } from './lines-in-use';

const now = new Date(NOON);
let database: Database;

beforeEach(async () => {
  database = await aMemoryDatabase();
  await addCampaign(database);
  await addCampaign(database, 'another');
});

afterEach(() => database.destroy());

function inUse() {
  return database.transaction().execute((transaction) => linesInUse(transaction, 'default'));
}

describe('lines in use', () => {
  it('are the open attempts of the campaign whose call is not known to be over', async () => {
    for (const state of ATTEMPT_STATES) await storeAttempt(database, await storeLead(database), { state });
    await storeAttempt(database, await storeLead(database), { state: 'placed', hung_up_at: now });
    await storeAttempt(database, await storeLead(database, { campaign: 'another' }), { state: 'placed' });
    expect(await inUse()).toEqual({ dialed: 3, reserved: 1 });
  });

  it('are not kept by a replica that has died after it reserved them', async () => {
    await storeAttempt(database, await storeLead(database), {
      state: 'reserved',
      lease_until: new Date(Date.now() + LEASE_MS - 16_000),
    });
    expect(await inUse()).toEqual({ dialed: 0, reserved: 0 });
  });
});
