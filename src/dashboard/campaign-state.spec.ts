import { storeCall } from '../../test/support/a-call';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aBench, Bench, NOON } from '../../test/support/database';
import { ExternalApis } from '../common/external-apis';
import { CIRCUIT } from '../common/external-policy-report';
import { Metrics } from '../common/metrics';
import { databaseNowPlus, json } from '../persistence/sql';
import { Campaign } from '../orchestration/campaign';
import { CampaignStates } from './campaign-state';
import { Circuit } from './circuits';
import { DashboardModule } from './dashboard.module';

const now = new Date(NOON);
const VARIABLES = {
  MAX_CONCURRENT_CALLS: '7',
  CALLS_PER_SECOND: '2',
  DAILY_BUDGET_USD: '40',
  MAX_CALL_COST_USD: '1.5',
};
let bench: Bench;
let states: CampaignStates;

beforeAll(async () => {
  bench = await aBench([DashboardModule], VARIABLES);
  states = bench.app.get(CampaignStates);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

describe('CampaignStates', () => {
  it('knows a campaign that has done nothing yet', async () => {
    expect(await states.read()).toEqual({
      ...{ name: 'default', now, state: 'running', paused: null, suspended: null, idle: 'starting' },
      ...{ lines: { inUse: 0, limit: 7, configured: 7 }, dialRate: { perSecond: 2, configured: 2 } },
      ...{ leads: {}, outcomesToday: {}, inDoubt: 0, lastCommand: null },
      ...{ spendTodayUsd: 0, spend: { todayUsd: 0, reservedUsd: 0, budgetUsd: 40 } },
      ...{ waitingForAirtable: 0, faults: [], circuits: expect.any(Array) as Circuit[] },
      waiting: { airtable: { count: 0, oldestAt: null }, automation: { count: 0, oldestAt: null } },
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

  it('holds back what calls without a known cost may come to', async () => {
    const placed = await storeAttempt(bench.database, await storeLead(bench.database), { state: 'placed' });
    await storeAttempt(bench.database, await storeLead(bench.database), { state: 'in_doubt' });
    const over = await storeAttempt(bench.database, await storeLead(bench.database), { state: 'placed' });
    await storeCall(bench.database, { attempt_id: placed, status: 'ringing', disposition: null });
    await storeCall(bench.database, { attempt_id: over, cost_usd: null });
    await storeCall(bench.database, { cost_usd: 0.25 });
    expect(await states.read()).toMatchObject({
      ...{ spend: { todayUsd: 0.25, reservedUsd: 4.5 }, inDoubt: 1 },
    });
  });

  it("goes by an operator's limits, though never above the configured ones", async () => {
    const limit = async (lines_limit: number, calls_per_second_limit: number) => {
      await bench.database.updateTable('campaigns').set({ lines_limit, calls_per_second_limit }).execute();
      const { lines, dialRate } = await states.read();
      return [lines.limit, lines.configured, dialRate.perSecond, dialRate.configured];
    };
    expect(await limit(3, 0.5)).toEqual([3, 7, 0.5, 2]);
    expect(await limit(30, 50)).toEqual([7, 7, 2, 2]);
  });

  it('tells what waits to be written and posted, and since when', async () => {
    const anHourAgo = databaseNowPlus(-3_600_000);
    const write = { campaign: 'default', target: 'lead', fields: json({}), version: 1, tries: 0 };
    await bench.database
      .insertInto('outbox')
      .values([
        { ...write, key: 'a', created_at: anHourAgo },
        { ...write, key: 'b', created_at: databaseNowPlus(0) },
      ])
      .execute();
    const call_id = await storeCall(bench.database);
    const post = { campaign: 'default', call_id, kind: 'finished', occurred_at: now };
    await bench.database
      .insertInto('automation_deliveries')
      .values({ ...post, id: '01a203e7-f1d8-76c9-a419-296000000001', created_at: anHourAgo })
      .execute();
    const { waiting, waitingForAirtable } = await states.read();
    expect([waiting.airtable.count, waitingForAirtable, waiting.automation.count]).toEqual([2, 2, 1]);
    for (const { oldestAt } of [waiting.airtable, waiting.automation]) {
      const ageMs = now.getTime() - (oldestAt?.getTime() ?? 0);
      expect(ageMs).toBeGreaterThanOrEqual(3_600_000);
      expect(ageMs).toBeLessThan(3_700_000);
    }
  });

  it('tells how the circuits of this replica stand', async () => {
    const metrics = bench.app.get(Metrics, { strict: false });
    const externals = bench.app.get(ExternalApis, { strict: false });
    metrics.circuitState.set({ api: 'vapi' }, 2);
    metrics.circuitState.set({ api: 'airtable' }, 1);
    metrics.circuitState.set({ api: 'twilio' }, 0);
    externals.report('vapi', CIRCUIT, { message: 'It keeps failing', since: now, needsOperator: false });
    const { circuits } = await states.read();
    externals.clear('vapi', CIRCUIT);
    expect(circuits).toEqual(
      expect.arrayContaining([
        { api: 'vapi', state: 'open', since: now, message: 'It keeps failing' },
        { api: 'airtable', state: 'half-open', since: null, message: null },
        { api: 'twilio', state: 'closed', since: null, message: null },
      ]),
    );
  });

  it('tells what an operator did last', async () => {
    const action = { campaign: 'default', who: 'Grace', at: now, subject: null, reason: 'Lunch' };
    const ids = ['01a203e7-f1d8-76c9-a419-296000000001', '01a203e7-f1d8-76c9-a419-296000000002'];
    await bench.database
      .insertInto('operator_actions')
      .values([
        { ...action, id: ids[1] ?? '', command: 'resume', detail: json({}) },
        { ...action, id: ids[0] ?? '', command: 'pause', detail: json({}) },
      ])
      .execute();
    const { lastCommand } = await states.read();
    expect(lastCommand).toEqual({
      id: ids[1],
      at: now,
      who: 'Grace',
      command: 'resume',
      subject: null,
      reason: 'Lunch',
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
