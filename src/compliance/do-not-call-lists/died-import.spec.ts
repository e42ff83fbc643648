import { NOON, RealPostgres } from '../../../test/support/database';
import { databaseNowPlus } from '../../persistence/sql';
import { ImportBench } from './import-bench.factory';
import { ImportLease } from './import-lease';
import { addNumbers, beginVersion } from './list-versions';

const ANN = '+12125550101';
const BOB = '+12125550102';
const CYD = '+19175550103';

let postgres: RealPostgres;
let bench: ImportBench;

beforeAll(async () => void (postgres = await RealPostgres.start()));
afterAll(() => postgres.stop());

/** What an import that was killed half-way leaves: its lease, a version not in force, some numbers. */
async function dieHalfWay(phones: readonly string[]): Promise<ImportLease> {
  const lease = await ImportLease.take(bench.database, 'dead');
  const version = {
    list: 'us-national',
    versionDate: '2026-06-09',
    coverage: 'whole',
    fileName: 'x',
  } as const;
  await lease.write(async (transaction) => {
    await addNumbers(transaction, await beginVersion(transaction, version, new Date(NOON)), phones);
  });
  return lease;
}

async function letLeaseRunOut(): Promise<void> {
  await bench.database
    .updateTable('leases')
    .set({ expires_at: databaseNowPlus(-1) })
    .execute();
}

describe.each(['the embedded database', 'PostgreSQL'])('an import that dies, on %s', (server) => {
  beforeAll(async () => {
    bench = await ImportBench.open(server === 'PostgreSQL' ? await postgres.url() : undefined);
  });
  beforeEach(() => bench.reset());
  afterAll(() => bench.close());

  it('leaves the old version in force, and is cleared up by the next', async () => {
    await bench.import([ANN]);
    await dieHalfWay([BOB, CYD]);
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([['2026-06-01'], [], []]);
    expect(await bench.storedNumbers()).toBe(3);
    await expect(bench.import([CYD])).rejects.toThrow('Another import is under way');
    await letLeaseRunOut();
    await bench.import([CYD]);
    expect(await bench.listed(ANN, BOB, CYD)).toEqual([[], [], ['2026-06-01']]);
    expect(await bench.storedNumbers()).toBe(1);
  });

  it('writes nothing more once it was taken for dead', async () => {
    const dead = await dieHalfWay([BOB]);
    await letLeaseRunOut();
    const other = await ImportLease.take(bench.database, 'other');
    await expect(dead.write((transaction) => addNumbers(transaction, 1, [CYD]))).rejects.toThrow(
      'Another import',
    );
    await dead.release();
    await expect(ImportLease.take(bench.database, 'third')).rejects.toThrow('Another import');
    await other.release();
    expect(await bench.storedNumbers()).toBe(1);
  });
});

describe('an import on PostgreSQL beside readers', () => {
  beforeAll(async () => void (bench = await ImportBench.open(await postgres.url())));
  afterAll(() => bench.close());

  it('shows them the old version or the new, never neither nor half', async () => {
    const span = (from: number) => Array.from({ length: 12_000 }, (_, at) => `+1212${2_000_000 + from + at}`);
    await bench.import(span(0), { versionDate: '2026-05-01' });
    const first = '+12122006000';
    const last = '+12122011999';
    const importing = { done: false };
    const imported = (async () => {
      for (const day of ['2026-05-02', '2026-05-03', '2026-05-04'])
        await bench.import(span(6_000), { versionDate: day });
    })().finally(() => (importing.done = true));
    const seen = new Set<string>();
    while (!importing.done) {
      const [one, other] = await bench.listed(first, last);
      expect(one).toHaveLength(1);
      expect(other).toEqual(one);
      seen.add(one?.[0] ?? 'none');
    }
    await imported;
    expect(await bench.listed(first)).toEqual([['2026-05-04']]);
    expect(seen.size).toBeGreaterThan(1);
    expect(await bench.storedNumbers()).toBe(12_000);
  });
});
