import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { ExternalApiError } from '../common/errors';
import { Lead } from '../leads/lead';
import { bareReport } from '../telephony/call-event';
import { ProviderCall, TelephonyProvider } from '../telephony/telephony-provider';
import { OrchestrationModule } from './orchestration.module';
import { Reconciliation } from './reconciliation.service';
import { Reservations } from './reservation';

const now = new Date(NOON);
const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const LOOK_MS = 30_000;
let bench: Bench;
let reconciliation: Reconciliation;
let lead: Lead;
let attemptId: string;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule]);
  reconciliation = bench.app.get(Reconciliation);
});

beforeEach(async () => {
  await bench.reset();
  lead = await storeLead(bench.database, { status: 'in progress', attempts: 1 });
});

afterEach(() => jest.restoreAllMocks());

afterAll(() => bench.database.destroy());

async function given(state: string, changes: Parameters<typeof storeAttempt>[2] = {}): Promise<void> {
  attemptId = await storeAttempt(bench.database, lead, {
    state,
    lead_status_before: 'retry',
    next_look_at: now,
    ...changes,
  });
}

function exists(state: ProviderCall['state']): void {
  const ids = {
    providerCallId: 'call-1',
    attemptId,
    carrierCallId: 'CA1',
    controlUrl: 'https://control.example',
  };
  bench.telephony.calls.set('call-1', { ...ids, createdAt: now, state });
}

async function standing() {
  const attempt = await bench.database
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const person = await bench.database
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', lead.id)
    .executeTakeFirstOrThrow();
  return { attempt, lead: person };
}

async function look(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await reconciliation.resolve();
    bench.clock.advance(LOOK_MS);
  }
}

describe('what a dead replica left behind', () => {
  it('is released where the provider was not asked', async () => {
    await given('reserved', { lease_until: LONG_AGO });
    await reconciliation.takeOver();
    const after = await standing();
    expect([after.attempt.state, after.lead.status, after.lead.attempts]).toEqual(['released', 'retry', 1]);
  });

  it('is in doubt where it was, and looked up soon', async () => {
    await given('dialing', { lease_until: LONG_AGO, next_look_at: null });
    await reconciliation.takeOver();
    const after = await standing();
    expect([after.attempt.state, after.lead.status]).toEqual(['in_doubt', 'in progress']);
    expect(after.attempt.next_look_at).toEqual(new Date(now.getTime() + 15_000));
  });

  it('is nobody else’s while the lease lasts', async () => {
    await given('dialing');
    await reconciliation.takeOver();
    expect((await standing()).attempt.state).toBe('dialing');
  });
});

describe('an attempt in doubt', () => {
  it('is placed when its call is found', async () => {
    await given('in_doubt');
    exists({ ended: false, status: 'in-progress' });
    await look(1);
    const after = await standing();
    expect(after.attempt).toMatchObject({ state: 'placed', provider_call_id: 'call-1' });
    const calls = await bench.database.selectFrom('calls').selectAll().execute();
    expect(calls).toMatchObject([
      { status: 'in-progress', carrier_call_id: 'CA1', control_url: 'https://control.example' },
    ]);
  });

  it('is ended, with its outcome, when its call is found to be over', async () => {
    await given('in_doubt');
    exists({ ended: true, report: { ...bareReport('voicemail', 'voicemail'), costUsd: 0.1 } });
    await look(1);
    const after = await standing();
    expect([after.attempt.state, after.attempt.disposition]).toEqual(['ended', 'voicemail']);
    expect([after.lead.status, after.lead.attempts]).toEqual(['retry', 2]);
  });

  it('is given up only after several looks over two minutes; the lead can be dialed again and has lost nothing', async () => {
    await given('in_doubt');
    await look(4);
    expect((await standing()).attempt).toMatchObject({ state: 'in_doubt', looks: 4 });
    await look(1);
    const after = await standing();
    expect([after.attempt.state, after.lead.status, after.lead.attempts]).toEqual(['not_placed', 'retry', 1]);
    const again = await bench.app.get(Reservations).reserve(1_000);
    expect(again).toMatchObject([{ lead: { id: lead.id }, attempt: { number: 2 } }]);
  });

  it('is not given up early because looks came quickly', async () => {
    await given('in_doubt', { looks: 9 });
    bench.clock.advance(119_000);
    await look(1);
    expect((await standing()).attempt.state).toBe('in_doubt');
  });

  it('is never given up because the provider could not be asked', async () => {
    await given('in_doubt');
    const away = new ExternalApiError('vapi', 'The provider is away', { effect: 'unknown' });
    const asked = jest.spyOn(bench.telephony, 'findCallOfAttempt').mockRejectedValue(away);
    await look(20);
    expect(asked).toHaveBeenCalledTimes(20);
    expect((await standing()).attempt).toMatchObject({ state: 'in_doubt', looks: 0 });
  });

  it('is looked up by one of two that look at the same time', async () => {
    await given('in_doubt');
    const provider: TelephonyProvider = bench.telephony;
    const asked = jest.spyOn(provider, 'findCallOfAttempt');
    await Promise.all([reconciliation.resolve(), reconciliation.resolve()]);
    expect(asked).toHaveBeenCalledTimes(1);
    const [, from, until] = asked.mock.calls[0] ?? [];
    expect(from !== undefined && from < now && until !== undefined && until > now).toBe(true);
  });

  it('does not hold up the others when its own lookup fails', async () => {
    await given('in_doubt');
    const failing = attemptId;
    lead = await storeLead(bench.database, { status: 'in progress' });
    await given('in_doubt', { next_look_at: new Date(now.getTime()) });
    exists({ ended: false, status: 'ringing' });
    const find = bench.telephony.findCallOfAttempt.bind(bench.telephony);
    jest.spyOn(bench.telephony, 'findCallOfAttempt').mockImplementation(async (id) => {
      if (id === failing) throw new Error('Unreadable');
      return await find(id);
    });
    await look(1);
    expect((await standing()).attempt.state).toBe('placed');
  });
});

describe('a silent call', () => {
  it('is looked up by its id, and goes on being looked at while it is up', async () => {
    await given('placed', { provider_call_id: 'call-1' });
    exists({ ended: false, status: 'in-progress' });
    await look(3);
    expect((await standing()).attempt).toMatchObject({ state: 'placed', looks: 0 });
    exists({ ended: true, report: bareReport('busy', 'busy') });
    await look(1);
    expect((await standing()).attempt.disposition).toBe('busy');
  });

  it('goes before a person when the provider denies a call that it had confirmed', async () => {
    await given('placed', { provider_call_id: 'call-1' });
    await look(5);
    const after = await standing();
    expect([after.attempt.state, after.attempt.disposition]).toEqual(['ended', 'unknown']);
    expect(after.lead.status).toBe('needs review');
  });

  it('keeps the outcome that a webhook brought while it was being looked up', async () => {
    await given('placed', { provider_call_id: 'call-1', looks: 9 });
    bench.clock.advance(300_000);
    jest.spyOn(bench.telephony, 'findCall').mockImplementation(async () => {
      await bench.database.updateTable('attempts').set({ state: 'ended', disposition: 'busy' }).execute();
      await bench.database.updateTable('leads').set({ status: 'retry' }).execute();
      const call = {
        campaign: 'default',
        opted_out: false,
        created_at: now,
        updated_at: now,
        status: 'ended',
      };
      await bench.database
        .insertInto('calls')
        .values({ ...call, id: 'call-1', attempt_id: attemptId, disposition: 'busy' })
        .execute();
      return undefined;
    });
    await look(1);
    const after = await standing();
    expect([after.attempt.disposition, after.lead.status]).toEqual(['busy', 'retry']);
  });
});
