import { storeLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { Outbox } from '../airtable/outbox';
import { LeadLoader } from './lead-loader.service';
import { LeadStore } from './lead-store';
import { LeadsModule } from './leads.module';
import { LocalLeadLoader } from './local-lead-loader.service';

describe(LocalLeadLoader.name, () => {
  let bench: Bench;
  let loader: LeadLoader;

  beforeAll(async () => {
    bench = await aBench([LeadsModule], { LEAD_SOURCE: 'local' });
    loader = bench.app.get(LeadLoader);
  });

  beforeEach(() => bench.reset());

  afterAll(() => bench.database.destroy());

  it('is what LEAD_SOURCE=local asks for, and is ready without Airtable', async () => {
    expect(loader).toBeInstanceOf(LocalLeadLoader);
    bench.source.isAway = true;
    expect(await loader.ready()).toBe(true);
  });

  it('reads a lead anew as the database has it, and misses one that is gone', async () => {
    const [kept, gone] = [await storeLead(bench.database), await storeLead(bench.database)];
    await bench.database.updateTable('leads').set({ do_not_call: true }).where('id', '=', kept.id).execute();
    await bench.database.deleteFrom('leads').where('id', '=', gone.id).execute();
    for (const fresh of [await loader.refresh([kept, gone]), await loader.markInProgress([kept, gone])])
      expect(fresh).toMatchObject([{ id: kept.id, do_not_call: true }]);
  });

  it('leaves nobody alone for being in no other source', async () => {
    const { id } = await storeLead(bench.database);
    bench.clock.advance(25 * 3_600_000);
    expect(await loader.sync()).toBe(0);
    const store = bench.app.get(LeadStore);
    const [lead] = await store.find(bench.database, [id]);
    expect(lead?.status).toBe('new');
  });

  it('has nothing written elsewhere when a lead changes', async () => {
    const { id } = await storeLead(bench.database, { status: 'in progress' });
    const outbox = bench.app.get(Outbox, { strict: false });
    await bench.run(async (transaction) => {
      await bench.app.get(LeadStore).change(transaction, id, { status: 'called' });
      await outbox.withdraw(transaction, 'lead', 'rec1', ['Status']);
    });
    expect(await bench.database.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });
});
