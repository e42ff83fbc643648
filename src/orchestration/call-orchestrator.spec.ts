import { aSourceLeadOf, storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, eventually, NOON } from '../../test/support/database';
import { LineSignal } from '../call-log/line-signal';
import { ExternalApis } from '../common/external-apis';
import { CIRCUIT } from '../common/external-policy-report';
import { Replica } from '../common/replica';
import { Lead } from '../leads/lead';
import { databaseNow } from '../persistence/sql';
import { PlaceCallResult } from '../telephony/telephony-provider';
import { CallOrchestrator } from './call-orchestrator.service';
import { Campaign } from './campaign';
import { OrchestrationModule } from './orchestration.module';

let bench: Bench;
let orchestrator: CallOrchestrator;

beforeEach(async () => {
  bench = await aBench([OrchestrationModule], { CALLS_PER_SECOND: '100', MAX_CONCURRENT_CALLS: '2' });
  orchestrator = bench.app.get(CallOrchestrator);
});

afterEach(() => bench.database.destroy());

async function aDueLead(changes: Partial<Lead> = {}): Promise<Lead> {
  const lead = await storeLead(bench.database, changes);
  bench.source.put(aSourceLeadOf(lead));
  return lead;
}

async function states(): Promise<string[]> {
  const rows = await bench.database.selectFrom('attempts').select('state').orderBy('id').execute();
  return rows.map(({ state }) => state);
}

/** Holds the provider's answers back until it is let go. */
function slowProvider(): (result?: PlaceCallResult) => void {
  const answer = bench.telephony.placeCall.bind(bench.telephony);
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  bench.telephony.placeCall = async (order) => {
    const result = await answer(order);
    await released;
    return result;
  };
  return release;
}

describe('CallOrchestrator', () => {
  it('calls whoever is due, as far as there are lines, and goes on when one comes free', async () => {
    for (let index = 0; index < 3; index++) await aDueLead();
    await orchestrator.tick();
    await orchestrator.settled();
    expect(await states()).toEqual(['placed', 'placed']);
    expect(orchestrator.idleReason).toBeUndefined();
    await orchestrator.tick();
    expect(orchestrator.idleReason).toBe('no-lines');
    orchestrator.onApplicationBootstrap();
    await bench.database.updateTable('attempts').set({ hung_up_at: bench.clock.now() }).execute();
    bench.app.get(LineSignal, { strict: false }).freed('call-1');
    await eventually('the third lead is called', () => bench.telephony.orders.length === 3);
    await orchestrator.settled();
  });

  it('never runs two rounds beside each other, and does not wait for the provider', async () => {
    for (let index = 0; index < 3; index++) await aDueLead();
    const release = slowProvider();
    await Promise.all([orchestrator.tick(), orchestrator.tick(), orchestrator.tick()]);
    await eventually('both calls are asked for', () => bench.telephony.orders.length === 2);
    await orchestrator.tick();
    expect(orchestrator.idleReason).toBe('no-lines');
    release();
    await orchestrator.settled();
    expect(bench.telephony.orders).toHaveLength(2);
  });

  it('asks nobody while the lead source or the provider can not be used', async () => {
    await aDueLead();
    bench.source.isAway = true;
    await orchestrator.tick();
    expect(orchestrator.idleReason).toBe('lead-source-away');
    bench.source.isAway = false;
    bench.telephony.hasAccess = false;
    await orchestrator.tick();
    expect([orchestrator.idleReason, await states()]).toEqual(['provider-away', []]);
  });

  it('rests after the provider refused a whole account, instead of asking every second', async () => {
    await aDueLead();
    bench.telephony.nextResults({ outcome: 'rejected', fault: 'account', reason: 'No credit' });
    await orchestrator.tick();
    await orchestrator.settled();
    expect(orchestrator.idleReason).toBe('provider-away');
    await orchestrator.tick();
    await orchestrator.tick();
    await orchestrator.settled();
    expect([bench.telephony.orders.length, await states()]).toEqual([1, ['rejected']]);
  });

  it('checks a refused key before it reserves anybody', async () => {
    await aDueLead();
    await orchestrator.tick();
    await orchestrator.settled();
    const fault = { message: 'The key is refused', since: new Date(NOON), needsOperator: true };
    bench.app.get(ExternalApis, { strict: false }).report('vapi', 'access', fault);
    bench.telephony.hasAccess = false;
    await aDueLead();
    await orchestrator.tick();
    expect([orchestrator.idleReason, await states()]).toEqual(['provider-away', ['placed']]);
  });

  it('suspends the campaign once for each opening of the circuit, and reserves nobody behind an open one', async () => {
    await aDueLead();
    const apis = bench.app.get(ExternalApis, { strict: false });
    const open = () => {
      apis.clear('vapi', CIRCUIT);
      apis.report('vapi', CIRCUIT, { message: 'VAPI fails', since: new Date(NOON), needsOperator: false });
    };
    open();
    await orchestrator.tick();
    expect(orchestrator.idleReason).toBe('suspended');
    // Another replica's probe has passed meanwhile; what this one knows of the outage is old news.
    await bench.database.updateTable('campaigns').set({ suspended_at: null }).execute();
    bench.telephony.hasAccess = false;
    await orchestrator.tick();
    expect([orchestrator.idleReason, await states()]).toEqual(['provider-away', []]);
    const row = () => bench.database.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
    expect((await row()).suspended_at).toBeNull();
    // It rests, but a new failure is told of at once.
    open();
    await orchestrator.tick();
    expect((await row()).suspended_at).toEqual(new Date(NOON));
  });

  it('asks for access before it lets a probe through, and goes on with everybody once it has passed', async () => {
    await aDueLead();
    await aDueLead();
    const suspension = { suspended_at: new Date(NOON), suspended_reason: 'Calls keep failing' };
    await bench.database
      .updateTable('campaigns')
      .set({ ...suspension, probe_at: databaseNow, probe_wait_ms: 60_000 })
      .execute();
    let asked = 0;
    bench.telephony.verifyAccess = () => Promise.resolve((asked += 1) > 0);
    await orchestrator.tick();
    await orchestrator.settled();
    expect([asked, await states()]).toEqual([2, ['placed']]);
    await orchestrator.tick();
    expect([orchestrator.idleReason, await states()]).toEqual(['suspended', ['placed']]);
    const ended = { state: 'ended', provider_fault: false, hung_up_at: new Date(NOON) };
    await bench.database.updateTable('attempts').set(ended).execute();
    await orchestrator.tick();
    await orchestrator.settled();
    expect(await states()).toEqual(['ended', 'placed']);
  });

  it('stands still while paused, and goes on when resumed', async () => {
    await aDueLead();
    const campaign = bench.app.get(Campaign);
    await campaign.pause('Lunch');
    await campaign.pause('Dinner');
    const row = await bench.database.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ paused_reason: 'Lunch', paused_at: new Date(NOON) });
    await orchestrator.tick();
    expect([orchestrator.idleReason, await states()]).toEqual(['paused', []]);
    await campaign.resume();
    await orchestrator.tick();
    await orchestrator.settled();
    expect(await states()).toEqual(['placed']);
  });

  it('survives a tick that fails', async () => {
    await aDueLead();
    const ready = bench.source.ready.bind(bench.source);
    bench.source.ready = () => Promise.reject(new Error('The database is away'));
    await orchestrator.tick();
    expect(await states()).toEqual([]);
    bench.source.ready = ready;
    await orchestrator.tick();
    await orchestrator.settled();
    expect(await states()).toEqual(['placed']);
  });

  it('when it stops: lets requests under way end, gives its reservations back, and reserves no more', async () => {
    const release = slowProvider();
    await aDueLead();
    await orchestrator.tick();
    await eventually('the call is asked for', () => bench.telephony.orders.length === 1);
    const mine = { holder: bench.app.get(Replica, { strict: false }).id };
    const left = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, left, { ...mine, state: 'reserved' });
    const theirs = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, theirs, { state: 'reserved' });
    const stopped = orchestrator.beforeApplicationShutdown();
    release();
    await stopped;
    expect(await states()).toEqual(['placed', 'released', 'reserved']);
    const row = await bench.database
      .selectFrom('leads')
      .select('status')
      .where('id', '=', left.id)
      .executeTakeFirstOrThrow();
    expect(row.status).toBe('new');
    await aDueLead();
    await orchestrator.tick();
    expect(orchestrator.idleReason).toBe('stopping');
    expect(await states()).toHaveLength(3);
  });
});
