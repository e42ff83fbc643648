import { CampaignStates } from '../../src/dashboard/campaign-state';
import { Database } from '../../src/persistence/database';
import { databaseNow } from '../../src/persistence/sql';
import { Behaviour } from '../../src/sandbox/sandbox';
import { disagreements, lastingDisagreements } from '../support/agreement';
import { allWritten, RunningLaura, startLaura, until } from '../support/laura';

let laura: RunningLaura;

afterEach(() => laura.close());

const calls = () => laura.sandbox.vapi.calls;
const rows = () => laura.sandbox.airtable.records('Calls').length;
const state = () => laura.app.get(CampaignStates).read();
const upNow = () => calls().filter(({ status }) => status !== 'ended').length;
const posts = () =>
  laura.sandbox.vapi.requests.filter(({ method, path }) => method === 'POST' && path === '/call').length;

async function waitingWrites(): Promise<number> {
  return (await state()).waitingForAirtable;
}

/** Makes the next probe due at once instead of in a minute or more. */
async function letTheWaitBeOver(): Promise<void> {
  const database = laura.app.get(Database);
  await database
    .updateTable('campaigns')
    .set({ probe_at: databaseNow })
    .where('probe_at', 'is not', null)
    .execute();
}

/** Pauses the campaign, lets everything end, and returns in what the simulators and the law disagree. */
async function wholeTruth(): Promise<string[]> {
  const { url } = laura;
  const headers = { authorization: 'Bearer admin-token-of-the-tests', 'content-type': 'application/json' };
  await fetch(`${url}/api/campaign/pause`, { method: 'POST', headers, body: '{"reason":"Seen enough"}' });
  await until('every call has ended and is written', () => allWritten(laura), 90_000, state);
  return await lastingDisagreements(laura.sandbox);
}

describe('while Airtable is away', () => {
  it('dials nobody, lets the calls in hand end, and writes each outcome once when it is back', async () => {
    laura = await startLaura({ sandbox: { leads: 60 } });
    const { airtable } = laura.sandbox;
    await until('calls are up and some are written', () => upNow() >= 3 && rows() >= 2);
    airtable.faults.dropped = true;
    await until('dialing stands still', async () => (await state()).idle === 'lead-source-away');
    const dialed = calls().length;
    const written = rows();
    await until('the calls in hand are over', () => upNow() === 0);
    await until('their outcomes wait', async () => (await waitingWrites()) >= 3);
    expect([calls().length, rows()]).toEqual([dialed, written]);

    airtable.faults.dropped = false;
    await until('dialing goes on', () => calls().length > dialed, 120_000, state);
    expect(await wholeTruth()).toEqual([]);
  }, 240_000);

  it('makes no second row of writes that were applied although their connections dropped', async () => {
    laura = await startLaura({ sandbox: { leads: 40 } });
    const { airtable } = laura.sandbox;
    await until('calls are up', () => upNow() >= 3);
    airtable.faults.lostResponses = 10;
    await until('ten answers are lost', () => airtable.faults.lostResponses === 0, 120_000, state);
    expect(await wholeTruth()).toEqual([]);
  }, 240_000);

  it('waits out the penalty after a refused request, and sends nothing into it', async () => {
    laura = await startLaura({ sandbox: { leads: 20 } });
    const { airtable } = laura.sandbox;
    await until('calls are up', () => upNow() >= 2);
    airtable.faults.rateLimited = 1;
    await until(
      'Airtable has refused all it was to refuse',
      () => airtable.faults.rateLimited === 0,
      120_000,
    );
    expect(await wholeTruth()).toEqual([]);
    const refused = airtable.requests.filter(({ status }) => status === 429).length;
    expect(refused).toBe(1);
  }, 300_000);
});

describe('while VAPI is away', () => {
  it('suspends itself, gives the leads back, tries one call, and goes on when that gets through', async () => {
    laura = await startLaura({ sandbox: { leads: 40 } });
    const { vapi } = laura.sandbox;
    await until('calls are up', () => upNow() >= 2);
    vapi.faults.unavailable = true;
    await until('the campaign suspends itself', async () => (await state()).suspended, 90_000, state);
    expect(await state()).toMatchObject({ state: 'suspended', paused: null });
    const metrics = async () => await (await fetch(`${laura.url}/metrics`)).text();
    await until('the gauges say so', async () => (await metrics()).includes('laura_paused 1'));
    expect(await metrics()).toMatch(/laura_circuit_state\{api="vapi"\} [12]/);
    const asked = posts();
    await letTheWaitBeOver();
    await until('a free request has asked in vain', async () => (await state()).idle === 'provider-away');
    expect(posts()).toBe(asked);

    vapi.faults.unavailable = false;
    const known = new Set(calls().map(({ id }) => id));
    await until('the probe is out', () => calls().length > known.size, 150_000, state);
    await until('dialing goes on', async () => (await state()).state === 'running', 150_000, state);
    const [probe, next] = calls().filter(({ id }) => !known.has(id));
    if (next) expect(Date.parse(next.createdAt)).toBeGreaterThanOrEqual(Date.parse(probe?.endedAt ?? ''));
    await until('others are called', () => calls().length > known.size + 3, 90_000, state);
    expect(await wholeTruth()).toEqual([]);
  }, 400_000);

  it('suspends itself for want of credit, says so to the operator, and uses up nobody', async () => {
    laura = await startLaura({ sandbox: { leads: 40 }, variables: { MAX_CONCURRENT_CALLS: '2' } });
    const { vapi, airtable } = laura.sandbox;
    vapi.faults.paymentRequired = true;
    await until('the campaign suspends itself', async () => (await state()).suspended, 120_000, state);
    const { suspended, faults } = await state();
    expect(suspended?.reason).toMatch(/answered 402.*credit and plan/);
    expect(faults.some(({ needsOperator }) => needsOperator)).toBe(true);
    expect(airtable.records('Leads').every(({ fields }) => Number(fields.Attempts ?? 0) === 0)).toBe(true);
    expect(disagreements(laura.sandbox)).toEqual([]);
  }, 200_000);

  it('suspends itself when calls are accepted and then fail, and goes on when one has reached somebody', async () => {
    laura = await startLaura({ sandbox: { leads: 40 }, variables: { MAX_CONCURRENT_CALLS: '2' } });
    const { vapi } = laura.sandbox;
    const everyone = (behaviour: Behaviour) => async () => {
      const people = await laura.app.get(Database).selectFrom('leads').select('phone').execute();
      people.forEach(({ phone }) => phone && vapi.script(phone, [behaviour]));
      return people.length;
    };
    await until('the leads are read', everyone('start-error'));
    await until('the campaign suspends itself', async () => (await state()).suspended, 120_000, state);
    expect((await state()).suspended?.reason).toContain('call.start.error-get-transport');
    await until('nobody is being called', () => upNow() === 0);
    const dialed = calls().length;

    await letTheWaitBeOver();
    await until('one more call has failed', () => calls().length === dialed + 1 && upNow() === 0);
    await until('the wait has begun anew', async () => (await state()).suspended?.probeAt);
    await everyone('no-answer')();
    await letTheWaitBeOver();
    await until('dialing goes on', async () => (await state()).state === 'running', 90_000, state);
    expect(calls().slice(dialed)[1]?.endedReason).toBe('customer-did-not-answer');
    expect(await wholeTruth()).toEqual([]);
  }, 240_000);
});
