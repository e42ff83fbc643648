import { aBench, Bench } from '../../../test/support/database';
import { DashboardModule } from '../dashboard.module';
import { OperatorAction, OperatorActions } from './operator-actions';

let bench: Bench;
let actions: OperatorActions;

beforeAll(async () => {
  bench = await aBench([DashboardModule]);
  actions = bench.app.get(OperatorActions);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

const PAUSE: OperatorAction = { who: 'Ada', command: 'pause', reason: 'Lunch' };
const record = (action: OperatorAction) => bench.run((transaction) => actions.record(transaction, action));

describe('the commands of operators', () => {
  it('are read newest first, page by page, each once', async () => {
    for (const reason of ['one', 'two', 'three', 'four', 'five']) await record({ ...PAUSE, reason });
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await actions.list(2, cursor);
      seen.push(...page.items.map(({ reason }) => reason));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && seen.length < 9);
    expect(seen).toEqual(['five', 'four', 'three', 'two', 'one']);
  });

  it('stand or fall with the deed', async () => {
    const failed = bench.run(async (transaction) => {
      await actions.record(transaction, PAUSE);
      throw new Error('The deed failed');
    });
    await expect(failed).rejects.toThrow('The deed failed');
    expect((await actions.list(10)).items).toEqual([]);
  });

  it('hold no number, whoever writes one into the reason', async () => {
    await record({ ...PAUSE, reason: 'The man at (212) 288-8001 wrote to us\0' });
    const [command] = (await actions.list(10)).items;
    expect(command?.reason).toMatch(/^The man at \[number\] wrote to us/);
  });

  it('are never changed or removed; only a reason may be blanked', async () => {
    await record(PAUSE);
    const change = (values: object) => bench.database.updateTable('operator_actions').set(values).execute();
    await expect(change({ who: 'Eve' })).rejects.toThrow('append-only');
    await expect(change({ reason: 'Another' })).rejects.toThrow('append-only');
    await expect(change({ reason: null, who: 'Eve' })).rejects.toThrow('append-only');
    await expect(bench.database.deleteFrom('operator_actions').execute()).rejects.toThrow('append-only');
    expect((await actions.list(10)).items).toMatchObject([PAUSE]);
    await change({ reason: null });
    expect((await actions.list(10)).items).toMatchObject([{ who: 'Ada', reason: null }]);
  });
});
