import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aMemoryDatabase, empty, NOON } from '../../test/support/database';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Budget } from './budget';

let database: Database;
let calls = 0;

beforeAll(async () => {
  database = await aMemoryDatabase();
});

beforeEach(() => empty(database));

afterAll(() => database.destroy());

function callsLeft(variables: Record<string, string>, now = NOON): Promise<number> {
  const budget = new Budget(new CampaignSettings(readEnvironment(variables)));
  return database.transaction().execute((transaction) => budget.callsLeft(transaction, new Date(now)));
}

async function aCall(changes: {
  cost_usd?: number | null;
  created_at?: Date;
  campaign?: string;
  status?: string;
  attempt_id?: string;
}) {
  const at = new Date(NOON);
  const standing = {
    id: `call-${++calls}`,
    campaign: 'default',
    status: 'ended',
    opted_out: false,
    created_at: at,
    updated_at: at,
  };
  await database
    .insertInto('calls')
    .values({ ...standing, ...changes })
    .execute();
}

const TEN = { DAILY_BUDGET_USD: '10', MAX_CALL_COST_USD: '2' };

describe('Budget', () => {
  it('is without end where none is set', async () => {
    await aCall({ cost_usd: 1_000 });
    expect(await callsLeft({})).toBe(Number.POSITIVE_INFINITY);
  });

  it('covers whole calls at their worst', async () => {
    expect(await callsLeft(TEN)).toBe(5);
    await aCall({ cost_usd: 0.5 });
    expect(await callsLeft(TEN)).toBe(4);
    await aCall({ cost_usd: 9 });
    expect(await callsLeft(TEN)).toBe(0);
    await aCall({ cost_usd: 90 });
    expect(await callsLeft(TEN)).toBe(0);
  });

  it('counts what is not known yet at its worst: calls in hand, and ended ones without a cost', async () => {
    await aCall({ cost_usd: null });
    for (const state of ['reserved', 'in_doubt', 'released', 'ended'])
      await storeAttempt(database, await storeLead(database), { state });
    const attempt_id = await storeAttempt(database, await storeLead(database), { state: 'placed' });
    await aCall({ attempt_id, status: 'in-progress', cost_usd: null });
    expect(await callsLeft(TEN)).toBe(1);
  });

  it('counts a call once that is over while its attempt waits for the report', async () => {
    const attempt_id = await storeAttempt(database, await storeLead(database), { state: 'placed' });
    await aCall({ attempt_id, status: 'ended', cost_usd: null });
    expect(await callsLeft(TEN)).toBe(4);
  });

  it("begins anew at midnight UTC, and leaves other campaigns' calls to them", async () => {
    await addCampaign(database, 'another');
    await aCall({ cost_usd: 9, campaign: 'another' });
    await aCall({ cost_usd: 9, created_at: new Date('2026-06-09T23:59:59.999Z') });
    expect(await callsLeft(TEN)).toBe(5);
    await aCall({ cost_usd: 9, created_at: new Date('2026-06-10T00:00:00Z') });
    expect(await callsLeft(TEN)).toBe(0);
    expect(await callsLeft(TEN, '2026-06-11T00:00:00Z')).toBe(5);
  });
});
