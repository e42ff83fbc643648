import { Database } from '../persistence/database';
import { AirtableRateLimiter } from './airtable-rate-limiter';
import { memoryDatabase } from './airtable-workbench';

describe(AirtableRateLimiter.name, () => {
  let database: Database;
  beforeAll(async () => {
    database = await memoryDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(() => database.deleteFrom('rate_limits').execute());

  function replica(baseId = 'app1', maxWaitMs = 5_000): AirtableRateLimiter {
    return new AirtableRateLimiter(database, baseId, { spacingMs: 60, maxWaitMs });
  }

  /** When the next turn may be taken (ms). */
  async function nextTurn(): Promise<number> {
    const row = database.selectFrom('rate_limits').select('next_at');
    return (await row.executeTakeFirstOrThrow()).next_at.getTime();
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 2_000;
    while (!(await holds())) if (performance.now() > deadline) throw new Error('It never came true');
  }

  it('spaces the requests of all replicas together', async () => {
    const [first, second] = [replica(), replica()];
    const turns: number[] = [];
    const take = async (limiter: AirtableRateLimiter) => {
      await limiter.acquire();
      turns.push(performance.now());
    };
    await Promise.all([first, second, first, second, first].map((limiter) => take(limiter)));
    expect((turns[4] ?? 0) - (turns[0] ?? 0)).toBeGreaterThanOrEqual(4 * 60 - 30);
  });

  it('does not send at once what has piled up while the process was held up', async () => {
    const limiter = replica();
    await limiter.acquire();
    const before = await nextTurn();
    const turns: number[] = [];
    const waiting = [1, 2, 3].map(async () => {
      await limiter.acquire();
      turns.push(performance.now());
    });
    await until(async () => (await nextTurn()) - before >= 3 * 60 - 1);
    // Longer than all three turns: nothing else can run meanwhile, as in a long garbage collection.
    const wakesAt = performance.now() + 400;
    while (performance.now() < wakesAt);
    await Promise.all(waiting);
    const gaps = turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45);
  });

  it('lets bases go their own ways', async () => {
    await replica('app1').hold(3_000);
    const begunAt = performance.now();
    await replica('app2').acquire();
    expect(performance.now() - begunAt).toBeLessThan(1_000);
  });

  it('lets nobody send during a penalty, those who wait for their turn already included', async () => {
    const limiter = replica();
    const begunAt = performance.now();
    await limiter.acquire();
    const waiting = limiter.acquire();
    await replica().hold(400);
    await waiting;
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(390);
  });

  it('never shortens a penalty', async () => {
    const limiter = replica('app1', 500);
    await limiter.hold(10_000);
    await limiter.hold(1);
    await expect(limiter.acquire()).rejects.toMatchObject({
      retryable: true,
      detail: { type: 'RATE_LIMIT_WAIT' },
    });
  });

  it('refuses a wait that would be too long, without taking a turn', async () => {
    const limiter = replica('app1', 100);
    await limiter.acquire();
    await limiter.hold(10_000);
    const before = await database.selectFrom('rate_limits').selectAll().execute();
    await expect(limiter.acquire()).rejects.toMatchObject({ detail: { status: 429, effect: 'refused' } });
    expect(await database.selectFrom('rate_limits').selectAll().execute()).toEqual(before);
  });

  it('stops waiting when it is told to', async () => {
    const limiter = replica();
    await limiter.hold(4_000);
    const controller = new AbortController();
    const waiting = limiter.acquire(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
