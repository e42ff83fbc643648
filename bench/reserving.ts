import { sql } from 'kysely';
import { Reservations } from '../src/orchestration/reservation';
import { OrchestrationModule } from '../src/orchestration/orchestration.module';
import { Database } from '../src/persistence/database';
import { aBench, Bench, RealPostgres } from '../test/support/database';

/** Milliseconds that the transaction takes which claims, judges and reserves ten leads. */
export interface ReservingTime {
  readonly rows: number;
  readonly medianMs: number;
  readonly slowestOf100Ms: number;
}

const RUNS = 200;
const WARM_UP_RUNS = 100;
const LEADS = 10;
/** Rows that are made with one statement. */
const PORTION = 50_000;
const VARIABLES = {
  CALL_PURPOSE: 'informational',
  SELLER_LEGAL_NAME: 'Sunny Roofs Inc.',
  CALLBACK_NUMBER: '+12025550100',
  MAX_CONCURRENT_CALLS: String(LEADS),
  CALLS_PER_SECOND: '100',
};

/**
 * The same work beside few and many rows of leads and suppressions, on a PostgreSQL server of its own. The databases take
 * turns, so that neither has the process or the machine at a better moment.
 */
export async function measureReserving(sizes: readonly number[]): Promise<ReservingTime[]> {
  const server = await RealPostgres.start();
  const benches: Bench[] = [];
  try {
    for (const rows of sizes) {
      const bench = await aBench([OrchestrationModule], { ...VARIABLES, DATABASE_URL: await server.url() });
      benches.push(bench);
      await fill(bench, rows);
    }
    const timesMs = benches.map((): number[] => []);
    for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
      for (const [index, bench] of benches.entries()) {
        const tookMs = await reserveOnce(bench);
        if (run >= 0) timesMs[index]?.push(tookMs);
      }
    }
    return sizes.map((rows, index) => ({ rows, ...summary(timesMs[index] ?? []) }));
  } finally {
    for (const { app } of benches) await app.close();
    await server.stop();
  }
}

function summary(timesMs: readonly number[]): Omit<ReservingTime, 'rows'> {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { medianMs: at(0.5), slowestOf100Ms: at(0.99) };
}

async function reserveOnce(bench: Bench): Promise<number> {
  const startMs = performance.now();
  const reserved = await bench.app.get(Reservations).reserve(1_000);
  const tookMs = performance.now() - startMs;
  const count = typeof reserved === 'string' ? reserved : reserved.length;
  if (count !== LEADS) throw new Error(`Not ${LEADS} leads were reserved: ${count}`);
  await freeLines(bench);
  return tookMs;
}

async function freeLines({ database }: Bench): Promise<void> {
  await sql`update attempts set state = 'released' where state = 'reserved'`.execute(database);
  await sql`update campaigns set next_dial_at = null`.execute(database);
}

/** Leads in New York who may all be called now, and as many suppressions of other numbers. */
export async function fill({ database, clock }: Bench, rows: number): Promise<void> {
  const now = clock.now();
  // No statement may take longer than the service's own limit, on however slow a machine.
  for (let from = 1; from <= rows; from += PORTION)
    await fillPortion(database, now, from, Math.min(rows, from + PORTION - 1));
  await sql`vacuum analyze leads, suppressions`.execute(database);
}

async function fillPortion(database: Database, now: Date, from: number, to: number): Promise<void> {
  const numbers = sql`generate_series(${sql.lit(from)}::integer, ${sql.lit(to)}::integer)`;
  await sql`insert into leads (id, campaign, source_id, status, phone, country, consent, consent_at, do_not_call,
      fields, attempts, failures, due_at, acknowledged, synced_at)
    select gen_random_uuid(), 'default', 'rec' || n, 'new', '+1212' || (2340000 + n), 'US', 'express_written',
      ${now}::timestamptz - interval '30 days', false, '{}', 0, 0, ${now}::timestamptz - n * interval '1 second', '{}', ${now}
    from ${numbers} as n`.execute(database);
  await sql`insert into suppressions (phone, reason, channel, created_at)
    select '+1646' || (2340000 + n), 'asked', 'call', ${now} from ${numbers} as n`.execute(database);
}
