import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aBench, Bench, NOON } from '../../test/support/database';
import { ExternalApis } from '../common/external-apis';
import { databaseNowPlus } from '../persistence/sql';
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
      ...{ name: 'default', now, state: 'running', paused: null, suspended: null, idle: 'starting' },
      ...{ lines: { inUse: 0, limit: 7 }, leads: {}, outcomesToday: {} },
      ...{ spendTodayUsd: 0, waitingForAirtable: 0, faults: [] },
      openings: { answered: 0, missed: 0, byDisclosure: {} },
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

  it("says that it is suspended, why, and when the next call tries; the operator's pause wins", async () => {
    const suspension = { suspended_at: now, suspended_reason: 'Calls keep failing' };
    await bench.database
      .updateTable('campaigns')
      .set({ ...suspension, probe_at: databaseNowPlus(600_000) })
      .execute();
    const { state, suspended } = await states.read();
    expect([state, suspended?.since, suspended?.reason]).toEqual(['suspended', now, 'Calls keep failing']);
    const probeInMs = (suspended?.probeAt?.getTime() ?? 0) - now.getTime();
    expect(probeInMs).toBeGreaterThan(540_000);
    expect(probeInMs).toBeLessThanOrEqual(600_000);
    await bench.database.updateTable('campaigns').set({ probe_at: null, paused_at: now }).execute();
    expect(await states.read()).toMatchObject({ state: 'paused', suspended: { probeAt: null } });
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
