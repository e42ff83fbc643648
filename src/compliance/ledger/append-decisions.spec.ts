import { sql } from 'kysely';
import { Database } from '../../persistence/database';
import { migrate } from '../../persistence/migrate';
import { aMemoryDatabase, anOpenDatabase, eventually, RealPostgres } from '../../../test/support/database';
import { aDecisionEntry, record } from './decision-entry.factory';
import { appendDecisions } from './append-decisions';
import { findDecisions } from './find-decisions';
import { forgetSubject } from './ledger-subjects';
import { verifyLedger } from './verify-ledger';

let database: Database;

async function tokenOf(phone: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('ledger_subjects')
    .select('token')
    .where('phone', '=', phone)
    .executeTakeFirst();
  return row?.token;
}

async function sequences(database: Database): Promise<number[]> {
  const rows = await database.selectFrom('decisions').select('sequence').orderBy('sequence').execute();
  return rows.map(({ sequence }) => Number(sequence));
}

describe('appendDecisions', () => {
  beforeAll(async () => {
    database = await aMemoryDatabase();
  });

  beforeEach(async () => {
    await sql`truncate decisions, ledger_heads, ledger_subjects cascade`.execute(database);
  });

  afterAll(() => database.destroy());

  it('numbers rows in the order given, over batches, and leaves no gap for one that was rolled back', async () => {
    const [first, second, third] = [aDecisionEntry(), aDecisionEntry(), aDecisionEntry()];
    await record(database, [], [first, second]);
    const rolledBack = database.transaction().execute(async (transaction) => {
      await appendDecisions(transaction, [aDecisionEntry()]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await record(database, [third]);
    const rows = await database.selectFrom('decisions').selectAll().orderBy('sequence').execute();
    expect(rows.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
    expect(await sequences(database)).toEqual([1, 2, 3]);
    expect(rows.map((row) => row.previous_hash)).toEqual(['0'.repeat(64), rows[0]?.hash, rows[1]?.hash]);
  });

  it('goes on from its own rows within one transaction', async () => {
    await database.transaction().execute(async (transaction) => {
      await appendDecisions(transaction, [aDecisionEntry()]);
      await appendDecisions(transaction, [aDecisionEntry()]);
    });
    expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 2 });
  });

  it('stores what it was given', async () => {
    const entry = aDecisionEntry();
    await record(database, [entry]);
    const {
      sequence: _s,
      hash: _h,
      previous_hash: _p,
      subject,
      ...row
    } = await database.selectFrom('decisions').selectAll().executeTakeFirstOrThrow();
    const { phone, ...recorded } = entry;
    expect(row).toEqual({ ...recorded, inputs: JSON.parse(JSON.stringify(entry.inputs)) });
    expect(await tokenOf(phone)).toBe(subject);
  });

  it('gives a number one token for ever, each number its own, and keeps the number out of the rows', async () => {
    const phones = ['+12125550123', '+12125550124', '+12125550123'];
    await record(
      database,
      phones.map((phone) => aDecisionEntry({ phone })),
      [aDecisionEntry()],
    );
    const rows = await database.selectFrom('decisions').selectAll().orderBy('sequence').execute();
    const [first, second, third, fourth] = rows.map(({ subject }) => subject);
    expect([third, fourth]).toEqual([first, first]);
    expect(second).not.toBe(first);
    expect(JSON.stringify(rows)).not.toContain('2125550');
  });

  it('stays whole when a number is forgotten, after which nobody can tell whose decisions they were', async () => {
    await record(database, [aDecisionEntry(), aDecisionEntry({ phone: '+12125550124' })]);
    const before = await tokenOf('+12125550123');
    await database.transaction().execute((transaction) => forgetSubject(transaction, '+12125550123'));
    expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 2 });
    const { decisions } = await findDecisions(database, {}, 10);
    expect(decisions.map(({ phone }) => phone)).toEqual(['+12125550124', null]);
    expect((await findDecisions(database, { phone: '+12125550123' }, 10)).decisions).toEqual([]);
    await record(database, [aDecisionEntry()]);
    expect(await tokenOf('+12125550123')).not.toBe(before);
  });

  it.each([
    `update decisions set verdict = 'allow'`,
    'delete from decisions',
    'update decision_attempts set attempt_id = gen_random_uuid()',
    'delete from decision_attempts',
  ])('leaves it to the database to refuse `%s`', async (statement) => {
    const entry = aDecisionEntry();
    await record(database, [entry]);
    const link = { decision_id: entry.id, attempt_id: entry.lead_id };
    await database.insertInto('decision_attempts').values(link).execute();
    await expect(sql.raw(statement).execute(database)).rejects.toThrow('append-only');
  });
});

describe('appendDecisions on PostgreSQL', () => {
  let postgres: RealPostgres;
  const replicas: Database[] = [];

  beforeAll(async () => {
    postgres = await RealPostgres.start();
    const url = await postgres.url();
    while (replicas.length < 2) replicas.push((await anOpenDatabase(url)).database);
    for (const database of replicas) await migrate(database);
  });

  afterAll(async () => {
    for (const database of replicas) await database.destroy();
    await postgres.stop();
  });

  it('keeps one unforked chain while two replicas record at once', async () => {
    const batch = () => Array.from({ length: 7 }, () => aDecisionEntry());
    await Promise.all(
      replicas.flatMap((database) =>
        [1, 2, 3, 4].map(async () => {
          for (let turn = 0; turn < 10; turn++) await record(database, batch());
        }),
      ),
    );
    const [first] = replicas;
    if (!first) throw new Error('No replica');
    expect(await verifyLedger(first)).toMatchObject({
      ok: true,
      rows: 560,
      head: { sequence: 560 },
      faults: [],
    });
  });

  it('makes the second wait for the first to commit, and lets checks go on meanwhile', async () => {
    const [one, other] = replicas;
    if (!one || !other) throw new Error('No replica');
    const before = (await verifyLedger(one)).head.sequence;
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = one.transaction().execute(async (transaction) => {
      await appendDecisions(transaction, [aDecisionEntry()]);
      begun.resolve();
      await release.promise;
    });
    await begun.promise;
    const second = record(other, [aDecisionEntry()]);
    await eventually('the second waits for a lock', async () => {
      const { rows } = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'`.execute(one);
      return rows.length > 0;
    });
    expect(await verifyLedger(other)).toMatchObject({ ok: true, rows: before });
    release.resolve();
    await Promise.all([first, second]);
    expect(await verifyLedger(one)).toMatchObject({ ok: true, rows: before + 2 });
  });
});
