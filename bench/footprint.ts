import { sql } from 'kysely';
import { RunningClock } from '../src/common/clock';
import { startSandbox } from '../src/sandbox/sandbox';
import { anOpenDatabase, RealPostgres } from '../test/support/database';
import { freePort, liveVariables, until } from '../test/support/laura';
import { LauraProcess } from '../test/support/process';

export interface Footprint {
  /** From the process's start to readiness, its tables made before. */
  readonly readySeconds: number;
  /** Resident memory with 100,000 leads in the database: at rest, and while 20 lines are busy. */
  readonly restMb: number;
  readonly loadMb: number;
}

const LEADS = 100_000;
const MB = 1_048_576;

/** How soon the built service is ready, and what memory it takes. */
export async function measureFootprint(server: RealPostgres): Promise<Footprint> {
  const clock = new RunningClock(new Date('2026-06-09T16:00:00Z'), 1);
  const sandbox = await startSandbox({ clock, leads: 0, concurrencyLimit: 20, callSeconds: 6 });
  const url = await server.url();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const start = (lines: number) =>
    LauraProcess.start({
      ...liveVariables(sandbox, port),
      DATABASE_URL: url,
      CLOCK_START: clock.now().toISOString(),
      MAX_CONCURRENT_CALLS: String(lines),
    });
  const ready = () =>
    until('it is ready', () =>
      fetch(`${base}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  try {
    const first = start(1);
    await ready();
    await first.end('SIGTERM');
    for (let nth = 0; nth < 500; nth += 1) addLead(nth);
    await fill(url, clock.now());
    const startedMs = performance.now();
    const service = start(20);
    await ready();
    const readySeconds = (performance.now() - startedMs) / 1000;
    const restMb = await residentMb(base);
    await until('a hundred calls were made', () => sandbox.vapi.calls.length >= 100, 120_000);
    const loadMb = await residentMb(base);
    await service.end('SIGTERM');
    return { readySeconds, restMb, loadMb };
  } finally {
    await sandbox.close();
  }

  function addLead(nth: number): void {
    sandbox.airtable.add('Leads', {
      Phone: `+1212${2_340_000 + nth}`,
      Consent: 'express_written',
      'Consent At': '2026-01-15T12:00:00.000Z',
    });
  }
}

async function fill(url: string, now: Date): Promise<void> {
  const { database } = await anOpenDatabase(url);
  await sql`insert into leads (id, campaign, source_id, status, phone, country, consent, consent_at, do_not_call,
      fields, attempts, failures, due_at, acknowledged, synced_at)
    select gen_random_uuid(), 'default', 'old' || n, 'called', '+1646' || (2340000 + n), 'US', 'express_written',
      ${now}, false, '{}', 1, 0, ${now}, '{}', ${now} from generate_series(1, ${sql.lit(LEADS)}) as n`.execute(
    database,
  );
  await database.destroy();
}

async function residentMb(base: string): Promise<number> {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / MB;
}
