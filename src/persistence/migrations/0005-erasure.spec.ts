import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { verifyLedger } from '../../compliance/ledger/verify-ledger';
import { anOpenDatabase, RealPostgres } from '../../../test/support/database';
import { Database } from '../database';
import { migrate } from '../migrate';
import * as foundation from './0001-foundation';
import * as decisionLedger from './0002-decision-ledger';

const [ADA, BOB] = ['+12125550123', '+12125550124'];
const uuid = (digit: number) => `01922a00-0000-7000-8000-00000000000${digit}`;

async function forgetNumbersInTheLedger(database: Database): Promise<void> {
  const getMigrations = () =>
    Promise.resolve({ '0001-foundation': foundation, '0002-decision-ledger': decisionLedger });
  await new Migrator({ db: database, provider: { getMigrations } }).migrateToLatest();
  const numbers = [ADA, BOB, ADA, null];
  for (const [index, phone] of numbers.entries()) {
    await sql`insert into decisions (id, sequence, previous_hash, hash, campaign, phone, moment, verdict, rule_set,
        findings, inputs, decided_at)
      values (${uuid(index + 1)}, ${index + 1}, 'of the old format', 'of the old format', 'default', ${phone}, 'dial',
        'allow', '1', '[{"b": 1.50, "aa": "é"}]', '{"subject": {"state": "NY", "postalCode": "10001"}}',
        '2026-06-10T16:00:00.5Z')`.execute(database);
  }
  await sql`insert into ledger_heads values ('decisions', 4, 'of the old format')`.execute(database);
  await migrate(database);

  const { rows } = await sql<{ sequence: number; phone: string | null }>`
    select sequence::int as sequence, phone from decisions left join ledger_subjects on token = subject order by sequence
  `.execute(database);
  expect(rows).toEqual(numbers.map((phone, index) => ({ sequence: index + 1, phone })));
  expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 4, head: { sequence: 4 } });
  const stored = await database.selectFrom('decisions').selectAll().execute();
  expect(JSON.stringify(stored)).not.toMatch(/2125550|10001/);
  expect(stored[0]?.inputs).toEqual({ subject: { state: 'NY', postalCode: '100' } });
  await expect(sql`delete from decisions`.execute(database)).rejects.toThrow('append-only');
}

describe('0005-erasure', () => {
  it('gives the numbers of a ledger random names and chains it anew, on the embedded database', async () => {
    const { database } = await anOpenDatabase();
    await forgetNumbersInTheLedger(database);
    await database.destroy();
  });

  it('does so on PostgreSQL', async () => {
    const postgres = await RealPostgres.start();
    const { database } = await anOpenDatabase(await postgres.url());
    try {
      await forgetNumbersInTheLedger(database);
    } finally {
      await database.destroy();
      await postgres.stop();
    }
  });
});
