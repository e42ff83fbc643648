import { storeLead } from '../../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../../test/support/database';
import { Reservations } from '../../orchestration/reservation';
import { CampaignStates } from '../campaign-state';
import { DashboardModule } from '../dashboard.module';
import { CampaignCommands } from './campaign-commands';
import { LimitsDto } from './limits.dto';
import { OperatorActions } from './operator-actions';

let bench: Bench;
let commands: CampaignCommands;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { MAX_CONCURRENT_CALLS: '5', CALLS_PER_SECOND: '100' });
  commands = bench.app.get(CampaignCommands);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

const state = () => bench.app.get(CampaignStates).read();
const written = async () => (await bench.app.get(OperatorActions).list(10)).items;

async function reserved(): Promise<number | string> {
  const reservations = await bench.app.get(Reservations, { strict: false }).reserve(1_000);
  return typeof reservations === 'string' ? reservations : reservations.length;
}

describe('pause and resume', () => {
  it('hold and free the dialing, and tell by whom', async () => {
    await storeLead(bench.database);
    await commands.pause('Ada', 'Lunch');
    expect(await state()).toMatchObject({
      state: 'paused',
      paused: { since: new Date(NOON), reason: 'Lunch' },
    });
    expect(await reserved()).toBe('paused');
    await commands.resume('Grace', 'Eaten');
    expect((await state()).state).toBe('running');
    expect(await reserved()).toBe(1);
    expect(await written()).toMatchObject([
      { who: 'Grace', command: 'resume', reason: 'Eaten', at: new Date(NOON) },
      { who: 'Ada', command: 'pause', reason: 'Lunch' },
    ]);
  });
});

describe('limits', () => {
  it('hold at the next tick, and are given back', async () => {
    for (let nth = 0; nth < 6; nth++) await storeLead(bench.database);
    await commands.limit('Ada', { lines: 2 });
    expect((await state()).lines).toMatchObject({ inUse: 0, limit: 2 });
    expect(await reserved()).toBe(2);
    expect(await reserved()).toBe('no-lines');
    await commands.limit('Ada', { lines: null });
    expect(await reserved()).toBe(3);
    expect((await written()).map(({ subject }) => subject)).toEqual(['lines: as configured', 'lines: 2']);
  });

  it('slow the dialing down', async () => {
    for (let nth = 0; nth < 5; nth++) await storeLead(bench.database);
    await commands.limit('Ada', { callsPerSecond: 0.5 });
    expect(await reserved()).toBe(1);
    expect(await reserved()).toBe('dial-rate');
  });

  it('never pass what is configured, whatever stands in the row', async () => {
    for (let nth = 0; nth < 8; nth++) await storeLead(bench.database);
    await bench.database
      .updateTable('campaigns')
      .set({ lines_limit: 50, calls_per_second_limit: 500 })
      .execute();
    expect(await reserved()).toBe(5);
    expect((await state()).lines.limit).toBe(5);
  });

  it.each<[string, LimitsDto, number]>([
    ['more lines than are configured', { lines: 6 }, 422],
    ['no line', { lines: 0 }, 422],
    ['a higher rate than is configured', { callsPerSecond: 101 }, 422],
    ['no rate', { callsPerSecond: 0 }, 422],
    ['one sound, one not', { lines: 2, callsPerSecond: 101 }, 422],
    ['nothing', {}, 400],
  ])('refuse %s, and change nothing', async (_what, limits, status) => {
    await expect(commands.limit('Ada', limits)).rejects.toMatchObject({ status });
    expect((await state()).lines.limit).toBe(5);
    expect(await written()).toEqual([]);
  });
});
