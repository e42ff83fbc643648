import { storeLead } from '../../../test/support/a-lead';
import { aBench, Bench } from '../../../test/support/database';
import { Suppressions } from '../../compliance/suppressions';
import { Leases } from '../../persistence/leases';
import { LeadStore } from '../lead-store';
import { LeadsModule } from '../leads.module';
import { ImportOptions, ImportUnderWayError, LeadImport } from './lead-import';

const HEADER = 'Name,Phone,State,Consent,Consent At,Consent Source';
const CONSENT = 'express_written,2026-01-02,Web form';

let bench: Bench;
let imports: LeadImport;

beforeAll(async () => {
  bench = await aBench([LeadsModule], { LEAD_SOURCE: 'local' });
  imports = bench.app.get(LeadImport);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

async function importing(lines: readonly string[], options?: ImportOptions) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${lines.join('\n')}\n`);
    await Promise.resolve();
  }
  return await imports.run(chunks(), options);
}

function leads() {
  return bench.database.selectFrom('leads').selectAll().orderBy('phone').execute();
}

async function staged(): Promise<number> {
  return (await bench.database.selectFrom('lead_import_rows').select('row').execute()).length;
}

const ADA = `Ada,(212) 555-0101,NY,${CONSENT}`;
const BOB = `Bob,(212) 555-0102,NY,${CONSENT}`;

describe('LeadImport', () => {
  it('makes leads that are due, with their consent on the ledger, and leaves nothing to write elsewhere', async () => {
    const report = await importing([`${HEADER},Product`, `${ADA},Roof`, `${BOB},`]);
    expect(report).toEqual({
      ...{ rows: 2, imported: 2, updated: 0, unchanged: 0, rejected: 0 },
      ...{ errors: [], dryRun: false },
    });
    expect(await leads()).toMatchObject([
      {
        ...{ name: 'Ada', phone: '+12125550101', status: 'new', country: 'US', fields: { Product: 'Roof' } },
        ...{ consent: 'express_written', consent_at: new Date('2026-01-02'), due_at: bench.clock.now() },
      },
      { name: 'Bob', fields: {} },
    ]);
    const grants = await bench.database.selectFrom('consents').select(['phone', 'kind', 'origin']).execute();
    expect(grants).toHaveLength(2);
    expect(grants).toContainEqual({ phone: '+12125550101', kind: 'grant', origin: 'lead-source' });
    expect(await bench.database.selectFrom('outbox').selectAll().execute()).toEqual([]);
    expect(await staged()).toBe(0);
  });

  it('changes nothing when the same file comes again', async () => {
    const file = [HEADER, ADA, BOB];
    await importing(file);
    const before = await leads();
    bench.clock.advance(60_000);
    expect(await importing(file)).toMatchObject({ imported: 0, updated: 0, unchanged: 2, rejected: 0 });
    expect(await leads()).toEqual(before);
  });

  it('tells duplicates, bad numbers, missing consent and bad values apart, and imports none of the rows', async () => {
    const report = await importing([
      `${HEADER},Timezone`,
      `${ADA},`,
      `Ada again,+1 212 555 0101,NY,${CONSENT},`,
      `Carl,n/a,NY,${CONSENT},`,
      `Dora,(212) 555-0104,NY,,,,`,
      `Eve,(212) 555-0105,NY,${CONSENT},Eastern`,
    ]);
    expect(report).toMatchObject({ rows: 5, imported: 0, rejected: 4 });
    expect(report.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'Phone', 'duplicate'],
      [4, 'Phone', 'bad-number'],
      [5, 'Consent', 'missing-consent'],
      [6, 'Timezone', 'bad-value'],
    ]);
    expect(await leads()).toEqual([]);
    expect(await staged()).toBe(0);
  });

  it('imports the sound rows when it is told to skip the others', async () => {
    const report = await importing([HEADER, ADA, `Carl,n/a,NY,${CONSENT}`], { skipInvalid: true });
    expect(report).toMatchObject({ rows: 2, imported: 1, rejected: 1 });
    expect((await leads()).map(({ name }) => name)).toEqual(['Ada']);
  });

  it('takes rows without consent when it is told to', async () => {
    await importing(['Name,Phone', 'Ada,2125550101'], { allowMissingConsent: true });
    expect(await leads()).toMatchObject([{ name: 'Ada', consent: '', status: 'new' }]);
  });

  it('writes nothing on a dry run, and says what the sound rows would come to', async () => {
    const report = await importing([HEADER, ADA, `Carl,n/a,NY,${CONSENT}`], { dryRun: true });
    expect(report).toMatchObject({ imported: 1, rejected: 1, dryRun: true });
    expect(await leads()).toEqual([]);
  });

  it('changes what a known person’s row says anew, and keeps what the file does not speak of', async () => {
    await importing([`${HEADER},Notes`, `${ADA},Likes tea`]);
    const report = await importing(['Phone,Company', '+12125550101,Acme']);
    expect(report).toMatchObject({ imported: 0, updated: 1, rejected: 0 });
    expect(await leads()).toMatchObject([
      { name: 'Ada', company: 'Acme', notes: 'Likes tea', consent: 'express_written' },
    ]);
  });

  it('knows people by the id of the file, whatever their number has become', async () => {
    await importing([`Id,${HEADER}`, `crm-1,${ADA}`]);
    const moved = `crm-1,Ada,(212) 555-0199,NY,${CONSENT}`;
    expect(await importing([`Id,${HEADER}`, moved])).toMatchObject({ imported: 0, updated: 1 });
    expect(await leads()).toMatchObject([{ source_id: 'crm-1', phone: '+12125550199' }]);
    const taken = `crm-2,Zoe,(212) 555-0199,NY,${CONSENT}`;
    expect((await importing([`Id,${HEADER}`, taken])).errors).toMatchObject([{ code: 'duplicate' }]);
  });

  it.each(['called', 'exhausted', 'opted out', 'left alone'] as const)(
    'leaves a lead that is %s as it is when its file comes again, even one that says new',
    async (status) => {
      const file = [`${HEADER},Status`, `${ADA},new`];
      await importing(file);
      await bench.database.updateTable('leads').set({ status, attempts: 2 }).execute();
      expect(await importing(file)).toMatchObject({ unchanged: 1, updated: 0 });
      expect(await importing([`${HEADER},Status,Company`, `${ADA},,Acme`])).toMatchObject({ updated: 1 });
      expect(await leads()).toMatchObject([{ status, attempts: 2, company: 'Acme' }]);
    },
  );

  it('gives a lead a fresh start when another row says so, as when a person writes it', async () => {
    await importing([HEADER, ADA]);
    await bench.database.updateTable('leads').set({ status: 'called', attempts: 2 }).execute();
    await importing([`${HEADER},Status`, `${ADA},new`]);
    expect(await leads()).toMatchObject([{ status: 'new', attempts: 0 }]);
  });

  it('stores nothing of a person who was erased', async () => {
    const suppressions = bench.app.get(Suppressions, { strict: false });
    await bench.run((transaction) =>
      suppressions.addAll(transaction, ['+12125550101'], { reason: 'Asked', channel: 'erasure' }),
    );
    const report = await importing([HEADER, ADA, BOB], { skipInvalid: true });
    expect(report).toMatchObject({ imported: 1, errors: [{ row: 2, code: 'bad-number' }] });
    expect((await leads()).map(({ name }) => name)).toEqual(['Bob']);
  });

  it('refuses the second of two rows about one lead, by its id and by the number that it had', async () => {
    await importing([`Id,${HEADER}`, `crm-1,${ADA}`]);
    const rows = ['crm-1,Ada,(212) 555-0177', ',Ada Lovelace,2125550101'];
    const report = await importing(['Id,Name,Phone', ...rows]);
    expect(report).toMatchObject({ updated: 0, errors: [{ row: 3, code: 'duplicate' }] });
  });

  it('has nothing half imported when it breaks off, at whatever moment', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from([HEADER, ADA, BOB].join('\n'));
      await Promise.reject(new Error('cut off'));
    }
    await expect(imports.run(broken())).rejects.toThrow('cut off');
    const store = bench.app.get(LeadStore);
    const upsert = jest.spyOn(store, 'upsert').mockRejectedValueOnce(new Error('the disk is full'));
    await expect(importing([HEADER, ADA, BOB])).rejects.toThrow('the disk is full');
    upsert.mockRestore();
    expect([await leads(), await staged()]).toEqual([[], 0]);
  });

  it('takes back everything when what goes with it can not be recorded', async () => {
    async function* file(): AsyncGenerator<Uint8Array> {
      yield Buffer.from([HEADER, ADA].join('\n'));
      await Promise.resolve();
    }
    const recording = () => Promise.reject(new Error('no record'));
    await expect(imports.run(file(), {}, recording)).rejects.toThrow('no record');
    expect(await leads()).toEqual([]);
  });

  it('clears at the start what an import that died has left', async () => {
    const row = { campaign: 'default', row: 2, external_id: null, phone: '+12125550101', fingerprint: 'x' };
    await bench.database
      .insertInto('lead_import_rows')
      .values({ ...row, cells: '{"known":{},"further":{}}' })
      .execute();
    await imports.onApplicationBootstrap();
    expect(await staged()).toBe(0);
  });

  it('is refused while another import is under way', async () => {
    const leases = bench.app.get(Leases, { strict: false });
    await leases.acquire('lead-import:default', 'another replica', 60_000);
    await expect(importing([HEADER, ADA])).rejects.toThrow(ImportUnderWayError);
    await leases.release('lead-import:default', 'another replica');
    expect(await importing([HEADER, ADA])).toMatchObject({ imported: 1 });
  });

  it('knows leads that came by no import', async () => {
    await storeLead(bench.database, { phone: '+12125550101', status: 'called', name: 'Ada' });
    expect(await importing([HEADER, ADA])).toMatchObject({ imported: 0, updated: 1 });
    expect(await leads()).toMatchObject([{ status: 'called', consent_source: 'Web form' }]);
  });

  it('has stored what it has read long before a large file has come to its end', async () => {
    const count = 5_000;
    let waiting = 0;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${HEADER}\n`);
      for (let index = 0; index < count; index++) {
        const phone = `+1${[212, 415, 312, 305, 206][index % 5]}${2_000_000 + index}`;
        yield Buffer.from(`Person ${index},${phone},,${CONSENT}\n`);
        if (index % 500 === 499) waiting = Math.max(waiting, index + 1 - (await staged()));
      }
    }
    expect(await imports.run(chunks())).toMatchObject({ rows: count, imported: count, rejected: 0 });
    expect(waiting).toBeLessThan(2_000);
    expect(await leads()).toHaveLength(count);
  });

  it('says which column is missing, and that a file is empty', async () => {
    expect(await importing(['Name,Number', 'Ada,1'], { skipInvalid: true })).toMatchObject({
      ...{ rows: 0, imported: 0, errors: [{ row: 1, column: 'Phone', code: 'missing-column' }] },
    });
    await expect(importing([''])).rejects.toThrow('empty');
  });
});
