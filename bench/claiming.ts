import { LeadStore } from '../src/leads/lead-store';
import { OrchestrationModule } from '../src/orchestration/orchestration.module';
import { aBench, RealPostgres } from '../test/support/database';
import { fill } from './reserving';
import { percentile } from './statistics';

const RUNS = 200;
const LEADS = 50;

export interface ClaimTime {
  readonly rows: number;
  readonly medianMs: number;
}

/** What it takes to lock the next fifty due leads, by the number of leads in the table. */
export async function measureClaiming(sizes: readonly number[], server: RealPostgres): Promise<ClaimTime[]> {
  const times: ClaimTime[] = [];
  for (const rows of sizes) {
    const bench = await aBench([OrchestrationModule], { DATABASE_URL: await server.url() });
    await fill(bench, rows);
    const store = bench.app.get(LeadStore, { strict: false });
    const tookMs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      await bench.run(async (transaction) => {
        const fromMs = performance.now();
        const claimed = await store.claimDue(transaction, 'default', bench.clock.now(), LEADS);
        if (claimed.length !== LEADS) throw new Error(`Not ${LEADS} leads were claimed: ${claimed.length}`);
        tookMs.push(performance.now() - fromMs);
      });
    }
    times.push({ rows, medianMs: percentile(tookMs, 0.5) });
    await bench.app.close();
  }
  return times;
}
