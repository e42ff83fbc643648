import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { Lead } from '../leads/lead';
import { CallbackWish } from '../telephony/call-event';
import { CallLogModule } from './call-log.module';
import { CallbackRequests } from './callback-requests';

let bench: Bench;
let requests: CallbackRequests;

beforeAll(async () => {
  bench = await aBench([CallLogModule]);
  requests = bench.app.get(CallbackRequests);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

async function given(changes: Partial<Lead> = {}): Promise<void> {
  const lead = await storeLead(bench.database, { status: 'in progress', ...changes });
  await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-1' });
}

async function ask(wish: CallbackWish, providerCallId = 'call-1'): Promise<string> {
  const call = { providerCallId, attemptId: undefined, carrierCallId: undefined, phone: undefined };
  const event = { kind: 'callback', call, wish, at: bench.clock.now() } as const;
  return await bench.run((transaction) => requests.take(transaction, event));
}

async function agreed(): Promise<Date | null | undefined> {
  return (await bench.database.selectFrom('calls').select('callback_at').executeTakeFirst())?.callback_at;
}

describe('CallbackRequests', () => {
  it('takes down a time in the words and the zone of the person, and says it back', async () => {
    await given();
    expect(await ask({ words: 'tomorrow at half past three in the afternoon' })).toMatch(
      /^The callback is recorded for Thursday 11 June at 15:30 Eastern Daylight Time\./,
    );
    expect(await agreed()).toEqual(new Date('2026-06-11T19:30:00Z'));
  });

  it('goes by the zone that the lead states', async () => {
    await given({ timezone: 'America/Los_Angeles' });
    expect(await ask({ words: 'tomorrow at eleven am' })).toContain('11:00 Pacific Daylight Time');
    expect(await agreed()).toEqual(new Date('2026-06-11T18:00:00Z'));
  });

  it('offers the next time that the law allows, and takes nothing down until it is agreed to', async () => {
    await given();
    const offer = await ask({ words: 'tomorrow at six in the morning' });
    expect(offer).toMatch(/^The law does not allow a call then\. .* Thursday 11 June at \d\d:\d\d Eastern/);
    expect(await agreed()).toBeNull();
    const at = new Date(/callbackAt (\S+)/.exec(offer)?.[1] ?? '');
    expect(await ask({ at })).toMatch(/^The callback is recorded/);
    expect(await agreed()).toEqual(at);
  });

  it('keeps the last time that was agreed on', async () => {
    await given();
    await ask({ words: 'in two hours' });
    await ask({ words: 'in three hours' });
    await ask({ words: 'in a hundred years' });
    expect(await agreed()).toEqual(new Date('2026-06-10T19:00:00Z'));
  });

  it.each<[string, CallbackWish, RegExp]>([
    ['nothing understood', { words: 'hm' }, /^The time was not understood/],
    ['too far ahead', { at: new Date('2027-06-10T16:00:00Z') }, /^That is more than three months ahead/],
  ])('asks again: %s', async (_what, wish, expected) => {
    await given();
    expect(await ask(wish)).toMatch(expected);
    expect(await agreed()).toBeNull();
  });

  it('asks for the zone of a number that may be in several', async () => {
    // Area code 208 is all of Idaho: Mountain and Pacific time.
    await given({ phone: '+12082000001', state: 'ID' });
    expect(await ask({ words: 'tomorrow at three pm' })).toMatch(/^The time zone is not known/);
  });

  it('promises nothing on a call that is not ours', async () => {
    await given();
    expect(await ask({ words: 'in two hours' }, 'call-of-another-service')).toMatch(/cannot be recorded/);
    expect(await agreed()).toBeUndefined();
  });
});
