import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importOwnList } from '../../src/compliance/do-not-call-lists/import-own-list';
import { OWN_LISTS } from '../../src/compliance/do-not-call-lists/own-list';
import { Suppressions } from '../../src/compliance/suppressions';
import { DashboardModule } from '../../src/dashboard/dashboard.module';
import { SuppressionRegister } from '../../src/dashboard/suppressions';
import { Lead } from '../../src/leads/lead';
import { Dialer } from '../../src/orchestration/dialer.service';
import { Reservation, Reservations } from '../../src/orchestration/reservation';
import { Inbox } from '../../src/webhooks/inbox';
import { WebhooksModule } from '../../src/webhooks/webhooks.module';
import { aSourceLeadOf, storeAttempt, storeLead } from '../support/a-lead';
import { aBench, addCampaign, Bench } from '../support/database';

let bench: Bench;
const folder = mkdtempSync(join(tmpdir(), 'laura-stopped-'));

beforeAll(async () => {
  bench = await aBench([DashboardModule, WebhooksModule], { CALLS_PER_SECOND: '100' });
});
beforeEach(() => bench.reset());
afterAll(async () => {
  await bench.database.destroy();
  rmSync(folder, { recursive: true });
});

async function reserveOne(): Promise<{ lead: Lead; reserved: readonly Reservation[] }> {
  const lead = await storeLead(bench.database);
  bench.source.put(aSourceLeadOf(lead));
  const reserved = await bench.app.get(Reservations, { strict: false }).reserve(1_000);
  if (typeof reserved === 'string' || reserved.length !== 1) throw new Error('The lead was not reserved');
  return { lead, reserved };
}

async function dial(reserved: readonly Reservation[], lead: Lead): Promise<string> {
  await bench.app.get(Dialer, { strict: false }).dialAll(reserved, new AbortController().signal);
  const row = bench.database.selectFrom('leads').select('status').where('id', '=', lead.id);
  return (await row.executeTakeFirstOrThrow()).status;
}

const own = OWN_LISTS.find(({ code }) => code === 'own');
if (!own) throw new Error('There is no list of our own');

const STOPS: readonly [string, (lead: Lead) => Promise<unknown>][] = [
  [
    'a Do Not Call ticked in the lead source',
    (lead) => Promise.resolve(bench.source.edit(lead.source_id, { doNotCall: true })),
  ],
  [
    'a consent taken back in the lead source',
    (lead) => Promise.resolve(bench.source.edit(lead.source_id, { consent: 'none' })),
  ],
  [
    "an operator's suppression",
    ({ phone }) =>
      bench.app.get(SuppressionRegister, { strict: false }).add(phone ?? '', 'Wrote to us', 'Ada'),
  ],
  [
    'an imported list',
    ({ phone }) => {
      const file = join(folder, 'list.txt');
      writeFileSync(file, `${phone ?? ''}\n`);
      const suppressions = bench.app.get(Suppressions, { strict: false });
      return importOwnList(bench.database, suppressions, own, file, '2026-06-01');
    },
  ],
  [
    'an opt-out in a call of another campaign',
    async ({ phone }) => {
      await addCampaign(bench.database, 'another');
      const other = await storeLead(bench.database, { phone, campaign: 'another' });
      const ended = {
        state: 'ended',
        provider_call_id: 'call-of-another',
        dialing_at: new Date('2026-06-09T16:00:00Z'),
      };
      await storeAttempt(bench.database, other, ended);
      await bench.app.get(Inbox, { strict: false }).receive('vapi', {
        message: {
          type: 'tool-calls',
          call: { id: 'call-of-another' },
          toolCallList: [{ id: 'tool-1', type: 'function', function: { name: 'opt_out', arguments: {} } }],
        },
      });
    },
  ],
];

describe('a lead that is reserved already', () => {
  it('is dialed when nothing stops it, so that the cases below show something', async () => {
    const { lead, reserved } = await reserveOne();
    await dial(reserved, lead);
    expect(bench.telephony.orders.map(({ phone }) => phone)).toEqual([lead.phone]);
  });

  it.each(STOPS)('is not dialed after %s', async (_what, stop) => {
    const { lead, reserved } = await reserveOne();
    await stop(lead);
    const status = await dial(reserved, lead);
    expect(bench.telephony.orders).toEqual([]);
    expect(['opted out', 'blocked']).toContain(status);
  });
});
