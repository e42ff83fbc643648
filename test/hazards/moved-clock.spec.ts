import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { irreparableFaults, lastingDisagreements } from '../support/agreement';
import { RealPostgres } from '../support/database';
import { freePort, liveVariables, TUESDAY_NOON, until } from '../support/laura';
import { MovableClock } from '../support/movable-clock';
import { LauraProcess } from '../support/process';

const PACE = 30;
const HOUR_MS = 3_600_000;

describe('a live service that is started again with the clock at another hour', () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let laura: LauraProcess | undefined;
  let variables: Readonly<Record<string, string>>;
  const clock = new MovableClock(new Date(TUESDAY_NOON));

  beforeAll(async () => {
    server = await RealPostgres.start();
    sandbox = await startSandbox({ clock, leads: 100, pace: PACE });
    const DATABASE_URL = await server.url();
    variables = { ...liveVariables(sandbox, await freePort()), DATABASE_URL, MAX_CONCURRENT_CALLS: '4' };
  }, 60_000);

  afterAll(async () => {
    await laura?.end('SIGKILL');
    await sandbox.close();
    await server.stop();
  });

  const rows = () => sandbox.airtable.records('Calls').length;
  const ended = () => sandbox.vapi.calls.filter(({ status }) => status === 'ended').length;
  const startNow = (step = 'after:nothing:1') =>
    LauraProcess.startDoomed({ ...variables, CLOCK_START: clock.now().toISOString() }, step);

  it('resolves what it was at, calls on, and stays within the law, an hour earlier and a night later', async () => {
    laura = startNow('before:POST /call:8');
    await until('it dies before it has asked for a call', () => laura?.hasExited, 90_000);
    // Nothing will be heard of the next ones: they must be looked up.
    sandbox.vapi.faults.droppedWebhooks = ['*'];
    laura = startNow('sent:POST /call:2');
    await until('it dies while it asks', () => laura?.hasExited, 90_000);
    sandbox.vapi.faults.droppedWebhooks = [];
    const before = sandbox.vapi.calls.length;

    clock.move(-HOUR_MS);
    laura = startNow();
    await until('it calls on', () => sandbox.vapi.calls.length > before + 5, 120_000);
    await until('every call has its row', () => ended() > before && rows() === ended(), 240_000);
    expect(await laura.end('SIGTERM')).toBe(0);
    expect(irreparableFaults(sandbox)).toEqual([]);

    clock.move(11 * HOUR_MS);
    const atNight = sandbox.vapi.calls.length;
    laura = startNow();
    await until('it calls on in the west', () => sandbox.vapi.calls.length > atNight + 3, 120_000);
    expect(await laura.end('SIGTERM')).toBe(0);
    expect(irreparableFaults(sandbox)).toEqual([]);

    clock.move(14 * HOUR_MS);
    laura = startNow();
    await until(
      'everybody agrees',
      async () => (await lastingDisagreements(sandbox, 0)).length === 0,
      180_000,
      () => lastingDisagreements(sandbox, 0),
    );
  }, 900_000);
});
