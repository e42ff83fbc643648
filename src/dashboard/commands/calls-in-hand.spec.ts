import { Insertable } from 'kysely';
import { aLead, storeAttempt, storeLead } from '../../../test/support/a-lead';
import { aBench, Bench, eventually, NOON } from '../../../test/support/database';
import { Calls } from '../../call-log/calls';
import { Settlement } from '../../call-log/settlement.service';
import { ExternalApiError } from '../../common/errors';
import { CampaignSettings } from '../../config/settings';
import { AttemptTable } from '../../persistence/schema';
import { FakeCallControl } from '../../telephony/fake-call-control';
import { ProviderCall } from '../../telephony/telephony-provider';
import { DashboardModule } from '../dashboard.module';
import { CallEnder } from './call-ender';
import { CallsInHand } from './calls-in-hand';

const CONTROL = 'https://control.example/call';
let bench: Bench;
let control: FakeCallControl;
let calls: CallsInHand;
let number = 0;

beforeAll(async () => {
  bench = await aBench([DashboardModule]);
});

beforeEach(async () => {
  await bench.reset();
  bench.telephony.canCancel = false;
  bench.telephony.cancelled.length = 0;
  control = new FakeCallControl();
  const settlement = bench.app.get(Settlement, { strict: false });
  const ender = new CallEnder(bench.database, control, bench.telephony, settlement, bench.clock);
  calls = new CallsInHand(bench.database, ender, bench.app.get(CampaignSettings, { strict: false }));
});

afterAll(() => bench.database.destroy());

interface Standing {
  readonly status?: string;
  readonly controlUrl?: string | null;
  readonly attempt?: Partial<Insertable<AttemptTable>>;
}

/** A call that the provider has. */
async function aCall({
  status = 'in-progress',
  controlUrl = CONTROL,
  attempt = {},
}: Standing = {}): Promise<string> {
  const lead = await storeLead(bench.database, { status: 'in progress' });
  const id = `call-${++number}`;
  const attemptId = await storeAttempt(bench.database, lead, {
    state: 'placed',
    provider_call_id: id,
    ...attempt,
  });
  await bench.run(async (transaction) => {
    const rows = bench.app.get(Calls, { strict: false });
    const names = { attempt_id: attemptId, lead_id: lead.id, phone: lead.phone, control_url: controlUrl };
    const call = await rows.open(transaction, {
      id,
      campaign: 'default',
      created_at: new Date(NOON),
      ...names,
    });
    await rows.advance(transaction, call, status, new Date(NOON));
  });
  return id;
}

function knownToProvider(providerCallId: string, call: Partial<ProviderCall> = {}): void {
  bench.telephony.calls.set(providerCallId, {
    ...{ providerCallId, attemptId: undefined, carrierCallId: undefined, controlUrl: undefined },
    ...{ createdAt: new Date(NOON), state: { ended: false, status: 'in-progress' } },
    ...call,
  });
}

describe('ending every call in hand', () => {
  it('hangs up on each that is up, without a word', async () => {
    for (let nth = 0; nth < 3; nth++) await aCall({ controlUrl: `${CONTROL}/${nth}` });
    expect(await calls.endAll()).toEqual({ ended: 3, failed: 0 });
    expect(control.hungUp.toSorted()).toEqual([0, 1, 2].map((nth) => `${CONTROL}/${nth}`));
    expect(control.ended).toEqual([]);
  });

  it('takes back what nobody has picked up yet, and settles it at once: the lead is called again', async () => {
    bench.telephony.canCancel = true;
    const id = await aCall({ status: 'queued' });
    expect(await calls.endAll()).toEqual({ ended: 1, failed: 0 });
    expect(bench.telephony.cancelled).toEqual([id]);
    expect(control.hungUp).toEqual([]);
    const attempt = await bench.database.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
    expect(attempt.hung_up_at).toEqual(new Date(NOON));
  });

  it('asks the provider for a control address that it does not know', async () => {
    const id = await aCall({ controlUrl: null });
    knownToProvider(id, { controlUrl: CONTROL });
    expect(await calls.endAll()).toEqual({ ended: 1, failed: 0 });
    expect(control.hungUp).toEqual([CONTROL]);
  });

  it('takes what the provider declares over for ended', async () => {
    control.works = false;
    const id = await aCall();
    const report = { category: 'conversation' } as never;
    knownToProvider(id, { state: { ended: true, report } });
    expect(await calls.endAll()).toEqual({ ended: 1, failed: 0 });
  });

  it('waits for what is being placed at that moment', async () => {
    const lead = await storeLead(bench.database, aLead({ status: 'in progress' }));
    const attempt = await storeAttempt(bench.database, lead, { state: 'dialing' });
    const ending = calls.endAll();
    const call = { provider_call_id: 'call-late', state: 'placed' };
    await bench.database.updateTable('attempts').set(call).where('id', '=', attempt).execute();
    knownToProvider('call-late', { controlUrl: CONTROL });
    expect(await ending).toEqual({ ended: 1, failed: 0 });
  });

  it('looks up what is in doubt', async () => {
    const lead = await storeLead(bench.database, { status: 'in progress' });
    const attemptId = await storeAttempt(bench.database, lead, { state: 'in_doubt' });
    knownToProvider('call-found', { attemptId, controlUrl: CONTROL });
    expect(await calls.endAll()).toEqual({ ended: 1, failed: 0 });
    expect(control.hungUp).toEqual([CONTROL]);
  });

  it('tries each a few times, and tells of those that it could not end', async () => {
    control.works = false;
    await aCall();
    const other = await aCall({ controlUrl: null });
    bench.telephony.findCall = async (id) => {
      if (id === other) throw new ExternalApiError('vapi', 'Away', { effect: 'unreachable' });
      return undefined;
    };
    try {
      expect(await calls.endAll()).toEqual({ ended: 0, failed: 2 });
      expect(control.hungUp).toHaveLength(3);
    } finally {
      Reflect.deleteProperty(bench.telephony, 'findCall');
    }
  });

  it('leaves alone what is over, what is only reserved, and other campaigns', async () => {
    await aCall({ attempt: { hung_up_at: new Date(NOON) } });
    await aCall({ attempt: { state: 'ended' } });
    await bench.database.insertInto('campaigns').values({ name: 'other' }).execute();
    await aCall({ attempt: { campaign: 'other' } });
    const lead = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, lead);
    expect(await calls.endAll()).toEqual({ ended: 0, failed: 0 });
    expect(control.hungUp).toEqual([]);
  });

  it('ends many side by side', async () => {
    let atOnce = 0;
    let most = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    control.hangUp = async () => {
      most = Math.max(most, ++atOnce);
      await held;
      atOnce -= 1;
      return true;
    };
    for (let nth = 0; nth < 8; nth++) await aCall();
    const ending = calls.endAll();
    await eventually('all eight are asked for at once', () => most === 8);
    release();
    expect(await ending).toEqual({ ended: 8, failed: 0 });
  });
});
