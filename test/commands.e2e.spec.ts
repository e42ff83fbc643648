import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, RunningClock } from '../src/common/clock';
import { Database } from '../src/persistence/database';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { RealPostgres } from './support/database';
import { ADMIN_TOKEN, startService, TUESDAY_NOON, until } from './support/laura';

const LEADS = 80;
const LINES = 6;
const SPEED = 60;

describe("an operator's commands, over two replicas on one PostgreSQL server", () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let clock: Clock;
  const replicas: { app: NestFastifyApplication; url: string }[] = [];

  beforeAll(async () => {
    server = await RealPostgres.start();
    clock = new RunningClock(new Date(TUESDAY_NOON), SPEED);
    sandbox = await startSandbox({ clock, leads: LEADS });
    const variables = { DATABASE_URL: await server.url(), MAX_CONCURRENT_CALLS: String(LINES) };
    replicas.push(...(await Promise.all([1, 2].map(() => startService(sandbox, clock, variables)))));
  });

  afterAll(async () => {
    for (const { app } of replicas) await app.close();
    await sandbox.close();
    await server.stop();
  });

  async function command<T>(replica: number, path: string, body: object): Promise<T> {
    const answer = await fetch(`${replicas[replica]?.url}/api/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${ADMIN_TOKEN}`,
        'x-operator': 'Ada',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  const database = () => replicas[0]?.app.get(Database) ?? raise('No replica runs');
  const isUp = ({ status }: { readonly status: string }) => status !== 'ended';
  const secondsPass = async (seconds: number) => {
    const end = clock.now().getTime() + seconds * 1_000 * SPEED;
    await until('time passes', () => clock.now().getTime() >= end);
  };

  it('a pause at one replica is in force on the other within a second', async () => {
    await until('calls are being made', () => sandbox.vapi.calls.length >= LINES);
    await command(0, 'campaign/pause', { reason: 'Lunch' });
    await secondsPass(1);
    const placed = sandbox.vapi.calls.length;
    await secondsPass(4);
    expect(sandbox.vapi.calls).toHaveLength(placed);
    const waiting = await database().selectFrom('leads').select('id').where('status', '=', 'new').execute();
    expect(waiting.length).toBeGreaterThan(0);
  }, 90_000);

  it('fewer lines hold on both from the next tick on', async () => {
    await until('the calls of before are over', () => !sandbox.vapi.calls.some(isUp));
    await command(0, 'campaign/limits', { lines: 2, callsPerSecond: 5 });
    await command(1, 'campaign/resume', { reason: 'Eaten' });
    const before = sandbox.vapi.calls.length;
    let most = 0;
    await until('some more calls are made', () => {
      most = Math.max(most, sandbox.vapi.calls.filter(isUp).length);
      return sandbox.vapi.calls.length >= before + 5;
    });
    expect(most).toBe(2);
    await command(0, 'campaign/limits', { lines: null, callsPerSecond: null });
  }, 90_000);

  it('a stop at one ends the calls of both', async () => {
    await until('several calls are up', () => sandbox.vapi.calls.filter(isUp).length >= 3);
    const { ended, failed, state } = await command<{
      ended: number;
      failed: number;
      state: { state: string };
    }>(1, 'campaign/stop', { reason: 'The script is wrong' });
    expect(state.state).toBe('paused');
    expect(ended).toBeGreaterThan(0);
    expect(failed).toBe(0);
    await until('every call is over', () => !sandbox.vapi.calls.some(isUp), 5_000);
    const open = () => database().selectFrom('attempts').select('id').where('state', '=', 'placed').execute();
    await until('every call is settled', async () => (await open()).length === 0);
  }, 90_000);

  it('a mark is written to the lead source', async () => {
    const lead = await database()
      .selectFrom('leads')
      .select(['id', 'source_id'])
      .where('status', '=', 'new')
      .executeTakeFirstOrThrow();
    const body = { status: 'left alone', reason: 'A competitor' };
    const detail = await command<{ status: string; timeline: { kind: string }[] }>(
      1,
      `leads/${lead.id}/mark`,
      body,
    );
    expect(detail.status).toBe('left alone');
    expect(detail.timeline[0]?.kind).toBe('command');
    const shown = () =>
      sandbox.airtable.records('Leads').find(({ id }) => id === lead.source_id)?.fields.Status;
    await until('Airtable shows it', () => shown() === 'left alone');
    await secondsPass(3);
    const row = database().selectFrom('leads').select('status').where('id', '=', lead.id);
    expect((await row.executeTakeFirstOrThrow()).status).toBe('left alone');
  }, 60_000);
});

function raise(message: string): never {
  throw new Error(message);
}
