import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { CampaignSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { OrchestrationModule } from './orchestration.module';
import { ReadyStock } from './ready-stock';
import { Reservation, Reservations } from './reservation';

const now = new Date(NOON);
const variables = {
  MAX_CONCURRENT_CALLS: '3',
  CALLS_PER_SECOND: '100',
  DAILY_BUDGET_USD: '10',
  MAX_CALL_COST_USD: '1',
};
let bench: Bench;
let reservations: Reservations;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule], variables);
  reservations = bench.app.get(Reservations);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

async function reserve(): Promise<readonly Reservation[]> {
  const reserved = await reservations.reserve(1_000);
  if (typeof reserved === 'string') throw new Error(`Nothing was reserved: ${reserved}`);
  return reserved;
}

async function rowOf({ id }: Lead) {
  return await bench.database.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

function decisions() {
  return bench.database
    .selectFrom('decisions')
    .leftJoin('decision_attempts', 'decision_id', 'id')
    .selectAll()
    .execute();
}

describe('Reservations', () => {
  it('writes reservation, decision and the new status together', async () => {
    const lead = await storeLead(bench.database, { attempts: 1, status: 'retry' });
    const [reservation, ...others] = await reserve();
    expect(others).toEqual([]);
    expect(reservation).toMatchObject({ lead: { id: lead.id, status: 'in progress' }, dialAt: now });
    expect(reservation?.attempt).toMatchObject({
      state: 'reserved',
      number: 2,
      lead_status_before: 'retry',
      phone: lead.phone,
    });
    expect((await rowOf(lead)).status).toBe('in progress');
    expect(await decisions()).toMatchObject([
      { verdict: 'allow', moment: 'reserve', attempt_id: reservation?.attempt.id },
    ]);
  });

  it('says what it stands still for', async () => {
    expect(await reservations.reserve(1_000)).toBe('nobody-due');
    await storeLead(bench.database);
    await bench.database
      .updateTable('campaigns')
      .set({ next_dial_at: new Date(now.getTime() + 1_001) })
      .execute();
    expect(await reservations.reserve(1_000)).toBe('dial-rate');
    await bench.database.updateTable('campaigns').set({ next_dial_at: null, paused_at: now }).execute();
    expect(await reservations.reserve(1_000)).toBe('paused');
    expect(await decisions()).toEqual([]);
  });

  it('never holds more lines than there are, and none for a call that is over', async () => {
    for (let index = 0; index < 5; index++) await storeLead(bench.database);
    const busy = await storeLead(bench.database, { status: 'in progress' });
    const attempt = await storeAttempt(bench.database, busy, { state: 'placed' });
    expect(await reserve()).toHaveLength(2);
    expect(await reservations.reserve(1_000)).toBe('no-lines');
    await bench.database.updateTable('attempts').set({ hung_up_at: now }).where('id', '=', attempt).execute();
    expect(await reserve()).toHaveLength(1);
  });

  it('makes leads ready beyond the lines while calls are short, without a slot in the dial rate', async () => {
    const stock = bench.app.get(ReadyStock);
    for (let nth = 0; nth < 4; nth++) stock.note(`call-${nth}`, performance.now());
    for (let index = 0; index < 8; index++) await storeLead(bench.database);
    const slots = (await reserve()).map(({ dialAt }) => dialAt !== undefined);
    expect(slots).toEqual([true, true, true, false, false]);
    expect(await reservations.reserve(1_000)).toBe('no-lines');
    stock.clear();
  });

  it('never reserves more than two ticks at once have lines for', async () => {
    for (let index = 0; index < 8; index++) await storeLead(bench.database);
    const both = await Promise.all([reservations.reserve(1_000), reservations.reserve(1_000)]);
    expect(both.filter((result) => typeof result !== 'string').flat()).toHaveLength(3);
  });

  it('spaces the dials of ticks that follow each other', async () => {
    const settings = bench.app.get(CampaignSettings, { strict: false });
    const usual = settings.callsPerSecond;
    Object.assign(settings, { callsPerSecond: 1 });
    try {
      for (let index = 0; index < 4; index++) await storeLead(bench.database);
      const first = await reserve();
      bench.clock.advance(1_000);
      const second = await reserve();
      const after = [...first, ...second].map(({ dialAt }) => (dialAt?.getTime() ?? NaN) - now.getTime());
      expect(after).toEqual([0, 1_000, 2_000]);
    } finally {
      Object.assign(settings, { callsPerSecond: usual });
    }
  });

  it('stops before the budget could be passed', async () => {
    const call = { campaign: 'default', opted_out: false, created_at: now, updated_at: now };
    await bench.database
      .insertInto('calls')
      .values({ ...call, id: 'c1', status: 'ended', cost_usd: 7.5 })
      .execute();
    await bench.database
      .insertInto('calls')
      .values({ ...call, id: 'c2', status: 'ended', cost_usd: null })
      .execute();
    for (let index = 0; index < 3; index++) await storeLead(bench.database);
    expect(await reserve()).toHaveLength(1);
    expect(await reservations.reserve(1_000)).toBe('no-budget');
  });

  it('gives a number that two leads share to one of them; the other waits', async () => {
    const first = await storeLead(bench.database, { due_at: new Date(now.getTime() - 1) });
    const twin = await storeLead(bench.database, { phone: first.phone });
    expect((await reserve()).map(({ lead }) => lead.id)).toEqual([first.id]);
    expect(await rowOf(twin)).toMatchObject({ status: 'new', due_at: new Date(now.getTime() + 15 * 60_000) });
  });

  it('postpones whom the hour forbids, blocks whom the facts forbid, and goes on to the next', async () => {
    const suppressed = await storeLead(bench.database, { due_at: new Date(0) });
    const asleep = await storeLead(bench.database, {
      due_at: new Date(1),
      phone: '+18082345678',
      state: 'HI',
    });
    const unasked = await storeLead(bench.database, { due_at: new Date(2), consent: 'none' });
    const listed = await storeLead(bench.database, { due_at: new Date(3), do_not_call: true });
    const free = await storeLead(bench.database, { due_at: new Date(4) });
    const stop = { phone: suppressed.phone ?? '', reason: 'Said stop', channel: 'call', created_at: now };
    await bench.database.insertInto('suppressions').values(stop).execute();
    expect((await reserve()).map(({ lead }) => lead.id)).toEqual([free.id]);
    expect((await rowOf(suppressed)).status).toBe('opted out');
    const waiting = await rowOf(asleep);
    expect([waiting.status, waiting.status_reason?.startsWith('Waits:')]).toEqual(['new', true]);
    // Noon in New York is 06:00 in Honolulu.
    expect(waiting.due_at.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-06-10T18:00:00Z'));
    expect([(await rowOf(unasked)).status, (await rowOf(listed)).status]).toEqual(['blocked', 'blocked']);
    const recorded = await decisions();
    expect(recorded.filter(({ verdict }) => verdict === 'refuse')).toHaveLength(4);
    expect(recorded.filter(({ verdict }) => verdict === 'allow')).toHaveLength(1);
  });

  it('ends with leads that have used up their attempts, but keeps a promised callback', async () => {
    const spent = await storeLead(bench.database, { attempts: 3, status: 'retry' });
    const promised = await storeLead(bench.database, { attempts: 3, status: 'callback' });
    const nobody = await storeLead(bench.database, { phone: null });
    expect((await reserve()).map(({ lead }) => lead.id)).toEqual([promised.id]);
    expect([(await rowOf(spent)).status, (await rowOf(nobody)).status]).toEqual([
      'exhausted',
      'needs review',
    ]);
  });

  it('takes back a status that still waits to be written, which `in progress` overtakes', async () => {
    const { source_id: key } = await storeLead(bench.database, { status: 'retry' });
    const standing = { campaign: 'default', target: 'lead', version: 1, tries: 0 };
    await bench.database
      .insertInto('outbox')
      .values({ ...standing, key, fields: JSON.stringify({ Status: 'retry', Attempts: 1 }) })
      .execute();
    await reserve();
    expect(await bench.database.selectFrom('outbox').select('fields').execute()).toEqual([
      { fields: { Attempts: 1 } },
    ]);
  });
});
