import { sql } from 'kysely';
import { aMemoryDatabase } from '../../test/support/database';
import { Database, Transaction } from './database';

const STATEMENTS = 20;
let database: Database;

beforeAll(async () => (database = await aMemoryDatabase()));
afterAll(() => database.destroy());

async function askAgainAndAgain(asked: Database | Transaction): Promise<void> {
  for (let nth = 0; nth < STATEMENTS; nth += 1) await sql`select 1`.execute(asked);
}

describe('the embedded database', () => {
  it.each([
    ['statement after statement', () => askAgainAndAgain(database)],
    ['a long transaction', () => database.transaction().execute(askAgainAndAgain)],
  ])('lets everything else have its turn during %s', async (_what, work) => {
    let turns = 0;
    let isOver = false;
    const takeTurn = () => {
      turns += 1;
      if (!isOver) setImmediate(takeTurn);
    };
    setImmediate(takeTurn);
    await work();
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(STATEMENTS);
  });
});
