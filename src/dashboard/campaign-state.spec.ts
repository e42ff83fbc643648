import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aBench, Bench, NOON } from '../../test/support/database';
import { ExternalApis } from '../common/external-apis';
import { Campaign } from '../orchestration/campaign';
import { CampaignStates } from './campaign-state';
import { DashboardModule } from './dashboard.module';

const now = new Date(NOON);
let bench: Bench;
let states: CampaignStates;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { MAX_CONCURRENT_CALLS: '7' });
  states = bench.app.get(CampaignStates);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

describe('CampaignStates', () => {
  it('knows a campaign that has done nothing yet', async () => {
    expect(await states.read()).toEqual({
      ...{ name: 'default', now, paused: null, idle: 'starting', lines: { inUse: 0, limit: 7 } },
      ...{ leads: {}, outcomesToday: {}, spendTodayUsd: 0, waitingForAirtable: 0, faults: [] },
    });
  });

  it('counts leads, lines, the outcomes and the spend of today, of this campaign alone', async () => {
    await addCampaign(bench.database, 'another');
    const lead = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, lead, { state: 'placed' });
    await storeAttempt(bench.database, await storeLead(bench.database), { state: 'placed', hung_up_at: now });
    await storeAttempt(bench.database, await storeLead(bench.database), { state: 'ended' });
    await storeLead(bench.database, { campaign: 'another' });
    const call = { campaign: 'default', status: 'ended', opted_out: false, created_at: now, updated_at: now };
    await bench.database
      .insertInto('calls')
      .values([
        { ...call, id: 'c1', disposition: 'completed', cost_usd: 0.25 },
        { ...call, id: 'c2', disposition: 'completed', cost_usd: 0.5 },
        { ...call, id: 'c3', disposition: null, status: 'ringing' },
        { ...call, id: 'c4', disposition: 'busy', cost_usd: 9, created_at: new Date('2026-06-09T23:59:59Z') },
        { ...call, id: 'c5', disposition: 'busy', cost_usd: 9, campaign: 'another' },
      ])
      .execute();
    expect(await states.read()).toMatchObject({
      ...{ leads: { 'in progress': 1, new: 2 }, lines: { inUse: 1, limit: 7 } },
      ...{ outcomesToday: { completed: 2, 'in hand': 1 }, spendTodayUsd: 0.75 },
    });
  });

  it('says since when and why it is paused, and what stands in the way', async () => {
    await bench.app.get(Campaign, { strict: false }).pause('Too many complaints');
    const fault = { message: 'The key is refused', since: now, needsOperator: true };
    bench.app.get(ExternalApis, { strict: false }).report('vapi', 'access', fault);
    const state = await states.read();
    expect(state.paused).toEqual({ since: now, reason: 'Too many complaints' });
    expect(state.faults).toEqual([{ api: 'vapi', ...fault }]);
  });
});
