import { Webhook } from 'standardwebhooks';
import { AutomationBench } from '../../test/support/automation-bench';
import { AutomationReceiver } from '../../test/support/automation-receiver';
import { letTimePass } from '../../test/support/time-in-database';
import { erasePerson } from '../retention/erase-person';
import { ClaimedDelivery } from './delivery';
import { DeliveryRows } from './delivery-rows';

const SECRET = `whsec_${Buffer.from('a key of four and twenty').toString('base64')}`;
const MINUTE_MS = 60_000;

const receiver = new AutomationReceiver();
let laura: AutomationBench;
let url: string;

beforeAll(async () => {
  url = await receiver.open();
  laura = await AutomationBench.open({ AUTOMATION_WEBHOOK_URL: url, AUTOMATION_WEBHOOK_SECRET: SECRET });
});

beforeEach(async () => {
  await laura.bench.reset();
  receiver.reset();
});

afterAll(async () => {
  await laura.bench.app.close();
  await receiver.close();
});

const pass = (ms: number) => letTimePass(laura.bench.database, ms);

async function states(): Promise<(string | number | null)[][]> {
  const { deliveries } = await laura.register.list(undefined, 100);
  return deliveries.map(({ state, tries, lastStatus }) => [state, tries, lastStatus]);
}

/** Dies between the receiver's answer and its record. */
class DyingRows extends DeliveryRows {
  override delivered(_delivery: ClaimedDelivery): Promise<void> {
    return Promise.reject(new Error('killed'));
  }
}

describe('a finished call', () => {
  it('is posted once, signed so that a Standard Webhooks library verifies it', async () => {
    const [callId] = await laura.finish(1);
    expect(await laura.flusher().flush()).toBe(1);
    expect(await laura.flusher().flush()).toBe(0);
    const [post] = receiver.posts;
    const verified = new Webhook(SECRET).verify(post?.body ?? '', post?.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'call.finished',
      data: { call_id: callId, disposition: 'completed', summary: 'Summary of call-1.', attempt: 1 },
    });
    expect(post?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(post?.headers).not.toHaveProperty('authorization');
    expect(() =>
      new Webhook(SECRET).verify(`${post?.body} `, post?.headers as Record<string, string>),
    ).toThrow('No matching signature');
    expect(await states()).toEqual([['delivered', 1, 200]]);
  });

  it.each(['while the call is up', 'in its report'])(
    'says to a Standard Webhooks receiver that words %s may have been an opt-out',
    async (when) => {
      const id = await laura.call();
      const words = { speaker: 'customer', text: 'You never stop calling me.' } as const;
      if (when === 'in its report') await laura.report(id, { utterances: [words] });
      else {
        await laura.doubt(id);
        await laura.report(id);
      }
      await laura.flusher().flush();
      const [post] = receiver.posts;
      const told = new Webhook(SECRET).verify(post?.body ?? '', post?.headers as Record<string, string>);
      expect(told).toMatchObject({
        type: 'call.finished',
        data: { call_id: id, opted_out: false, opt_out_doubtful: true },
      });
    },
  );

  it('is not posted when its outcome did not come to stand', async () => {
    const id = await laura.call();
    const undone = laura.bench.run(async (transaction) => {
      await laura.settle(transaction, id);
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    await laura.flusher().flush();
    expect(receiver.posts).toEqual([]);
  });
});

describe('a receiver that is away', () => {
  it('gets every call once it is back, once, after an hour', async () => {
    receiver.answer = [503];
    const ids = await laura.finish(12);
    const flusher = laura.flusher();
    for (let minute = 0; minute < 60; minute += 4) {
      await flusher.flush();
      await pass(4 * MINUTE_MS);
    }
    expect(receiver.posts.length).toBeGreaterThan(12);
    expect(receiver.taken).toEqual([]);
    receiver.answer = [200];
    await pass(60 * MINUTE_MS);
    await flusher.flush();
    expect(receiver.taken.map(({ data }) => data.call_id).toSorted()).toEqual(ids.toSorted());
    await pass(60 * MINUTE_MS);
    await flusher.flush();
    expect(receiver.taken).toHaveLength(12);
    expect(new Set(receiver.ids).size).toBe(12);
  });

  it('is left alone but for a probe, and what was held back meanwhile does not count as tried', async () => {
    receiver.answer = [500];
    await laura.finish(8);
    const flusher = laura.flusher(undefined, { halfOpenAfterMs: 600_000, maxDelayMs: 600_000 });
    await flusher.flush();
    await flusher.flush();
    expect(receiver.posts).toHaveLength(4);
    expect((await states()).filter(([, tries]) => tries === 0)).toHaveLength(4);
  });

  it('is asked again when it has said, and not before', async () => {
    receiver.answer = [429, { 'retry-after': '300' }];
    await laura.finish(1);
    const flusher = laura.flusher();
    await flusher.flush();
    await pass(4 * MINUTE_MS);
    receiver.answer = [200];
    expect(await flusher.flush()).toBe(0);
    await pass(MINUTE_MS + 1_000);
    expect(await flusher.flush()).toBe(1);
  });
});

describe('a process that dies between a post and its record', () => {
  it('leaves it to be posted again under the same webhook-id, not before its claim has lapsed', async () => {
    await laura.finish(1);
    const dying = laura.flusher(new DyingRows(laura.bench.database, laura.campaign));
    await expect(dying.flush()).rejects.toThrow('killed');
    expect(await laura.flusher().flush()).toBe(0);
    await pass(61_000);
    expect(await laura.flusher().flush()).toBe(1);
    expect(receiver.ids).toHaveLength(2);
    expect(new Set(receiver.ids).size).toBe(1);
  });
});

describe('a receiver that refuses for good', () => {
  it('is not asked again; the delivery is dead with words, and goes out under its id when an operator says so', async () => {
    receiver.answer = [410];
    await laura.finish(1);
    await laura.flusher().flush();
    await pass(600 * MINUTE_MS);
    await laura.flusher().flush();
    expect(receiver.posts).toHaveLength(1);
    const { deliveries } = await laura.register.list('dead', 10);
    expect(deliveries).toMatchObject([{ state: 'dead', tries: 1, lastStatus: 410 }]);
    expect(deliveries[0]?.lastError).toContain('set AUTOMATION_WEBHOOK_URL');

    receiver.answer = [200];
    const [dead] = deliveries;
    expect(await laura.register.redeliver(dead?.id ?? '')).toMatchObject({ state: 'pending', tries: 0 });
    expect(await laura.register.redeliver(dead?.id ?? '')).toBe('pending');
    expect(await laura.flusher().flush()).toBe(1);
    expect(new Set(receiver.ids).size).toBe(1);
    expect((await laura.register.list('dead', 10)).deliveries).toEqual([]);
  });

  it('that points elsewhere is not followed', async () => {
    receiver.answer = [307, { location: url }];
    await laura.finish(1);
    await laura.flusher().flush();
    expect(receiver.posts).toHaveLength(1);
    expect(await states()).toEqual([['dead', 1, 307]]);
  });
});

describe('a person who was erased', () => {
  it('is told of no more', async () => {
    const [callId] = await laura.finish(1);
    const { phone } = await laura.bench.database
      .selectFrom('calls')
      .select('phone')
      .where('id', '=', callId ?? '')
      .executeTakeFirstOrThrow();
    const request = { phone: phone ?? '', reason: 'Asked by letter', now: laura.bench.clock.now() };
    expect(await laura.bench.run((transaction) => erasePerson(transaction, request))).toMatchObject({
      calls: [callId],
    });
    expect(await states()).toEqual([]);
    await laura.flusher().flush();
    expect(receiver.posts).toEqual([]);
  });

  it('is told of no more by a delivery that was noted all the same', async () => {
    const [callId] = await laura.finish(1);
    const { database, clock } = laura.bench;
    await database
      .updateTable('calls')
      .set({ erased_at: clock.now() })
      .where('id', '=', callId ?? '')
      .execute();
    await laura.flusher().flush();
    expect(receiver.posts).toEqual([]);
    expect(await states()).toEqual([]);
  });
});

describe('the list of deliveries', () => {
  it('comes in pages, newest first', async () => {
    const ids = await laura.finish(5);
    const first = await laura.register.list('pending', 2);
    const second = await laura.register.list('pending', 2, first.nextCursor ?? undefined);
    const third = await laura.register.list('pending', 2, second.nextCursor ?? undefined);
    const listed = [first, second, third].flatMap(({ deliveries }) => deliveries.map(({ callId }) => callId));
    expect(listed).toEqual(ids.toReversed());
    expect(third.nextCursor).toBeNull();
  });
});

describe('where no automation is configured', () => {
  it('nothing is even noted', async () => {
    const other = await AutomationBench.open({});
    await other.finish(1);
    expect((await other.register.list(undefined, 10)).deliveries).toEqual([]);
    expect(await other.flusher().flush()).toBe(0);
    await other.bench.app.close();
  });
});
