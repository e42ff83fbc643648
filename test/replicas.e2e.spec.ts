import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, RunningClock } from '../src/common/clock';
import { Campaign } from '../src/orchestration/campaign';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { lastingDisagreements } from './support/agreement';
import { RealPostgres } from './support/database';
import { allWritten, startService, TUESDAY_NOON, until } from './support/laura';

const LEADS = 60;
const LINES = 6;

describe('two replicas over one PostgreSQL server', () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let clock: Clock;
  const replicas: { app: NestFastifyApplication; url: string }[] = [];

  beforeAll(async () => {
    server = await RealPostgres.start();
    clock = new RunningClock(new Date(TUESDAY_NOON), 60);
    sandbox = await startSandbox({ clock, leads: LEADS });
    const variables = { DATABASE_URL: await server.url(), MAX_CONCURRENT_CALLS: String(LINES) };
    // Started together: they race for the migrations as well.
    replicas.push(...(await Promise.all([1, 2].map(() => startService(sandbox, clock, variables)))));
  });

  afterAll(async () => {
    for (const { app } of replicas) await app.close();
    await sandbox.close();
    await server.stop();
  });

  it('share the lines, call nobody twice, and tell Airtable each outcome once', async () => {
    let mostAtOnce = 0;
    const settled = () => {
      mostAtOnce = Math.max(mostAtOnce, sandbox.vapi.calls.filter(({ status }) => status !== 'ended').length);
      return sandbox.airtable.records('Leads').filter(({ fields }) => !isOpen(fields.Status)).length;
    };
    await until('most leads are settled', () => settled() >= LEADS * 0.75, 120_000);
    const [first] = replicas;
    if (!first) throw new Error('No replica runs');
    await first.app.get(Campaign).pause('The test has seen enough');
    await until('every call has ended and is written', () => allWritten({ app: first.app, sandbox }), 60_000);

    expect(await lastingDisagreements(sandbox)).toEqual([]);
    expect(mostAtOnce).toBeGreaterThan(1);
    expect(mostAtOnce).toBeLessThanOrEqual(LINES);
    expect(sandbox.airtable.requests.filter(({ status }) => status === 429)).toEqual([]);
  }, 240_000);
});

function isOpen(status: unknown): boolean {
  return ['', 'new', 'in progress'].includes(String(status ?? ''));
}
