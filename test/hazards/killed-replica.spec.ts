import { Database } from '../../src/persistence/database';
import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { lastingDisagreements } from '../support/agreement';
import { anOpenDatabase, RealPostgres } from '../support/database';
import { ADMIN_TOKEN, freePort, liveVariables, TUESDAY_NOON, until } from '../support/laura';
import { LoadBalancer } from '../support/load-balancer';
import { MovableClock } from '../support/movable-clock';
import { LauraProcess } from '../support/process';
import { mostWithin } from '../support/rate';

/** Calls of a minute take four seconds. */
const PACE = 15;
const MINUTE_MS = 60_000;
/** Five a second: over five of them, since a busy machine hands on at once what came one after another. */
const AIRTABLE_IN_FIVE_SECONDS = 25;
const STATUSES_TO_COME = ['', 'new', 'in progress'];

let server: RealPostgres;
let database: Database;
let sandbox: Sandbox;
let balancer: LoadBalancer;
let variables: Readonly<Record<string, string>>;
const clock = new MovableClock(new Date(TUESDAY_NOON));
const replicas: { process: LauraProcess; port: number }[] = [];
let watch: NodeJS.Timeout | undefined;

beforeAll(async () => (server = await RealPostgres.start()), 60_000);
afterAll(() => server.stop());

beforeEach(async () => {
  const url = await server.url();
  ({ database } = await anOpenDatabase(url));
  // More than can be called while it lasts.
  sandbox = await startSandbox({ clock, leads: 500, pace: PACE, seed: 3 });
  balancer = await LoadBalancer.listen();
  variables = { ...liveVariables(sandbox, 0), PUBLIC_URL: balancer.url, DATABASE_URL: url };
});

afterEach(async () => {
  clearInterval(watch);
  await Promise.all(replicas.map(({ process }) => process.end('SIGKILL')));
  replicas.length = 0;
  await balancer.close();
  await sandbox.close();
  await database.destroy();
});

async function startReplica(own: Readonly<Record<string, string>>, step = 'after:nothing:1') {
  const port = await freePort();
  const process = LauraProcess.startDoomed(
    { ...variables, ...own, PORT: String(port), CLOCK_START: clock.now().toISOString() },
    step,
  );
  const replica = { process, port };
  replicas.push(replica);
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(
    'the replica is ready',
    () => process.hasExited || isReady(),
    MINUTE_MS,
    () => process.output,
  );
  balancer.ports.add(port);
  return replica;
}

const calls = () => sandbox.vapi.calls;
const upNow = () => calls().filter(({ status }) => status !== 'ended').length;

/** Of these rows, those which nobody has dealt with yet. */
async function unfinished(since: Date) {
  const attempts = database.selectFrom('attempts').select('id').where('state', 'in', ['reserved', 'dialing']);
  const events = database.selectFrom('webhook_events').select('id').where('processed_at', 'is', null);
  const rows = [
    ...(await attempts.where('reserved_at', '<', since).execute()),
    ...(await events.where('received_at', '<', since).execute()),
  ];
  return rows.map(({ id }) => id);
}

/** Resolves as soon as it is dead, with what it left. */
async function deathOf(process: LauraProcess) {
  await until(
    'the replica is dead',
    () => process.hasExited,
    150_000,
    () => process.output,
  );
  return { left: await unfinished(clock.now()) };
}

async function everythingIsWritten(): Promise<boolean> {
  if (upNow() > 0 || sandbox.vapi.isDelivering) return false;
  const waiting = await database.selectFrom('outbox').select('key').execute();
  const doubtful = await database
    .selectFrom('attempts')
    .select('id')
    .where('state', '=', 'in_doubt')
    .execute();
  return waiting.length + doubtful.length + (await unfinished(clock.now())).length === 0;
}

async function pause(): Promise<void> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  const body = '{"reason":"The test has seen enough"}';
  expect((await fetch(`${balancer.url}/api/campaign/pause`, { method: 'POST', headers, body })).status).toBe(
    200,
  );
}

const dials = () => sandbox.vapi.requests.filter(({ method, path }) => method === 'POST' && path === '/call');

describe('three replicas over one PostgreSQL server', () => {
  it('take over within a minute what two of them left when they were killed, one dialing, one settling', async () => {
    const lines = 5;
    const own = { MAX_CONCURRENT_CALLS: String(lines) };
    const [dialing, settling] = await Promise.all([
      // Nobody will ever hear of that call: its attempt stands until the lease has run out, then is in doubt for a while.
      startReplica(own, 'before:POST /call:3'),
      startReplica(own, 'before:commit attempts+calls+*leads+outbox*webhook_events:2'),
      startReplica(own),
    ]);
    let mostUp = 0;
    watch = setInterval(() => (mostUp = Math.max(mostUp, upNow())), 20);
    const [dialingDied] = await Promise.all([deathOf(dialing.process), deathOf(settling.process)]);
    expect(dialingDied.left.length).toBeGreaterThan(0);
    const diedAt = clock.now();
    await until(
      'what they left is taken over',
      async () => (await unfinished(diedAt)).length === 0,
      // A lease runs out after 45 s, and the next look follows within ten; the rest is for a busy machine.
      MINUTE_MS + 30_000,
      () => unfinished(diedAt),
    );
    const before = calls().length;
    await until(
      'the campaign goes on',
      () => calls().length > before + 3,
      MINUTE_MS,
      () => replicas.map(({ process }) => process.output.slice(-2_000)),
    );
    await pause();
    await until('everything is written', everythingIsWritten, 180_000);
    clearInterval(watch);

    expect(await lastingDisagreements(sandbox)).toEqual([]);
    expect([mostUp > 2, mostUp <= lines]).toEqual([true, true]);
    expect(mostWithin(5_000, sandbox.airtable.requests)).toBeLessThanOrEqual(AIRTABLE_IN_FIVE_SECONDS);
  }, 480_000);

  it('are replaced one after the other without a call lost, doubted, or dialed too fast', async () => {
    const own = { MAX_CONCURRENT_CALLS: '10', CALLS_PER_SECOND: '2' };
    const old = await Promise.all([1, 2, 3].map(() => startReplica(own)));
    await until('calls are up', () => upNow() >= 2);
    for (const { process, port } of old) {
      await startReplica(own);
      // Kubernetes takes a pod out of its service when it asks it to stop.
      balancer.ports.delete(port);
      expect(await process.end('SIGTERM')).toBe(0);
    }
    const before = calls().length;
    await until('the new ones go on', () => calls().length > before + 5);
    await pause();
    await until('everything is written', everythingIsWritten, 120_000);

    expect(await lastingDisagreements(sandbox)).toEqual([]);
    expect(replicas.filter(({ process }) => process.output.includes('in doubt'))).toEqual([]);
    const undelivered = calls().flatMap(({ deliveries }) =>
      deliveries.filter(({ state }) => state === 'failed'),
    );
    expect(undelivered).toEqual([]);
    expect(mostWithin(5_000, dials())).toBeGreaterThan(5);
    expect(mostWithin(5_000, dials())).toBeLessThanOrEqual(13);
    expect(mostWithin(5_000, sandbox.airtable.requests)).toBeLessThanOrEqual(AIRTABLE_IN_FIVE_SECONDS);
    const leads = sandbox.airtable.records('Leads');
    expect(leads.filter(({ fields }) => fields.Status === 'in progress')).toEqual([]);
    expect(
      leads.filter(({ fields }) => !STATUSES_TO_COME.includes(String(fields.Status ?? ''))).length,
    ).toBeGreaterThan(5);
  }, 300_000);
});
