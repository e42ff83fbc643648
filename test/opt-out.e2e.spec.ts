import { Metrics } from '../src/common/metrics';
import { LeadLoader } from '../src/leads/lead-loader.service';
import { Database } from '../src/persistence/database';
import { Sandbox, startSandbox, TracedCall } from '../src/sandbox/sandbox';
import { disagreements } from './support/agreement';
import { RealPostgres } from './support/database';
import { allWritten, startService, TUESDAY_NOON, until } from './support/laura';
import { MovableClock } from './support/movable-clock';

/** A minute of a call in three seconds: slow enough for the person to be heard before the agent goes on. */
const SPEED = 20;
const PERSON = { Consent: 'express_written', 'Consent At': '2026-10-01T12:00:00Z', State: 'NY' };

type Service = Awaited<ReturnType<typeof startService>>;

let server: RealPostgres;
let sandbox: Sandbox;
let clock: MovableClock;
let service: Service;
let databaseUrl: string;
let people = 0;

beforeAll(async () => {
  server = await RealPostgres.start();
});

beforeEach(async () => {
  clock = new MovableClock(new Date(TUESDAY_NOON), SPEED);
  sandbox = await startSandbox({ clock, leads: 0 });
  databaseUrl = await server.url();
  service = await startService(sandbox, clock, { DATABASE_URL: databaseUrl });
});

afterEach(async () => {
  await service.app.close();
  await sandbox.close();
});

afterAll(() => server.stop());

/** Puts a person into the leads table who behaves so, and waits until the call is over and written. */
async function callTo(behaviour: Parameters<Sandbox['vapi']['script']>[1][number]): Promise<{
  phone: string;
  call: TracedCall;
  lead: Record<string, unknown>;
}> {
  people += 1;
  const phone = `+1212555${String(people).padStart(4, '01')}`;
  sandbox.vapi.script(phone, [behaviour]);
  const { id } = sandbox.airtable.add('Leads', {
    Name: 'Ada Example',
    Phone: phone,
    Status: 'new',
    ...PERSON,
  });
  await service.app.get(LeadLoader).sync();
  const callsTo = () => sandbox.vapi.calls.filter(({ customer }) => customer.number === phone);
  const states = () => callsTo().map(({ status, plan }) => [status, plan.lines.map(({ text }) => text)]);
  await until('the call is over', () => callsTo().some(({ status }) => status === 'ended'), 90_000, states);
  await until('all is written', () => allWritten({ app: service.app, sandbox }), 30_000);
  const [call] = callsTo();
  const lead = sandbox.airtable.records('Leads').find((record) => record.id === id)?.fields ?? {};
  if (!call) throw new Error('There was no call');
  return { phone, call, lead };
}

async function suppressions() {
  return await service.app.get(Database).selectFrom('suppressions').selectAll().execute();
}

const metrics = () => service.app.get(Metrics);
const channels = async () => (await metrics().optOuts.get()).values.map(({ labels }) => labels.channel);
async function latencies(): Promise<number | undefined> {
  const { values } = await metrics().optOutLatency.get();
  return values.find(({ metricName }) => metricName?.endsWith('_count') === true)?.value;
}

describe('"please take me off your list"', () => {
  it("is in force before the agent's tool is answered, ends the call, and binds every campaign", async () => {
    // As if the transcriber had not heard it: the tool alone carries it.
    sandbox.vapi.faults.droppedWebhooks = ['transcript', 'conversation-update'];
    const { phone, call, lead } = await callTo('opt-out');

    const [suppression, ...others] = await suppressions();
    expect(others).toEqual([]);
    expect(suppression).toMatchObject({ phone, channel: 'call', call_id: call.id });
    const { tool } = call.plan;
    expect(tool?.result).toMatch(/^The opt-out is recorded/);
    expect(suppression?.created_at.toISOString().localeCompare(tool?.answeredAt ?? '')).toBe(-1);
    expect(call.endedReason).toBe('assistant-ended-call-after-message-spoken');
    expect(call.plan.lines.at(-1)?.text).toContain('I have taken you off our list');
    expect(lead).toMatchObject({ Status: 'opted out' });
    expect(await channels()).toEqual(['tool']);
    expect(await latencies()).toBe(1);
    expect(disagreements(sandbox)).toEqual([]);

    await service.app.close();
    const again = sandbox.airtable.add('Leads', {
      Name: 'Ada Again',
      Phone: phone,
      Status: 'new',
      ...PERSON,
    });
    service = await startService(sandbox, clock, { DATABASE_URL: databaseUrl, CAMPAIGN_NAME: 'another' });
    const statusOf = () => sandbox.airtable.records('Leads').find(({ id }) => id === again.id)?.fields.Status;
    await until('the other campaign has decided', () => statusOf() !== 'new', 60_000, statusOf);
    expect(statusOf()).toBe('opted out');
    expect(sandbox.vapi.calls).toHaveLength(1);
    const refusals = await service.app
      .get(Database)
      .selectFrom('decisions')
      .select('verdict')
      .where('campaign', '=', 'another')
      .execute();
    expect(refusals.map(({ verdict }) => verdict)).toContain('refuse');
  }, 180_000);

  it.each([
    ['opt-out-words', 'words'],
    ['opt-out-key', 'keypress'],
  ] as const)(
    'counts where the agent does not heed it (%s)',
    async (behaviour, channel) => {
      const { phone, call, lead } = await callTo(behaviour);
      expect((await suppressions()).map((one) => one.phone)).toEqual([phone]);
      expect(call.endedReason).toBe('assistant-ended-call-after-message-spoken');
      expect(call.plan.lines.map(({ text }) => text).join()).not.toContain('Bye.');
      expect(lead.Status).toBe('opted out');
      expect([await channels(), await latencies()]).toEqual([[channel], 1]);
      expect(disagreements(sandbox)).toEqual([]);
    },
    120_000,
  );

  it('binds although no word of it came before the report', async () => {
    sandbox.vapi.faults.droppedWebhooks = ['transcript', 'conversation-update', 'tool-calls'];
    const { phone, lead } = await callTo('opt-out-words');
    expect((await suppressions()).map((one) => one.phone)).toEqual([phone]);
    expect([lead.Status, await channels(), await latencies()]).toEqual(['opted out', ['transcript'], 1]);
  }, 120_000);
});

describe('what else people say', () => {
  it('words that may be an opt-out put the lead before a person', async () => {
    const { lead } = await callTo('opt-out-doubtful');
    expect(lead.Status).toBe('needs review');
    expect(lead['Last Outcome']).toContain('may have been an opt-out');
    expect(await suppressions()).toEqual([]);
  }, 120_000);

  it('a wrong number is not called again when somebody asks for it', async () => {
    const { phone, lead } = await callTo('wrong-number');
    expect(lead.Status).toBe('invalid');
    const [record] = sandbox.airtable.records('Leads');
    if (!record) throw new Error('There is no lead');
    const statusOf = () => sandbox.airtable.records('Leads')[0]?.fields;
    sandbox.airtable.edit('Leads', record.id, { Status: 'new' });
    await service.app.get(LeadLoader).sync();
    await until('it is refused', () => statusOf()?.Status === 'invalid', 90_000, statusOf);
    expect(statusOf()?.['Last Outcome']).toContain('Somebody else was reached');
    const callsTo = sandbox.vapi.calls.filter(({ customer }) => customer.number === phone);
    expect(callsTo).toHaveLength(1);
  }, 180_000);

  it('a callback in their own words is confirmed in their own zone, shown, and made on time', async () => {
    const { phone, call, lead } = await callTo('callback-words');
    expect(call.plan.tool?.result).toContain(
      'The callback is recorded for Wednesday 25 November at 15:30 Eastern Standard Time.',
    );
    expect(lead).toMatchObject({ Status: 'callback', 'Callback At': '2026-11-25T20:30:00.000Z' });

    const promisedMs = Date.parse('2026-11-25T20:30:00Z');
    clock.move(promisedMs - 10_000 - clock.now().getTime());
    const again = await until('they are called back', () =>
      sandbox.vapi.calls.find(({ customer, id }) => customer.number === phone && id !== call.id),
    );
    const lateMs = Date.parse(again.createdAt) - promisedMs;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThanOrEqual(120_000);
  }, 120_000);
});
