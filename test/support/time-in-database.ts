import { sql } from 'kysely';
import { Database } from '../../src/persistence/database';

/** What goes by the database's own clock, which no test can move: leases, waits, jobs in hand. */
const INSTANTS: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['leases', ['expires_at']],
  ['attempts', ['lease_until']],
  ['rate_limits', ['next_at']],
  ['campaigns', ['probe_at']],
  ['outbox', ['due_at']],
  ['automation_deliveries', ['due_at']],
  ['jobs.job', ['started_on', 'start_after']],
  ['jobs.queue', ['monitor_on', 'monitor_claim_on']],
];

/** Makes it look to whoever starts next as if the database's clock had gone on by `ms`. Tables yet to be made are left out. */
export async function letTimePass(database: Database, ms: number): Promise<void> {
  for (const [table, columns] of INSTANTS) {
    const { rows } = await sql<{ known: boolean }>`select to_regclass(${table}) is not null as known`.execute(
      database,
    );
    if (rows[0]?.known !== true) continue;
    const moved = columns.map(
      (column) => sql`${sql.ref(column)} = ${sql.ref(column)} - make_interval(secs => ${ms / 1000})`,
    );
    await sql`update ${sql.table(table)} set ${sql.join(moved)}`.execute(database);
  }
}
