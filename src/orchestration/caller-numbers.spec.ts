import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { OrchestrationModule } from './orchestration.module';
import { Reservation, Reservations } from './reservation';

const HOUR_MS = 3_600_000;
const before = (hours: number) => new Date(Date.parse(NOON) - hours * HOUR_MS);
let bench: Bench;
let reservations: Reservations;

beforeAll(async () => {
  const variables = { NUMBER_DAILY_CAP: '2', CALLS_PER_SECOND: '100', MAX_CONCURRENT_CALLS: '10' };
  bench = await aBench([OrchestrationModule], variables);
  reservations = bench.app.get(Reservations);
});

beforeEach(async () => {
  await bench.reset();
  bench.telephony.numbers = [
    { id: 'new-york', number: '+12125550100' },
    { id: 'boston', number: '+16175550100' },
  ];
});

afterAll(() => bench.database.destroy());

/** Attempts of the past that went out from that number. */
async function used(caller_id: string, state: string, hoursAgo: number, endedReason?: string): Promise<void> {
  const lead = await storeLead(bench.database, { status: 'called' });
  const attempt_id = await storeAttempt(bench.database, lead, {
    state,
    caller_id,
    reserved_at: before(hoursAgo),
  });
  if (endedReason === undefined) return;
  const times = { created_at: before(hoursAgo), updated_at: before(hoursAgo) };
  const call = {
    id: `call of ${attempt_id}`,
    campaign: 'default',
    attempt_id,
    status: 'ended',
    opted_out: false,
  };
  await bench.database
    .insertInto('calls')
    .values({ ...call, ...times, ended_reason: endedReason })
    .execute();
}

async function callers(): Promise<(string | null)[] | string> {
  const reserved = await reservations.reserve(1_000);
  return typeof reserved === 'string'
    ? reserved
    : reserved.map(({ attempt }: Reservation) => attempt.caller_id);
}

async function leads(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await storeLead(bench.database);
}

describe('CallerNumbers', () => {
  it('keeps with each attempt which number it goes out from, all in turn', async () => {
    await leads(3);
    const chosen = await callers();
    expect(new Set(chosen)).toEqual(new Set(['new-york', 'boston']));
    expect(chosen).toHaveLength(3);
  });

  it('reserves no more than the numbers may still call, and says why it stands still', async () => {
    await used('new-york', 'ended', 1);
    await used('boston', 'ended', 23);
    await used('boston', 'placed', 2);
    await leads(3);
    expect(await callers()).toEqual(['new-york']);
    expect(await callers()).toBe('no-number');
  });

  it('counts neither what came to nothing nor what is a day old', async () => {
    for (const state of ['released', 'rejected', 'not_placed']) await used('new-york', state, 1);
    await used('new-york', 'ended', 25);
    bench.telephony.numbers = [{ id: 'new-york', number: undefined }];
    await leads(3);
    expect(await callers()).toEqual(['new-york', 'new-york']);
  });

  it('leaves a number alone for an hour after its own daily limit ended a call', async () => {
    await used('new-york', 'ended', 0.5, 'call.start.error-vapi-number-outbound-daily-limit');
    await used('boston', 'ended', 1.5, 'call.start.error-vapi-number-outbound-daily-limit');
    await leads(1);
    expect(await callers()).toEqual(['boston']);
  });

  it('stands still while every number rests, and does not ask where there is nothing to choose', async () => {
    await leads(1);
    bench.telephony.numbers = [];
    expect(await callers()).toBe('no-number');
    bench.telephony.numbers = undefined;
    expect(await callers()).toEqual([null]);
  });
});
