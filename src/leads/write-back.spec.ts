import { aSourceLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { SourceLeadLoader } from './source-lead-loader.service';
import { LeadsModule } from './leads.module';
import { WriteBack } from './write-back';

let bench: Bench;
let loader: SourceLeadLoader;
let writeBack: WriteBack;

beforeAll(async () => {
  bench = await aBench([LeadsModule]);
  loader = bench.app.get(SourceLeadLoader);
  writeBack = bench.app.get(WriteBack);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

describe('WriteBack', () => {
  it('knows what was written for our own, and a later difference for a person’s edit', async () => {
    const lead = aSourceLead();
    await loader.adopt([lead]);
    await bench.database.updateTable('leads').set({ status: 'called' }).execute();
    const fields = { Status: 'called', Attempts: 1, 'Next Attempt At': null, 'Callback At': null };
    await bench.run((transaction) =>
      writeBack.acknowledged(transaction, 'lead', [{ key: lead.sourceId, fields }]),
    );
    const [unedited] = await loader.adopt([{ ...lead, status: 'called' }]);
    expect(unedited?.status).toBe('called');
    const [edited] = await loader.adopt([{ ...lead, status: 'new' }]);
    expect(edited?.status).toBe('new');
  });

  it('recognizes an instant in whatever form Airtable gives it back', async () => {
    const lead = aSourceLead({ status: 'retry' });
    await loader.adopt([lead]);
    const fields = { 'Next Attempt At': '2026-06-11T18:00:00+02:00', Status: ' retry ' };
    await bench.run((transaction) =>
      writeBack.acknowledged(transaction, 'lead', [{ key: lead.sourceId, fields }]),
    );
    const row = await bench.database.selectFrom('leads').select('acknowledged').executeTakeFirstOrThrow();
    expect(row.acknowledged).toEqual({
      Status: 'retry',
      'Next Attempt At': '2026-06-11T16:00:00.000Z',
      'Callback At': '',
    });
  });

  it('has nothing to keep in mind of the call log, nor of leads that it does not know', async () => {
    const lead = aSourceLead();
    await loader.adopt([lead]);
    const entry = { key: lead.sourceId, fields: { Status: 'called' } };
    await bench.run(async (transaction) => {
      await writeBack.acknowledged(transaction, 'call', [entry]);
      await writeBack.acknowledged(transaction, 'lead', [{ ...entry, key: 'rec99999999999999' }]);
    });
    const rows = await bench.database.selectFrom('leads').select('acknowledged').execute();
    expect(rows).toMatchObject([{ acknowledged: { Status: 'new' } }]);
  });
});
