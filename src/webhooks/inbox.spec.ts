import { sql } from 'kysely';
import { Lead } from '../leads/lead';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, eventually } from '../../test/support/database';
import { Inbox } from './inbox';
import { SettleWorker } from './settle-worker';
import { Settling } from './settling';
import { WebhooksModule } from './webhooks.module';

let bench: Bench;
let inbox: Inbox;
let lead: Lead;

beforeAll(async () => {
  bench = await aBench([WebhooksModule]);
  inbox = bench.app.get(Inbox);
});

beforeEach(async () => {
  await bench.reset();
  lead = await storeLead(bench.database, { status: 'in progress' });
  await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-1' });
});

afterAll(async () => {
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

function heard(transcript: string) {
  const words = { type: 'transcript', role: 'user', transcriptType: 'final', transcript };
  return { message: { timestamp: 1_781_107_200_000, call: { id: 'call-1' }, ...words } };
}

function optOut() {
  return tool('opt_out');
}

function tool(name: string, given: object = {}) {
  const toolCallList = [{ id: 'tool-1', type: 'function', function: { name, arguments: given } }];
  return {
    message: { type: 'tool-calls', timestamp: 1_781_107_200_000, call: { id: 'call-1' }, toolCallList },
  };
}

function events() {
  return bench.database.selectFrom('webhook_events').selectAll().orderBy('id').execute();
}

async function waiting(): Promise<string[]> {
  return (await events()).flatMap(({ id, processed_at }) => (processed_at === null ? [id] : []));
}

async function settleAll(): Promise<void> {
  const settling = bench.app.get(Settling);
  while (await settling.settleNext());
}

async function statusOfLead(): Promise<string> {
  return (await bench.database.selectFrom('leads').select('status').executeTakeFirstOrThrow()).status;
}

describe('receiving', () => {
  it('stores the event for its settling, and changes nothing else yet', async () => {
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
    expect(await waiting()).toEqual([event?.id]);
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
    expect(await waiting()).toHaveLength(1);
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

  it('hands out the address at which the call can be ended once, to the first who hears the opt-out', async () => {
    const call = { campaign: 'default', status: 'queued', opted_out: false };
    const at = bench.clock.now();
    const { id } = await bench.database.selectFrom('attempts').select('id').executeTakeFirstOrThrow();
    await bench.database
      .insertInto('calls')
      .values({
        ...call,
        id: 'call-1',
        attempt_id: id,
        control_url: 'https://x.example/1',
        created_at: at,
        updated_at: at,
      })
      .execute();
    const words = heard('No me llamen más.');
    const receptions = await Promise.all([inbox.receive('vapi', words), inbox.receive('vapi', optOut())]);
    expect(receptions.filter(({ toEnd }) => toEnd)).toMatchObject([
      { toEnd: { controlUrl: 'https://x.example/1' } },
    ]);
    expect((await inbox.receive('vapi', optOut())).toEnd).toBeUndefined();
  });

  it('keeps what people say only until the report of the call tells it', async () => {
    await inbox.receive('vapi', heard('Who is this?'));
    const [line, ...others] = await events();
    expect(others).toEqual([]);
    expect(line).toMatchObject({ type: 'transcript', result: 'ignored' });
    expect(Object.keys(line?.payload ?? {})).toEqual(['message']);
    await inbox.receive('vapi', ended());
    await settleAll();
    expect((await events()).map(({ type }) => type)).toEqual(['end-of-call-report']);
  });

  it('takes a callback down before it answers, and says so again when asked again', async () => {
    const callback = tool('request_callback', { words: 'in two hours' });
    const [first, again] = [await inbox.receive('vapi', callback), await inbox.receive('vapi', callback)];
    expect(first.callbackAnswer).toMatch(/^The callback is recorded for Wednesday 10 June at 14:00 Eastern/);
    expect(again).toEqual(first);
    const { callback_at } = await bench.database
      .selectFrom('calls')
      .select('callback_at')
      .executeTakeFirstOrThrow();
    expect(callback_at).toEqual(new Date('2026-06-10T18:00:00Z'));
    expect(await events()).toHaveLength(1);
  });

  it('puts nobody before a person but by doubtful words, once they are settled', async () => {
    await inbox.receive('vapi', heard('You never stop calling me.'));
    await inbox.receive('vapi', ended());
    await settleAll();
    expect(await statusOfLead()).toBe('needs review');
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
    expect(await waiting()).toEqual([]);
  });

  it('acknowledges nothing that it could not store, nor an opt-out that it could not put in force', async () => {
    for (const [table, body] of [
      ['webhook_events', ended()],
      ['suppressions', optOut()],
    ] as const) {
      await bench.database.schema.alterTable(table).renameTo('away').execute();
      try {
        await expect(inbox.receive('vapi', body)).rejects.toThrow(table);
      } finally {
        await bench.database.schema.alterTable('away').renameTo(table).execute();
      }
      expect(await events()).toEqual([]);
    }
    await inbox.receive('vapi', optOut());
    expect(await waiting()).toHaveLength(1);
  });

  it('puts a report’s opt-out in force when it comes again, though it was stored before', async () => {
    const report = ended({ artifact: { transcript: 'User: Take me off your list.' } });
    await bench.database.schema.alterTable('suppressions').renameTo('away').execute();
    try {
      await expect(inbox.receive('vapi', report)).rejects.toThrow('suppressions');
    } finally {
      await bench.database.schema.alterTable('away').renameTo('suppressions').execute();
    }
    expect(await waiting()).toHaveLength(1);
    await inbox.receive('vapi', report);
    const suppressions = await bench.database.selectFrom('suppressions').select('phone').execute();
    expect(suppressions).toEqual([{ phone: lead.phone }]);
    expect(await waiting()).toHaveLength(1);
  });

  it('commits together what waits together, each event once', async () => {
    const bodies = Array.from({ length: 60 }, (_, nth) => ended({ call: { id: `call-${nth % 30}` } }));
    await Promise.all(bodies.map((body) => inbox.receive('vapi', body)));
    expect(await events()).toHaveLength(30);
    const { rows } = await sql<{ commits: number }>`
      select count(distinct xmin::text)::int as commits from webhook_events`.execute(bench.database);
    expect(rows[0]?.commits).toBeLessThan(10);
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
      expect(await bench.app.get(Settling).settleNext()).toBe(true);
    } finally {
      await bench.database.schema.alterTable('calls_away').renameTo('calls').execute();
    }
    const [failed] = await events();
    expect([failed?.processed_at, failed?.tries, await statusOfLead()]).toEqual([null, 1, 'in progress']);
    await settleAll();
    expect(await statusOfLead()).toBe('in progress');
    await bench.database
      .updateTable('webhook_events')
      .set({ due_at: new Date(0) })
      .execute();
    await settleAll();
    expect(await statusOfLead()).toBe('retry');
  });

  it('leaves the events of another campaign on the same database to its own deployment', async () => {
    await inbox.receive('vapi', ended());
    await bench.database.updateTable('webhook_events').set({ campaign: 'another' }).execute();
    await settleAll();
    expect(await waiting()).toHaveLength(1);
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
    worker.onApplicationBootstrap();
    await inbox.receive('vapi', ended());
    await eventually('the call is settled', async () => (await statusOfLead()) === 'retry');
    await worker.beforeApplicationShutdown();
  });
});
