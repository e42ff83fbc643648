import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { lastingDisagreements } from '../support/agreement';
import { RealPostgres } from '../support/database';
import { freePort, liveVariables, TUESDAY_NOON, until, WEBHOOK_SECRET } from '../support/laura';
import { MovableClock } from '../support/movable-clock';
import { LauraProcess } from '../support/process';

const PACE = 30;

describe('a live service whose PostgreSQL server goes away and comes back', () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let laura: LauraProcess;
  let url: string;

  beforeAll(async () => {
    server = await RealPostgres.start();
    const clock = new MovableClock(new Date(TUESDAY_NOON));
    sandbox = await startSandbox({ clock, leads: 60, pace: PACE });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    laura = LauraProcess.start({
      ...liveVariables(sandbox, port),
      DATABASE_URL: await server.url(),
      CLOCK_START: TUESDAY_NOON,
    });
  }, 60_000);

  afterAll(async () => {
    await laura.end('SIGKILL');
    await sandbox.close();
    await server.stop();
  });

  const rows = () => sandbox.airtable.records('Calls').length;
  const upNow = () => sandbox.vapi.calls.filter(({ status }) => status !== 'ended').length;
  const statusOf = async (path: string) =>
    await fetch(`${url}${path}`).then(
      ({ status }) => status,
      () => 0,
    );
  const webhook = async () =>
    await fetch(`${url}/vapi-webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-token': WEBHOOK_SECRET },
      body: JSON.stringify({
        message: { type: 'status-update', status: 'ringing', call: { id: 'one of ours' } },
      }),
    });

  it('refuses webhooks meanwhile so that they come again, dials nobody, and goes on by itself', async () => {
    await until('calls are up and some are written', () => upNow() >= 3 && rows() >= 3);
    await server.halt();
    const isUnready = async () => (await statusOf('/health/ready')) === 503;
    await until('it is not ready', isUnready, 30_000, () => laura.output.slice(-3_000));
    expect(await statusOf('/health/live')).toBe(200);
    const refused = await webhook();
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
    await until('the calls in hand are over', () => upNow() === 0);
    const dialed = sandbox.vapi.calls.length;
    await until('the simulator was refused too', () =>
      sandbox.vapi.calls.some(({ deliveries }) =>
        deliveries.some(({ attempts }) => attempts.some(({ status }) => status === 503)),
      ),
    );
    expect(sandbox.vapi.calls).toHaveLength(dialed);
    expect(laura.hasExited).toBe(false);

    await server.resume();
    await until('it is ready', async () => (await statusOf('/health/ready')) === 200);
    await until('the campaign goes on', () => sandbox.vapi.calls.length > dialed + 5);
    await until(
      'every ended call has its row',
      () => upNow() === 0 && rows() === sandbox.vapi.calls.length,
      180_000,
    );
    expect(await lastingDisagreements(sandbox, 120_000)).toEqual([]);
  }, 400_000);
});
