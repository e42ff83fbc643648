import { NOON } from '../../../test/support/database';
import { findListFacts } from './find-list-facts';
import { findListStates } from './find-list-states';
import { ImportBench } from './import-bench.factory';

const ANN = '+12125550101';
const BOB = '+12125550102';
const CYD = '+19175550103';

let bench: ImportBench;

beforeAll(async () => void (bench = await ImportBench.open()));
beforeEach(() => bench.reset());
afterAll(() => bench.close());

describe('findListFacts', () => {
  it('answers for every number asked, from no list at all on', async () => {
    const ask = (phones: readonly string[]) =>
      bench.database.transaction().execute((transaction) => findListFacts(transaction, phones));
    expect([...(await ask([ANN, ANN]))]).toEqual([[ANN, []]]);
    await bench.import([ANN], { coverage: ['212'] });
    const version = { list: 'us-national', versionDate: '2026-06-01', coverage: ['212'] };
    expect([...(await ask([ANN, BOB, "x\0'"]))]).toEqual([
      [ANN, [{ ...version, listed: true }]],
      [BOB, [{ ...version, listed: false }]],
      ["x\0'", [{ ...version, listed: false }]],
    ]);
    expect([...(await ask([]))]).toEqual([]);
  });
});

describe('findListStates', () => {
  it('tells how each list stands', async () => {
    await bench.import([ANN], { coverage: ['212'], versionDate: '2026-05-16' });
    await bench.import([CYD], { coverage: ['917'], versionDate: '2026-05-17' });
    const at = async (instant: string) =>
      (await findListStates(bench.database, new Date(instant))).map(({ list, state, lastDay }) => [
        list,
        state,
        lastDay,
      ]);
    const others = ['ca-national', 'gb-tps', 'au-register'].map((list) => [list, 'not imported', undefined]);
    expect(await at(NOON)).toEqual([
      ['us-national', 'soon too old', '2026-06-16'],
      ['us-national', 'in force', '2026-06-17'],
      ...others,
    ]);
    expect((await at('2026-06-17T00:00:00Z')).slice(0, 2)).toEqual([
      ['us-national', 'too old', '2026-06-16'],
      ['us-national', 'soon too old', '2026-06-17'],
    ]);
  });
});
