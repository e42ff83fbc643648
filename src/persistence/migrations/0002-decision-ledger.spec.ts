import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { verifyLedger } from '../../compliance/ledger/verify-ledger';
import { anOpenDatabase, RealPostgres } from '../../../test/support/database';
import { Database } from '../database';
import { migrate } from '../migrate';
import * as foundation from './0001-foundation';

const ATTEMPT = '01922a00-0000-7000-8000-0000000000aa';
const uuid = (digit: number) => `01922a00-0000-7000-8000-00000000000${digit}`;

async function chainOldRows(database: Database): Promise<void> {
  const getMigrations = () => Promise.resolve({ '0001-foundation': foundation });
  await new Migrator({ db: database, provider: { getMigrations } }).migrateToLatest();
  const decisions = [
    { id: 3, at: '2026-06-10T16:00:00.5Z' },
    { id: 2, at: '2026-06-10T16:00:00.5Z' },
    { id: 1, at: '2026-06-11T16:00:00Z' },
  ];
  for (const { id, at } of decisions) {
    await sql`insert into decisions values (${uuid(id)}, 'default', null, ${id === 2 ? ATTEMPT : null}, '+12125550123',
      'dial', 'allow', '1', '[{"b": 1.50, "aa": "é"}]', '{}', null, ${at})`.execute(database);
  }
  await migrate(database);
  const rows = await database
    .selectFrom('decisions')
    .select(['id', 'sequence'])
    .orderBy('sequence')
    .execute();
  expect(rows.map(({ id, sequence }) => [id, Number(sequence)])).toEqual([
    [uuid(2), 1],
    [uuid(3), 2],
    [uuid(1), 3],
  ]);
  expect(await database.selectFrom('decision_attempts').selectAll().execute()).toEqual([
    { decision_id: uuid(2), attempt_id: ATTEMPT },
  ]);
  expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 3, head: { sequence: 3 } });
}

describe('0002-decision-ledger', () => {
  it('chains the rows that are there, oldest first, on the embedded database', async () => {
    const { database } = await anOpenDatabase();
    await chainOldRows(database);
    await database.destroy();
  });

  it('does so on PostgreSQL', async () => {
    const postgres = await RealPostgres.start();
    const { database } = await anOpenDatabase(await postgres.url());
    try {
      await chainOldRows(database);
    } finally {
      await database.destroy();
      await postgres.stop();
    }
  });
});
