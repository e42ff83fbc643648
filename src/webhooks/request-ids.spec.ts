import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { inWork } from '../common/work';
import { Inbox } from './inbox';
import { Settling } from './settling';
import { WebhooksModule } from './webhooks.module';

let bench: Bench;

beforeAll(async () => {
  bench = await aBench([WebhooksModule], {
    AUTOMATION_WEBHOOK_URL: 'https://hooks.example.com/1',
    AUTOMATION_WEBHOOK_SECRET: 'secret-of-the-automation',
  });
  await bench.app.init();
});

afterAll(async () => {
  await bench.app.close();
  await bench.database.destroy();
});

describe('the id of the request that brought a webhook', () => {
  it('stays with all that is done because of it, whoever does it and when', async () => {
    const lead = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-1' });
    const report = { type: 'end-of-call-report', endedReason: 'customer-busy', call: { id: 'call-1' } };
    const body = { message: { timestamp: 1_781_107_200_000, ...report } };
    await inWork({ requestId: 'request-1' }, () => bench.app.get(Inbox).receive('vapi', body));
    const settling = bench.app.get(Settling);
    while (await inWork({ requestId: 'of another' }, () => settling.settleNext()));
    for (const table of ['webhook_events', 'outbox', 'automation_deliveries'] as const) {
      const rows = await bench.database.selectFrom(table).select('request_id').execute();
      expect({ table, ids: [...new Set(rows.map(({ request_id }) => request_id))] }).toEqual({
        table,
        ids: ['request-1'],
      });
    }
  });
});
