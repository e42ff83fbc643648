import { CampaignStates } from '../src/dashboard/campaign-state';
import { Campaign } from '../src/orchestration/campaign';
import { Database } from '../src/persistence/database';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { RunningClock } from '../src/common/clock';
import { lastingDisagreements } from './support/agreement';
import {
  allWritten,
  RunningLaura,
  startService,
  TUESDAY_NOON,
  twilioVariables,
  until,
} from './support/laura';

const LEADS = 30;
const UNSETTLED = ['', 'new', 'in progress'];

let laura: RunningLaura;

/** The service over the simulated Twilio account. */
async function startOverTwilio(disturb: (sandbox: Sandbox) => void): Promise<RunningLaura> {
  const clock = new RunningClock(new Date(TUESDAY_NOON), 60);
  const sandbox = await startSandbox({ clock, leads: LEADS });
  disturb(sandbox);
  const { app, url } = await startService(sandbox, clock, twilioVariables(sandbox));
  const close = async () => {
    await app.close();
    await sandbox.close();
  };
  return { app, sandbox, clock, url, close };
}

async function runCampaign(): Promise<void> {
  const { app, sandbox } = laura;
  const settled = () =>
    sandbox.airtable
      .records('Leads')
      .filter(({ fields }) => !UNSETTLED.includes(String(fields.Status ?? '')));
  const state = async () => await app.get(CampaignStates).read();
  await until('most leads are settled', () => settled().length >= LEADS * 0.8, 150_000, state);
  await app.get(Campaign).pause('The test has seen enough');
  await until('every call has ended and is written', () => allWritten(laura), 90_000, state);
}

/** Attempts by id, with how many calls each has had at Twilio. */
async function dialedPerAttempt(): Promise<Map<string, number>> {
  const { app, sandbox } = laura;
  const attempts = await app
    .get(Database)
    .selectFrom('attempts')
    .select(['id', 'provider_call_id'])
    .where('state', '=', 'ended')
    .execute();
  const names = new Map(sandbox.vapi.calls.map(({ id, name }) => [id, name]));
  const dialed = sandbox.twilio.calls.map(({ vapiCallId }) => names.get(vapiCallId));
  return new Map(attempts.map(({ id }) => [id, dialed.filter((name) => name === id).length]));
}

afterEach(() => laura.close());

describe("a campaign over the operator's own Twilio account", () => {
  it('has Twilio dial each attempt once, VAPI talk to whoever picks up, and Airtable agree with both', async () => {
    laura = await startOverTwilio(() => undefined);
    await runCampaign();

    const { twilio, vapi } = laura.sandbox;
    expect(twilio.calls.length).toBeGreaterThan(12);
    expect(new Set(twilio.calls.map(({ status }) => status)).size).toBeGreaterThan(2);
    expect(await lastingDisagreements(laura.sandbox)).toEqual([]);
    const perAttempt = await dialedPerAttempt();
    expect([...perAttempt.values()]).toEqual(Array(twilio.calls.length).fill(1));
    expect(vapi.calls).toHaveLength(twilio.calls.length);
    const answers = twilio.calls.flatMap(({ callbacks }) => callbacks.flatMap((sent) => sent.answers));
    expect(new Set(answers)).toEqual(new Set([200]));
  }, 240_000);

  it('rings nobody twice over lost answers, and loses nothing over callbacks doubled and out of order', async () => {
    laura = await startOverTwilio(({ twilio, vapi }) => {
      Object.assign(twilio.faults, {
        createThenDrop: 2,
        createThenFail: 2,
        dropWithoutCreating: 1,
        rateLimited: 1,
      });
      Object.assign(twilio.faults, { duplicatedCallbacks: ['*'], reorderedCallbacks: true });
      Object.assign(twilio.faults, { callbackBeforeResponse: 3 });
      Object.assign(vapi.faults, { createThenDrop: 1, createThenFail: 1 });
    });
    await runCampaign();

    const { twilio } = laura.sandbox;
    expect(twilio.calls.length).toBeGreaterThan(12);
    const names = new Map(laura.sandbox.vapi.calls.map(({ id, name }) => [id, name]));
    const dialed = twilio.calls.map(({ vapiCallId }) => names.get(vapiCallId));
    expect(new Set(dialed).size).toBe(dialed.length);
    expect([...(await dialedPerAttempt()).values()].every((count) => count <= 1)).toBe(true);
    expect(await lastingDisagreements(laura.sandbox)).toEqual([]);
  }, 240_000);
});
