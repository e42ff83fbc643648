import { aSourceLead } from '../../../test/support/a-lead';
import { aBench, Bench } from '../../../test/support/database';
import { LeadLoader } from '../lead-loader.service';
import { LeadsModule } from '../leads.module';
import { LeadImport } from './lead-import';

const HEADER = 'Name,Phone,State,Consent,Consent At,Consent Source';
const ADA = 'Ada,(212) 555-0101,NY,express_written,2026-01-02,Web form';

let bench: Bench;
let imports: LeadImport;

beforeAll(async () => {
  bench = await aBench([LeadsModule]);
  imports = bench.app.get(LeadImport);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

async function importing(...lines: readonly string[]) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(lines.join('\n'));
    await Promise.resolve();
  }
  return await imports.run(chunks());
}

function waiting() {
  return bench.database.selectFrom('outbox').select(['target', 'key', 'fields', 'version']).execute();
}

describe('an import where people work in Airtable', () => {
  it('has records made there, with what the row says and no more, under a key that tells no number', async () => {
    expect(await importing(`${HEADER},Product,Notes`, `${ADA},Roof,`)).toMatchObject({ imported: 1 });
    const [wish, ...others] = await waiting();
    expect(others).toEqual([]);
    expect(wish).toMatchObject({
      target: 'new-lead',
      fields: {
        ...{ Name: 'Ada', Phone: '+12125550101', State: 'NY', Product: 'Roof' },
        ...{
          Consent: 'express_written',
          'Consent At': '2026-01-02T00:00:00.000Z',
          'Consent Source': 'Web form',
        },
      },
    });
    expect(Object.keys(wish?.fields ?? {})).toHaveLength(7);
    expect(wish?.key).not.toContain('5550101');
    expect(await bench.database.selectFrom('leads').selectAll().execute()).toEqual([]);
  });

  it('waits for a record once, and amends it while it waits', async () => {
    await importing(HEADER, ADA);
    expect(await importing(HEADER, ADA)).toMatchObject({ imported: 0, unchanged: 1 });
    expect(await importing(`${HEADER},Company`, `${ADA},Acme`)).toMatchObject({ imported: 0, updated: 1 });
    expect(await waiting()).toMatchObject([{ fields: { Name: 'Ada', Company: 'Acme' }, version: 2 }]);
  });

  it('writes to a known record what has changed, but not how far the lead is', async () => {
    const known = aSourceLead({
      phone: '+12125550101',
      status: 'called',
      name: 'Ada',
      consentAt: new Date('2026-01-02'),
    });
    bench.source.put({ ...known, consentSource: 'Web form' });
    await bench.app.get(LeadLoader).sync();
    expect(await importing(`${HEADER},Status`, `${ADA},new`)).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await importing(`${HEADER},Status,Notes`, `${ADA},new,Likes tea`)).toMatchObject({ updated: 1 });
    expect(await waiting()).toMatchObject([
      { target: 'lead', key: known.sourceId, fields: { Notes: 'Likes tea' } },
    ]);
    expect(Object.keys((await waiting())[0]?.fields ?? {})).toEqual(['Notes']);
  });

  it('makes a record anew that people have deleted', async () => {
    bench.source.put(aSourceLead({ phone: '+12125550101' }));
    await bench.app.get(LeadLoader).sync();
    bench.source.records.clear();
    bench.clock.advance(25 * 3_600_000);
    await bench.app.get(LeadLoader).sync();
    expect(await importing(HEADER, ADA)).toMatchObject({ imported: 1 });
  });
});
