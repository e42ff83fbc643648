import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Attempt } from '../call-log/attempts';
import { LineSignal } from '../call-log/line-signal';
import { Campaign } from './campaign';
import { DialTurns } from './dial-turns';
import { OrchestrationModule } from './orchestration.module';

const now = new Date(NOON);
const LINES = 2;
let bench: Bench;
let turns: DialTurns;
let stop: AbortController;

beforeAll(async () => {
  const variables = { MAX_CONCURRENT_CALLS: String(LINES), CALLS_PER_SECOND: '4' };
  bench = await aBench([OrchestrationModule], variables);
  turns = bench.app.get(DialTurns);
});

beforeEach(async () => {
  stop = new AbortController();
  await bench.reset();
});

afterAll(() => bench.database.destroy());

const lawful = () => Promise.resolve(true);

async function anAttempt(state: string): Promise<Attempt> {
  const id = await storeAttempt(bench.database, await storeLead(bench.database), {
    state,
    lease_until: new Date(Date.now() + 60_000),
  });
  const attempts = bench.database.selectFrom('attempts').selectAll();
  return (await attempts.where('id', '=', id).executeTakeFirstOrThrow()) as Attempt;
}

function take(attempt: Attempt, dialAt?: Date, isLawful = lawful) {
  return turns.take({ attempt, dialAt }, isLawful, stop.signal);
}

async function dialing(): Promise<Date[]> {
  const rows = await bench.database
    .selectFrom('attempts')
    .select('dialing_at')
    .where('state', '=', 'dialing')
    .orderBy('dialing_at')
    .execute();
  return rows.flatMap(({ dialing_at }) => dialing_at ?? []);
}

async function hangUp({ id }: Attempt): Promise<void> {
  await bench.database.updateTable('attempts').set({ hung_up_at: now }).where('id', '=', id).execute();
  bench.app.get(LineSignal, { strict: false }).freed(id);
}

describe('DialTurns', () => {
  it('gives a ready lead the line that comes free', async () => {
    const busy = [await anAttempt('placed'), await anAttempt('placed')];
    const ready = take(await anAttempt('reserved'));
    const [first] = busy;
    if (!first) throw new Error('No call is up');
    expect(await dialing()).toEqual([]);
    await hangUp(first);
    expect(await ready).toBe('begun');
    expect(await dialing()).toEqual([now]);
  });

  it('never dials on more lines than there are, however many are ready', async () => {
    const attempts = [];
    for (let nth = 0; nth < 5; nth++) attempts.push(await anAttempt('reserved'));
    const waits = attempts.map((attempt) => take(attempt));
    bench.clock.advance(250);
    expect(await waits[0]).toBe('begun');
    bench.clock.advance(250);
    expect(await waits[1]).toBe('begun');
    bench.clock.advance(10_000);
    stop.abort();
    expect(await Promise.all(waits.slice(2))).toEqual(['stopped', 'stopped', 'stopped']);
    expect(await dialing()).toHaveLength(LINES);
  });

  it('keeps to the dial rate when lines come free at once', async () => {
    const [one, other] = [take(await anAttempt('reserved')), take(await anAttempt('reserved'))];
    expect(await one).toBe('begun');
    expect(await dialing()).toEqual([now]);
    bench.clock.advance(250);
    expect(await other).toBe('begun');
    expect((await dialing()).map((at) => at.getTime() - now.getTime())).toEqual([0, 250]);
  });

  it('lets a slot go that was missed, and takes another', async () => {
    await bench.database
      .updateTable('campaigns')
      .set({ next_dial_at: new Date(now.getTime() + 100) })
      .execute();
    const late = take(await anAttempt('reserved'), new Date(now.getTime() - 1_000));
    bench.clock.advance(100);
    expect(await late).toBe('begun');
    const { next_dial_at } = await bench.database
      .selectFrom('campaigns')
      .select('next_dial_at')
      .executeTakeFirstOrThrow();
    expect(next_dial_at).toEqual(new Date(now.getTime() + 350));
  });

  it('refuses a ready lead as soon as the campaign is paused, though no line is free', async () => {
    for (let nth = 0; nth < LINES; nth++) await anAttempt('placed');
    const ready = take(await anAttempt('reserved'));
    await bench.app.get(Campaign).pause('Enough');
    expect(await ready).toBe('refused');
  });

  it('dials nobody of whom the law says otherwise by now', async () => {
    expect(await take(await anAttempt('reserved'), now, () => Promise.resolve(false))).toBe('unlawful');
    expect(await dialing()).toEqual([]);
  });
});
