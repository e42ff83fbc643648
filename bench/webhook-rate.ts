import autocannon from 'autocannon';
import { once } from 'node:events';
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningClock } from '../src/common/clock';
import { startSandbox } from '../src/sandbox/sandbox';
import { RealPostgres } from '../test/support/database';
import { freePort, liveVariables, until } from '../test/support/laura';
import { LauraProcess } from '../test/support/process';
import { percentile } from './statistics';

/** Acknowledged webhooks a second, and milliseconds that one in a hundred takes longer than. */
export interface WebhookRate {
  readonly database: 'PostgreSQL' | 'PGlite';
  readonly connections: number;
  readonly oursPerSecond: number;
  readonly barePerSecond: number;
  readonly oursP99Ms: number;
  readonly bareP99Ms: number;
}

const CONNECTIONS = [1, 10, 50];
const SECONDS = 4;
const ROUNDS = 2;
const BODY_BYTES = 12_000;

/**
 * How fast webhooks become durable, beside a bare Fastify that inserts the same body as one row into a database of the
 * same kind. The two take turns, so that neither has the machine at a better moment.
 */
export async function measureWebhooks(server: RealPostgres): Promise<WebhookRate[]> {
  const rates: WebhookRate[] = [];
  for (const database of ['PostgreSQL', 'PGlite'] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'laura-bench-'));
    const [ours, bare] = [
      await startOurs(database, server, folder),
      await startBare(database, server, folder),
    ];
    try {
      for (const connections of CONNECTIONS)
        rates.push({ database, connections, ...(await compare(ours, bare, connections)) });
    } finally {
      await ours.stop();
      await bare.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return rates;
}

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Resolves once it has nothing left to do, so that the other has the machine for itself. */
  readonly isDone: () => Promise<unknown>;
  stop(): Promise<unknown>;
}

async function compare(ours: Target, bare: Target, connections: number) {
  const rounds: { ours: autocannon.Result; bare: autocannon.Result }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ bare: await load(bare, connections), ours: await load(ours, connections) });
  const median = (figure: (round: (typeof rounds)[number]) => number) => percentile(rounds.map(figure), 0.5);
  return {
    oursPerSecond: median((round) => round.ours.requests.average),
    barePerSecond: median((round) => round.bare.requests.average),
    oursP99Ms: median((round) => round.ours.latency.p99),
    bareP99Ms: median((round) => round.bare.latency.p99),
  };
}

let reports = 0;

async function load({ url, headers, isDone }: Target, connections: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    connections,
    duration: SECONDS,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    requests: [{ setupRequest: (request) => ({ ...request, body: report((reports += 1)) }) }],
  });
  await isDone();
  if (result.non2xx + result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result;
}

/** An end-of-call report as VAPI sends it, of the usual size, about a call of its own. */
function report(nth: number): string {
  const call = { id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`, type: 'outboundPhoneCall' };
  const message = {
    type: 'end-of-call-report',
    endedReason: 'customer-ended-call',
    call,
    artifact: { transcript: WORDS },
  };
  return JSON.stringify({ message });
}

/** A conversation of some forty turns. */
const WORDS = Array.from({ length: 40 }, (_, turn) =>
  turn % 2 === 0
    ? `AI: ${'Thank you, that helps, and may I ask how large the roof is in square feet? '.repeat(4)}`
    : `User: ${'Well, I think that it is about twenty years old and faces south, so we wonder. '.repeat(4)}`,
)
  .join('\n')
  .slice(0, BODY_BYTES);

async function startOurs(
  database: WebhookRate['database'],
  server: RealPostgres,
  folder: string,
): Promise<Target> {
  const clock = new RunningClock(new Date('2026-06-09T16:00:00Z'), 1);
  const sandbox = await startSandbox({ clock, leads: 0 });
  const port = await freePort();
  const variables = liveVariables(sandbox, port);
  const service = LauraProcess.start({
    ...variables,
    LOG_LEVEL: 'error',
    ...(database === 'PostgreSQL'
      ? { DATABASE_URL: await server.url() }
      : { DATA_DIR: join(folder, 'ours') }),
  });
  const base = `http://127.0.0.1:${port}`;
  await until('it is ready', () =>
    fetch(`${base}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    url: `${base}/vapi-webhook`,
    headers: { 'x-webhook-token': variables.WEBHOOK_SECRET ?? '' },
    isDone: () => until('what was stored is settled', () => isIdle(base), 120_000),
    stop: async () => {
      await service.end('SIGTERM');
      await sandbox.close();
    },
  };
}

/** Whether the service uses less than a tenth of a core. */
async function isIdle(base: string): Promise<boolean> {
  const used = async () => {
    const metrics = await (await fetch(`${base}/metrics`)).text();
    return Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
  };
  const [before, begunMs] = [await used(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 500));
  return (await used()) - before < (performance.now() - begunMs) / 10_000;
}

async function startBare(
  database: WebhookRate['database'],
  server: RealPostgres,
  folder: string,
): Promise<Target> {
  const place = database === 'PostgreSQL' ? await server.url() : join(folder, 'bare');
  const child = fork(join(__dirname, 'bare-webhook.js'), [place]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    isDone: () => Promise.resolve(),
    stop: () => Promise.resolve(child.kill()),
  };
}
