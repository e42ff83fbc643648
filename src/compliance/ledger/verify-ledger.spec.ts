import { sql } from 'kysely';
import { Database } from '../../persistence/database';
import { aMemoryDatabase } from '../../../test/support/database';
import { aDecisionEntry, record, tamper } from './decision-entry.factory';
import { entryHash, entryText } from './ledger-entry';
import { MOST_FAULTS, verifyLedger } from './verify-ledger';

let database: Database;

beforeAll(async () => {
  database = await aMemoryDatabase();
});

beforeEach(async () => {
  await sql`truncate decisions, ledger_heads cascade`.execute(database);
  await record(
    database,
    [aDecisionEntry(), aDecisionEntry()],
    [aDecisionEntry()],
    [aDecisionEntry(), aDecisionEntry()],
  );
});

afterAll(() => database.destroy());

/** The ids in the order of the ledger; the row with sequence n is at n - 1. */
async function ids(): Promise<string[]> {
  const rows = await database.selectFrom('decisions').select('id').orderBy('sequence').execute();
  return rows.map(({ id }) => id);
}

async function faults(): Promise<readonly (readonly [number, string | null])[]> {
  const { ok, faults: found } = await verifyLedger(database);
  expect(ok).toBe(found.length === 0);
  return found.map(({ sequence, id }) => [sequence, id]);
}

const LAST_CHARACTER = (column: string) =>
  `${column} = left(${column}, -1) || case right(${column}, 1) when '0' then '1' else '0' end`;

const CHANGES = {
  id: `id = overlay(id::text placing case right(id::text, 1) when '0' then '1' else '0' end from 36)::uuid`,
  campaign: LAST_CHARACTER('campaign'),
  lead_id: `lead_id = overlay(lead_id::text placing case right(lead_id::text, 1) when '0' then '1' else '0' end from 36)::uuid`,
  subject: `subject = overlay(subject::text placing case right(subject::text, 1) when '0' then '1' else '0' end from 36)::uuid`,
  moment: LAST_CHARACTER('moment'),
  verdict: LAST_CHARACTER('verdict'),
  rule_set: LAST_CHARACTER('rule_set'),
  findings: `findings = replace(findings::text, 'quoted', 'quotee')::jsonb`,
  inputs: `inputs = replace(inputs::text, '123456789.123', '123456789.124')::jsonb`,
  next_legal_at: `next_legal_at = next_legal_at + interval '1 microsecond'`,
  decided_at: `decided_at = decided_at - interval '1 microsecond'`,
  previous_hash: LAST_CHARACTER('previous_hash'),
  hash: LAST_CHARACTER('hash'),
};

describe('verifyLedger', () => {
  it('finds nothing in what was recorded, nor in a ledger that is still empty', async () => {
    const sound = await verifyLedger(database);
    expect(sound).toMatchObject({ ok: true, rows: 5, head: { sequence: 5 }, faults: [] });
    await sql`truncate decisions, ledger_heads cascade`.execute(database);
    expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 0, head: { sequence: 0 } });
  });

  it('knows of every column', async () => {
    const columns = (await database.introspection.getTables()).find(
      ({ name }) => name === 'decisions',
    )?.columns;
    expect(columns?.map(({ name }) => name).toSorted()).toEqual(
      [...Object.keys(CHANGES), 'sequence'].toSorted(),
    );
  });

  it.each(Object.entries(CHANGES))(
    'names the row in whose %s one byte was changed',
    async (_column, change) => {
      for (const sequence of [1, 3, 5]) {
        await sql`truncate decisions, ledger_heads cascade`.execute(database);
        await record(
          database,
          [1, 2, 3, 4, 5].map(() => aDecisionEntry()),
        );
        await tamper(database, `update decisions set ${change} where sequence = ${sequence}`);
        expect(await faults()).toEqual([[sequence, (await ids())[sequence - 1]]]);
      }
    },
  );

  it.each([
    ['a digit that means nothing', `inputs = replace(inputs::text, '"zeta": 1', '"zeta": 1.0')::jsonb`],
    [
      'a digit beyond what a number in JavaScript holds',
      `inputs = jsonb_set(inputs, '{zeta}', '1.00000000000000000001')`,
    ],
    ['a key more', `inputs = inputs || '{"none": null}'`],
    ['nothing in place of a value', 'next_legal_at = null'],
  ])('sees %s', async (_what, change) => {
    await tamper(database, `update decisions set ${change} where sequence = 2`);
    expect(await faults()).toEqual([[2, (await ids())[1]]]);
  });

  it('names a row whose number was changed, and the number that is missing', async () => {
    const [, second] = await ids();
    await tamper(database, 'update decisions set sequence = -1 where sequence = 2');
    expect(await faults()).toEqual([
      [-1, second],
      [2, null],
    ]);
  });

  it.each([1, 3, 5])('names row %d when it was removed', async (sequence) => {
    await tamper(database, `delete from decisions where sequence = ${sequence}`);
    expect(await faults()).toEqual([[sequence, null]]);
  });

  it('names a gap of several rows, and goes on to what else is wrong', async () => {
    const all = await ids();
    await tamper(database, 'delete from decisions where sequence in (2, 3)');
    await tamper(database, `update decisions set verdict = 'allow' where sequence = 5`);
    const { faults: found } = await verifyLedger(database);
    expect(found).toMatchObject([
      { sequence: 2, id: null, what: 'The rows 2 to 3 were removed' },
      { sequence: 5, id: all[4] },
    ]);
  });

  it('names both of two rows that changed places', async () => {
    const [, second, , fourth] = await ids();
    await tamper(database, 'update decisions set sequence = -2 where sequence = 2');
    await tamper(database, 'update decisions set sequence = 2 where sequence = 4');
    await tamper(database, 'update decisions set sequence = 4 where sequence = -2');
    expect(await faults()).toEqual([
      [2, fourth],
      [4, second],
    ]);
  });

  it('names a row that was put at the end, before the beginning or between', async () => {
    const columns = `campaign, lead_id, subject, moment, verdict, rule_set, findings, inputs, next_legal_at, decided_at`;
    const insert = (sequence: number) =>
      tamper(
        database,
        `insert into decisions (id, sequence, previous_hash, hash, ${columns})
         select gen_random_uuid(), ${sequence}, previous_hash, hash, ${columns} from decisions where sequence = 5`,
      );
    await insert(6);
    await insert(0);
    await tamper(database, 'update decisions set sequence = sequence + 10 where sequence between 3 and 6');
    await tamper(database, 'update decisions set sequence = sequence - 9 where sequence > 10');
    await insert(3);
    const all = await ids();
    expect(await faults()).toEqual([
      [0, all[0]],
      [3, all[3]],
      [4, all[4]],
      [5, all[5]],
      [6, all[6]],
      [7, all[7]],
    ]);
  });

  it('finds a soundly hashed row in the place of another', async () => {
    const before = await database
      .selectFrom('decisions')
      .selectAll()
      .where('sequence', '=', 3)
      .executeTakeFirstOrThrow();
    await sql`truncate decisions, ledger_heads cascade`.execute(database);
    await record(
      database,
      [1, 2, 3].map(() => aDecisionEntry()),
    );
    const after = await ids();
    await tamper(database, 'delete from decisions where sequence = 3');
    await database
      .insertInto('decisions')
      .values({
        ...before,
        sequence: 3,
        findings: JSON.stringify(before.findings),
        inputs: JSON.stringify(before.inputs),
      })
      .execute();
    expect(after).not.toContain(before.id);
    expect((await faults())[0]).toEqual([3, before.id]);
  });

  it('finds a change whose author has reckoned the hash anew', async () => {
    const all = await ids();
    await tamper(database, `update decisions set verdict = 'allow' where sequence = 3`);
    const { rows } = await sql<{ entry: string; previous_hash: string }>`
      select ${entryText} as entry, previous_hash from decisions where sequence = 3
    `.execute(database);
    const hash = entryHash(3, rows[0]?.previous_hash ?? '', rows[0]?.entry ?? '');
    await tamper(database, `update decisions set hash = '${hash}' where sequence = 3`);
    const [fault, ...others] = (await verifyLedger(database)).faults;
    expect([fault?.sequence, others]).toEqual([4, []]);
    expect(fault?.what).toContain(all[2]);
  });

  it('misses the head when that is removed, and a head that was changed', async () => {
    await sql`update ledger_heads set hash = ${'f'.repeat(64)}`.execute(database);
    expect(await faults()).toEqual([[5, (await ids())[4]]]);
    await sql`delete from ledger_heads`.execute(database);
    expect(await faults()).toEqual([[5, null]]);
    await expect(record(database, [aDecisionEntry()])).rejects.toThrow('decisions_sequence');
  });

  it('reads a ledger of several pages, and stops counting faults where no more can be learnt', async () => {
    await record(
      database,
      Array.from({ length: 2_100 }, () => aDecisionEntry()),
    );
    expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 2_105 });
    await tamper(database, `update decisions set verdict = 'allow' where sequence > 5`);
    const { faults: found, rows } = await verifyLedger(database);
    expect([found.length, found[0]?.sequence, rows]).toEqual([MOST_FAULTS, 6, 2_105]);
  });
});
