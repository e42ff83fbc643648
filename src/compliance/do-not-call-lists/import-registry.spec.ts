import { NOON, RealPostgres } from '../../../test/support/database';
import { ImportBench } from './import-bench.factory';
import { ListRefusedError } from './list-refused.error';

const ANN = '+12125550101';
const BOB = '+12125550102';
const CYD = '+19175550103';

let postgres: RealPostgres;
let bench: ImportBench;

beforeAll(async () => void (postgres = await RealPostgres.start()));
afterAll(() => postgres.stop());

describe.each(['the embedded database', 'PostgreSQL'])('importRegistry on %s', (server) => {
  beforeAll(async () => {
    bench = await ImportBench.open(server === 'PostgreSQL' ? await postgres.url() : undefined);
  });
  beforeEach(() => bench.reset());
  afterAll(() => bench.close());

  it('puts a list in force, each number once, and keeps what it was imported from', async () => {
    const report = await bench.import(['212,5550101', '(917) 555-0103', '2125550101']);
    expect(report).toMatchObject({ count: 2, countBefore: 0, goodLines: 3, badLines: 0 });
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([['2026-06-01'], [], ['2026-06-01']]);
    expect(await bench.database.selectFrom('do_not_call_lists').selectAll().execute()).toEqual([
      {
        id: expect.any(Number) as number,
        list: 'us-national',
        version_date: '2026-06-01',
        area_codes: null,
        file_name: expect.stringMatching(/^list-\d+\.txt$/) as string,
        started_at: new Date(NOON),
        imported_at: new Date(NOON),
        sha256: report.sha256,
        number_count: 2,
        is_current: true,
        numbers_removed_at: null,
      },
    ]);
  });

  it('replaces the last version, whose record stays and whose numbers go', async () => {
    await bench.import([ANN, BOB], { versionDate: '2026-05-01' });
    const report = await bench.import([BOB, CYD]);
    expect(report).toMatchObject({ count: 2, countBefore: 2 });
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([[], ['2026-06-01'], ['2026-06-01']]);
    expect(await bench.storedNumbers()).toBe(2);
    const rows = bench.database.selectFrom('do_not_call_lists').orderBy('id');
    expect(await rows.select(['is_current', 'number_count', 'numbers_removed_at']).execute()).toEqual([
      { is_current: false, number_count: 2, numbers_removed_at: new Date(NOON) },
      { is_current: true, number_count: 2, numbers_removed_at: null },
    ]);
  });

  it('keeps the lists of other countries, and parts for other area codes', async () => {
    await bench.import([ANN], { list: 'ca-national', versionDate: '2026-05-20' });
    await bench.import([ANN, BOB], { coverage: ['212'] });
    await bench.import([CYD], { coverage: ['917'], versionDate: '2026-06-02' });
    expect(await bench.listed(ANN, CYD)).toEqual([['2026-05-20', '2026-06-01'], ['2026-06-02']]);
    await bench.import([BOB, CYD], { coverage: ['212', '917'], versionDate: '2026-06-03' });
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([['2026-05-20'], ['2026-06-03'], ['2026-06-03']]);
    await bench.import([BOB], { versionDate: '2026-06-04' });
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([['2026-05-20'], ['2026-06-04'], []]);
  });

  it('leaves a list of all in force beside a newer one of a part', async () => {
    await bench.import([ANN, CYD]);
    await bench.import([ANN], { coverage: ['212'], versionDate: '2026-06-02' });
    expect(await bench.listed(ANN, CYD)).toEqual([['2026-06-01', '2026-06-02'], ['2026-06-01']]);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a file of nonsense', async () => bench.import([BOB, 'x', 'y']), /2 of 3 lines/],
    ['an older version', async () => bench.import([BOB], { versionDate: '2026-05-01' }), /newer version/],
    ['one of tomorrow', async () => bench.import([BOB], { versionDate: '2026-06-11' }), /future/],
    [
      'a part that lacks an area code',
      async () => bench.import([BOB], { coverage: ['212', '917'] }),
      /no number of area code 917/,
    ],
  ])('refuses %s, and changes nothing', async (_, attempt, message) => {
    await bench.import([ANN], { versionDate: '2026-05-31' });
    const refused = attempt();
    await expect(refused).rejects.toThrow(ListRefusedError);
    await expect(refused).rejects.toThrow(message);
    expect(await bench.listed(ANN, BOB)).toEqual([['2026-05-31'], []]);
    expect(await bench.storedNumbers()).toBe(1);
  });

  it('asks before a version that has lost half of its numbers counts', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `212555${String(at).padStart(4, '0')}`);
    await bench.import(many, { versionDate: '2026-05-01' });
    const smaller = many.slice(0, 499);
    await expect(bench.import(smaller)).rejects.toThrow(/holds 499 numbers, the version in force 1000/);
    expect(await bench.storedNumbers()).toBe(1_000);
    expect(await bench.import(smaller, { acceptSmaller: true })).toMatchObject({ count: 499 });
    expect(await bench.storedNumbers()).toBe(499);
  });

  it('warns of a list of all with numbers of few area codes', async () => {
    expect((await bench.import([ANN])).warnings).toEqual([expect.stringMatching(/few area codes \(1\)/)]);
    expect((await bench.import([ANN], { coverage: ['212'] })).warnings).toEqual([]);
  });

  it('warns of a version on which no call may go any more', async () => {
    const part = { coverage: ['212'] };
    const { warnings } = await bench.import([ANN], { ...part, versionDate: '2026-05-09' });
    expect(warnings).toEqual([expect.stringMatching(/32 days old already, more than the 31/)]);
    expect((await bench.import([ANN], { ...part, versionDate: '2026-05-10' })).warnings).toEqual([]);
  });
});
