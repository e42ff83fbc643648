import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Lead } from '../leads/lead';
import { LateCalls } from './late-calls';
import { OrchestrationModule } from './orchestration.module';

/** 22:00 in New York. */
const NIGHT = new Date('2026-06-11T02:00:00Z');
let bench: Bench;
let lateCalls: LateCalls;
let lead: Lead;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule]);
  lateCalls = bench.app.get(LateCalls);
});

beforeEach(async () => {
  await bench.reset();
  bench.telephony.cancelled.length = 0;
  bench.telephony.canCancel = true;
  lead = await storeLead(bench.database, { status: 'in progress' });
});

afterAll(() => bench.database.destroy());

async function given(callStatus: string, placedAt: Date): Promise<void> {
  const placed = { state: 'placed', provider_call_id: 'call-1', placed_at: placedAt };
  const attempt_id = await storeAttempt(bench.database, lead, placed);
  const ids = { id: 'call-1', campaign: 'default', attempt_id, lead_id: lead.id, phone: lead.phone };
  await bench.database
    .insertInto('calls')
    .values({ ...ids, status: callStatus, opted_out: false, created_at: placedAt, updated_at: placedAt })
    .execute();
}

async function standing() {
  const attempt = await bench.database.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
  const person = await bench.database
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', lead.id)
    .executeTakeFirstOrThrow();
  return { attempt, person };
}

describe('LateCalls', () => {
  it('takes a queued call back once its window has closed, and has the lead called in the next', async () => {
    await given('queued', new Date(NIGHT.getTime() - 61_000));
    bench.clock.set(NIGHT.toISOString());
    await lateCalls.takeBack();
    expect(bench.telephony.cancelled).toEqual(['call-1']);
    const { attempt, person } = await standing();
    expect(attempt).toMatchObject({ state: 'ended', disposition: 'canceled', provider_fault: null });
    expect(person).toMatchObject({ status: 'retry', attempts: 0, failures: 0 });
    expect(person.due_at.getTime()).toBeGreaterThan(NIGHT.getTime() + 8 * 3_600_000);
    await lateCalls.takeBack();
    expect(bench.telephony.cancelled).toHaveLength(1);
  });

  it.each([
    ['its window is open', 'queued', new Date(Date.parse(NOON) - 3_600_000), NOON],
    ['it rings', 'ringing', new Date(NIGHT.getTime() - 61_000), NIGHT.toISOString()],
    ['somebody is on the line', 'in-progress', new Date(NIGHT.getTime() - 61_000), NIGHT.toISOString()],
    ['it has only just been placed', 'queued', new Date(NIGHT.getTime() - 1_000), NIGHT.toISOString()],
  ])('leaves a call alone when %s', async (_why, status, placedAt, now) => {
    await given(status, placedAt);
    bench.clock.set(now);
    await lateCalls.takeBack();
    expect(bench.telephony.cancelled).toEqual([]);
  });

  it('changes nothing where the call can not be taken back', async () => {
    await given('queued', new Date(NIGHT.getTime() - 61_000));
    bench.clock.set(NIGHT.toISOString());
    bench.telephony.canCancel = false;
    await lateCalls.takeBack();
    expect((await standing()).attempt.state).toBe('placed');
  });
});
