import { sql } from 'kysely';
import { Lead } from '../leads/lead';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, eventually } from '../../test/support/database';
import { JobQueue } from '../persistence/job-queue';
import { Inbox, SETTLE_QUEUE } from './inbox';
import { SettleWorker } from './settle-worker';
import { WebhooksModule } from './webhooks.module';

let bench: Bench;
let inbox: Inbox;
let jobs: JobQueue;
let lead: Lead;

beforeAll(async () => {
  bench = await aBench([WebhooksModule]);
  inbox = bench.app.get(Inbox);
  jobs = bench.app.get(JobQueue, { strict: false });
  await jobs.start([SETTLE_QUEUE]);
});

beforeEach(async () => {
  await bench.reset();
  await sql`delete from jobs.job`.execute(bench.database);
  lead = await storeLead(bench.database, { status: 'in progress' });
  await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-1' });
});

afterAll(async () => {
  await jobs.stop();
  await bench.database.destroy();
});

function ended(told: object = {}) {
  const message = {
    type: 'end-of-call-report',
    endedReason: 'customer-busy',
    call: { id: 'call-1' },
    ...told,
  };
  return { message: { timestamp: 1_781_107_200_000, ...message } };
}

function optOut() {
  const toolCallList = [{ id: 'tool-1', type: 'function', function: { name: 'opt_out', arguments: {} } }];
  return {
    message: { type: 'tool-calls', timestamp: 1_781_107_200_000, call: { id: 'call-1' }, toolCallList },
  };
}

function events() {
  return bench.database.selectFrom('webhook_events').selectAll().orderBy('id').execute();
}

async function queued(): Promise<unknown[]> {
  const { rows } = await sql<{ data: unknown }>`select data from jobs.job`.execute(bench.database);
  return rows.map(({ data }) => data);
}

async function settleAll(): Promise<void> {
  for (const { id } of await events()) await inbox.settle(id);
}

async function statusOfLead(): Promise<string> {
  return (await bench.database.selectFrom('leads').select('status').executeTakeFirstOrThrow()).status;
}

describe('receiving', () => {
  it('stores the event and enqueues its settling, and changes nothing else yet', async () => {
    await inbox.receive('vapi', ended());
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      provider: 'vapi',
      type: 'end-of-call-report',
      call_id: 'call-1',
      processed_at: null,
      result: null,
    });
    expect(await queued()).toEqual([{ eventId: event?.id }]);
    expect(await statusOfLead()).toBe('in progress');
  });

  it('acknowledges a second delivery of the same event without storing it', async () => {
    await inbox.receive(
      'vapi',
      ended({ artifact: { recording: { stereoUrl: 'https://x.example/a?X-Amz-Signature=1' } } }),
    );
    await inbox.receive(
      'vapi',
      ended({ artifact: { recording: { stereoUrl: 'https://x.example/a?X-Amz-Signature=2' } } }),
    );
    expect(await events()).toHaveLength(1);
    expect(await queued()).toHaveLength(1);
  });

  it('keeps two deliveries at once of one event apart from no other', async () => {
    await Promise.all([
      inbox.receive('vapi', ended()),
      inbox.receive('vapi', ended()),
      inbox.receive('vapi', optOut()),
    ]);
    expect(await events()).toHaveLength(2);
  });

  it('has an opt-out in force before it is answered', async () => {
    await inbox.receive('vapi', optOut());
    const suppressions = await bench.database.selectFrom('suppressions').selectAll().execute();
    expect(suppressions).toMatchObject([{ phone: lead.phone, channel: 'call', call_id: 'call-1' }]);
    expect((await events())[0]?.processed_at).toBeNull();
  });

  it('stores no secret', async () => {
    const phoneNumber = { twilioAuthToken: 'very-secret-1', number: '+12125550100' };
    const server = { headers: { 'X-Webhook-Token': 'very-secret-2' } };
    await inbox.receive('vapi', ended({ phoneNumber, assistant: { server } }));
    const stored = JSON.stringify(await events());
    expect(stored).toContain('customer-busy');
    expect(stored).not.toContain('very-secret');
  });

  it('stores what PostgreSQL would not take as it is', async () => {
    await inbox.receive('vapi', ended({ summary: 'a\0b\uD800' }));
    expect(await events()).toHaveLength(1);
  });

  it('stores what it does not understand, and asks nobody to work on it', async () => {
    await inbox.receive('vapi', { message: { type: 'speech-update', timestamp: 1, call: { id: 'call-1' } } });
    await inbox.receive('vapi', { anything: ['else'] });
    expect((await events()).map(({ result }) => result)).toEqual(['ignored', 'ignored']);
    expect(await queued()).toEqual([]);
  });

  it('acknowledges nothing that it could not store with its job', async () => {
    const enqueue = jest.spyOn(jobs, 'enqueue').mockRejectedValueOnce(new Error('The queue is away'));
    await expect(inbox.receive('vapi', optOut())).rejects.toThrow('away');
    enqueue.mockRestore();
    expect(await events()).toEqual([]);
    await inbox.receive('vapi', optOut());
    expect(await queued()).toHaveLength(1);
  });
});

describe('settling', () => {
  it('applies the event once, however often it is asked to', async () => {
    await inbox.receive('vapi', ended());
    await settleAll();
    const [settled] = await events();
    expect(settled).toMatchObject({ result: 'applied', processed_at: bench.clock.now() });
    expect(await statusOfLead()).toBe('retry');
    bench.clock.advance(60_000);
    await settleAll();
    const [again] = await events();
    expect(again?.processed_at).toEqual(settled?.processed_at);
    const counted = await bench.database.selectFrom('leads').select('attempts').executeTakeFirstOrThrow();
    expect(counted.attempts).toBe(1);
  });

  it('leaves an event to be settled again whose settling failed', async () => {
    await inbox.receive('vapi', ended());
    await bench.database.schema.alterTable('calls').renameTo('calls_away').execute();
    try {
      await expect(settleAll()).rejects.toThrow('calls');
    } finally {
      await bench.database.schema.alterTable('calls_away').renameTo('calls').execute();
    }
    expect([(await events())[0]?.processed_at, await statusOfLead()]).toEqual([null, 'in progress']);
    await settleAll();
    expect(await statusOfLead()).toBe('retry');
  });

  it('keeps an event about a call of somebody else, and says so', async () => {
    await inbox.receive('vapi', ended({ call: { id: 'call-of-another-service' } }));
    await settleAll();
    expect(await events()).toMatchObject([{ result: 'unmatched' }]);
  });

  it("reads Twilio's callbacks too", async () => {
    const call = {
      campaign: 'default',
      status: 'queued',
      opted_out: false,
      created_at: bench.clock.now(),
      updated_at: bench.clock.now(),
    };
    const { id } = await bench.database.selectFrom('attempts').select('id').executeTakeFirstOrThrow();
    await bench.database
      .insertInto('calls')
      .values({ ...call, id: 'call-1', attempt_id: id, carrier_call_id: 'CA1' })
      .execute();
    await inbox.receive('twilio', { CallSid: 'CA1', CallStatus: 'no-answer', To: lead.phone });
    await settleAll();
    expect(await events()).toMatchObject([{ provider: 'twilio', type: 'no-answer', result: 'applied' }]);
    expect(await statusOfLead()).toBe('retry');
  });
});

describe('SettleWorker', () => {
  it('settles what was received without being asked', async () => {
    const worker = bench.app.get(SettleWorker);
    await worker.onApplicationBootstrap();
    await inbox.receive('vapi', ended());
    await eventually('the call is settled', async () => (await statusOfLead()) === 'retry');
    await worker.beforeApplicationShutdown();
  });
});
