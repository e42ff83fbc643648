import { aSourceLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Outbox } from '../airtable/outbox';
import { Leases } from '../persistence/leases';
import { SourceLeadLoader } from './source-lead-loader.service';
import { LeadsModule } from './leads.module';

const HOUR_MS = 3_600_000;
let bench: Bench;
let loader: SourceLeadLoader;

beforeAll(async () => {
  bench = await aBench([LeadsModule]);
  loader = bench.app.get(SourceLeadLoader);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

function rows() {
  return bench.database.selectFrom('leads').selectAll().orderBy('source_id').execute();
}

describe('SourceLeadLoader', () => {
  it('reads everything the first time, then changes with some overlap, and everything once a day', async () => {
    await loader.sync();
    bench.clock.advance(60_000);
    await loader.sync();
    bench.clock.advance(24 * HOUR_MS);
    await loader.sync();
    expect(bench.source.reads).toEqual([undefined, 60_000 + 120_000, undefined]);
  });

  it('reads everything again when the clock was set back', async () => {
    await loader.sync();
    bench.clock.advance(-HOUR_MS);
    await loader.sync();
    expect(bench.source.reads).toEqual([undefined, undefined]);
  });

  it('does not take a reading that broke off for one that was made', async () => {
    bench.source.put(aSourceLead(), aSourceLead());
    bench.source.pageSize = 1;
    let pages = 0;
    bench.source.meanwhile = () => {
      pages += 1;
      bench.source.isAway = pages === 2;
    };
    await expect(loader.sync()).rejects.toThrow('away');
    expect(await rows()).toHaveLength(1);
    expect(await loader.sync()).toBe(2);
    expect(bench.source.reads).toEqual([undefined, undefined]);
    expect(await rows()).toHaveLength(2);
  });

  it('is done by one replica at a time, and by another once it is done', async () => {
    const leases = bench.app.get(Leases, { strict: false });
    await leases.acquire('lead-sync:default', 'another replica', 60_000);
    expect(await loader.sync()).toBeUndefined();
    expect(bench.source.reads).toEqual([]);
    await leases.release('lead-sync:default', 'another replica');
    expect(await loader.sync()).toBe(0);
    expect(await leases.acquire('lead-sync:default', 'another replica', 60_000)).toBe(true);
  });

  it('leaves alone a lead that was deleted, and dials it again when it is restored', async () => {
    const [kept, deleted] = [aSourceLead(), aSourceLead()];
    bench.source.put(kept, deleted);
    await loader.sync();
    bench.source.records.delete(deleted.sourceId);
    bench.clock.advance(24 * HOUR_MS);
    await loader.sync();
    expect((await rows()).map(({ status }) => status)).toEqual(['new', 'left alone']);
    bench.source.put(deleted);
    bench.clock.advance(60_000);
    await loader.sync();
    expect((await rows()).map(({ status }) => status)).toEqual(['new', 'new']);
  });

  it('does not take leads that a reading of changes did not bring for deleted', async () => {
    const lead = aSourceLead();
    bench.source.put(lead);
    await loader.sync();
    bench.source.records.clear();
    bench.clock.advance(60_000);
    await loader.sync();
    expect((await rows()).map(({ status }) => status)).toEqual(['new']);
  });

  it('takes the later of two readings of one lead within a page', async () => {
    const lead = aSourceLead({ name: 'Before' });
    const [adopted] = await loader.adopt([lead, { ...lead, name: 'After' }]);
    expect(adopted?.name).toBe('After');
    expect(await rows()).toHaveLength(1);
  });

  it('writes the reason into the source for a number that can not be read', async () => {
    const lead = aSourceLead({ phone: 'unknown' });
    await loader.adopt([lead]);
    const waiting = await bench.database.selectFrom('outbox').select(['key', 'fields']).execute();
    expect(waiting).toMatchObject([
      {
        key: lead.sourceId,
        fields: { Status: 'invalid', 'Last Outcome': 'The phone number cannot be read' },
      },
    ]);
  });

  it("drops a write of ours that a person's edit has overtaken, and no other", async () => {
    const lead = aSourceLead();
    await loader.adopt([lead]);
    const outbox = bench.app.get(Outbox, { strict: false });
    await bench.run((transaction) =>
      outbox.put(transaction, 'lead', lead.sourceId, { Status: 'retry', Attempts: 1 }),
    );
    await loader.adopt([{ ...lead, status: 'my own customer' }]);
    const waiting = await bench.database.selectFrom('outbox').select('fields').execute();
    expect(waiting).toEqual([{ fields: { Attempts: 1 } }]);
  });

  it('marks leads in the source and answers with what a person has done to them meanwhile', async () => {
    const lead = aSourceLead();
    bench.source.put(lead);
    const known = await loader.adopt([lead]);
    bench.source.meanwhile = () => bench.source.edit(lead.sourceId, { doNotCall: true });
    const [marked] = await loader.markInProgress(known);
    expect(bench.source.records.get(lead.sourceId)?.status).toBe('in progress');
    expect(marked).toMatchObject({
      do_not_call: true,
      acknowledged: { Status: 'in progress' },
      due_at: new Date(NOON),
    });
  });
});
