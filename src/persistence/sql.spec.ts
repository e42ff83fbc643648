import { sql } from 'kysely';
import { anOpenDatabase, RealPostgres } from '../../test/support/database';
import { Database } from './database';
import { databaseNow, databaseNowPlus, json } from './sql';

let postgres: RealPostgres;

beforeAll(async () => {
  postgres = await RealPostgres.start();
});

afterAll(() => postgres.stop());

describe.each([
  ['PGlite', () => Promise.resolve(undefined)],
  ['PostgreSQL', () => postgres.url()],
])('SQL on %s', (_name, urlOf) => {
  let database: Database;

  beforeAll(async () => {
    ({ database } = await anOpenDatabase(await urlOf()));
  });

  afterAll(() => database.destroy());

  async function roundTrip(value: unknown): Promise<{ value: unknown; type: string } | undefined> {
    const expression = json(value);
    const query = sql<{
      value: unknown;
      type: string;
    }>`select ${expression} as value, jsonb_typeof(${expression}) as type`;
    return (await query.execute(database)).rows[0];
  }

  it.each([
    ['an object', { a: { b: [1, null] } }, 'object'],
    ['an array', ['one', { two: 2 }], 'array'],
    ['an empty array', [], 'array'],
    ['a string', 'it\'s "quoted"', 'string'],
    ['a string that looks like JSON', '{"a":1}', 'string'],
    ['a backslash before u0000', '\\u0000', 'string'],
  ])('keeps %s as it is', async (_what, value, type) => {
    expect(await roundTrip(value)).toEqual({ value, type });
  });

  it('replaces what PostgreSQL refuses in a text', async () => {
    expect(await roundTrip({ text: 'a\0b\uD83D', good: '😀' })).toMatchObject({
      value: { text: 'a\uFFFDb\uFFFD', good: '😀' },
    });
  });

  it("reads the database's own clock, and instants some time from it", async () => {
    const query = sql<{ ahead: boolean; near: boolean }>`
      select ${databaseNowPlus(1_500)} > ${databaseNow} as ahead,
             ${databaseNowPlus(1_500)} < ${databaseNow} + interval '2 seconds' as near`;
    expect((await query.execute(database)).rows).toEqual([{ ahead: true, near: true }]);
  });
});
