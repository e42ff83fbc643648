import { irreparableFaults, lastingDisagreements } from '../support/agreement';
import { anOpenDatabase, RealPostgres } from '../support/database';
import { freePort, liveVariables, TUESDAY_NOON, until } from '../support/laura';
import { MovableClock } from '../support/movable-clock';
import { LauraProcess } from '../support/process';
import { letTimePass } from '../support/time-in-database';
import { OPEN_STATES } from '../../src/call-log/attempt-state';
import { Database } from '../../src/persistence/database';
import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';

const PACE = 30;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('a live service that is started again with the clock at another hour', () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let database: Database;
  let laura: LauraProcess | undefined;
  let variables: Readonly<Record<string, string>>;
  let diedAt: Date;
  const clock = new MovableClock(new Date(TUESDAY_NOON));

  beforeAll(async () => {
    server = await RealPostgres.start();
    sandbox = await startSandbox({ clock, leads: 100, pace: PACE });
    const DATABASE_URL = await server.url();
    ({ database } = await anOpenDatabase(DATABASE_URL));
    variables = { ...liveVariables(sandbox, await freePort()), DATABASE_URL };
  }, 60_000);

  afterAll(async () => {
    await laura?.end('SIGKILL');
    await sandbox.close();
    await database.destroy();
    await server.stop();
  });

  /** Attempts from before the clock was put back. */
  const doubtful = async () => {
    const open = database
      .selectFrom('attempts')
      .select(['state', 'next_look_at'])
      .where('state', 'in', OPEN_STATES);
    return await open.where('reserved_at', '<', diedAt).execute();
  };
  const startNow = (step = 'after:nothing:1') =>
    LauraProcess.startDoomed({ ...variables, CLOCK_START: clock.now().toISOString() }, step);

  it('waits an hour that comes twice out, loses nothing of it, and calls lawfully at night', async () => {
    // Nothing will be heard of these calls: they must be looked up.
    sandbox.vapi.faults.droppedWebhooks = ['*'];
    laura = startNow('sent:POST /call:5');
    await until('it dies while it asks', () => laura?.hasExited, 90_000);
    diedAt = clock.now();
    sandbox.vapi.faults.droppedWebhooks = [];
    await letTimePass(database, MINUTE_MS);

    clock.move(-HOUR_MS);
    const asked = sandbox.airtable.requests.length;
    laura = startNow();
    await until('it has read the leads anew', () => sandbox.airtable.requests.length >= asked + 3, 60_000);
    expect(await laura.end('SIGTERM')).toBe(0);
    expect(irreparableFaults(sandbox)).toEqual([]);

    clock.move(HOUR_MS + MINUTE_MS);
    const before = sandbox.vapi.calls.length;
    laura = startNow();
    await until('it calls on', () => sandbox.vapi.calls.length > before + 5, 60_000);
    expect(await laura.end('SIGTERM')).toBe(0);

    clock.move(10 * HOUR_MS);
    const atNight = sandbox.vapi.calls.length;
    laura = startNow();
    await until('it calls on in the west', () => sandbox.vapi.calls.length > atNight + 3, 60_000);
    expect(await laura.end('SIGTERM')).toBe(0);

    clock.move(14 * HOUR_MS);
    laura = startNow();
    const differences = () => lastingDisagreements(sandbox, 0);
    await until(
      'what was in doubt is resolved',
      async () => (await doubtful()).length === 0,
      180_000,
      doubtful,
    );
    await until('everybody agrees', async () => (await differences()).length === 0, 180_000, differences);
  }, 600_000);
});
