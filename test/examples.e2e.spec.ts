import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { LEAD_COLUMNS } from '../src/airtable/columns';
import { Clock } from '../src/common/clock';
import { IdGenerator } from '../src/common/ids';
import { ConsentLedger } from '../src/compliance/consents/consent-ledger';
import { importConsents } from '../src/compliance/consents/import-consents';
import { readOperatorRules } from '../src/compliance/operator-rules/read-operator-rules';
import { parsePhoneNumber } from '../src/common/phone-number';
import { LeadLoader } from '../src/leads/lead-loader.service';
import { Database } from '../src/persistence/database';
import { storeAttempt, storeLead } from './support/a-lead';
import { AutomationReceiver } from './support/automation-receiver';
import { ADMIN_TOKEN, RunningLaura, startLaura, TUESDAY_NOON, until, WEBHOOK_SECRET } from './support/laura';

const EXAMPLES = resolve('docs', 'examples');
const SECRET = 'a-secret-of-the-examples';
const text = (name: string) => readFileSync(join(EXAMPLES, name), 'utf8');
const json = <T>(name: string) => JSON.parse(text(name)) as T;

interface VapiExample {
  readonly message: {
    readonly call: {
      readonly id: string;
      readonly name: string;
      readonly phoneCallProviderId: string;
      readonly customer: { readonly number: string };
    };
  };
}
interface FinishedExample {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every payload of `docs/examples` through the endpoint or reader that it is an example for. */
describe('the examples of the documents', () => {
  const receiver = new AutomationReceiver();
  let laura: RunningLaura;
  let database: Database;

  beforeAll(async () => {
    const variables = { AUTOMATION_WEBHOOK_URL: await receiver.open(), AUTOMATION_WEBHOOK_SECRET: SECRET };
    laura = await startLaura({ variables });
    database = laura.app.get(Database);
    const pause = await post(
      '/api/campaign/pause',
      JSON.stringify({ reason: 'Only the examples are to speak' }),
    );
    expect(pause.status).toBe(200);
  }, 60_000);

  afterAll(async () => {
    await laura.close();
    await receiver.close();
  });

  async function post(path: string, body: string, type = 'application/json'): Promise<Response> {
    const headers = {
      'content-type': type,
      'x-webhook-token': WEBHOOK_SECRET,
      ...(path.startsWith('/api/') && { authorization: `Bearer ${ADMIN_TOKEN}` }),
    };
    return await fetch(`${laura.url}${path}`, { method: 'POST', headers, body });
  }

  /** A call of ours that is up, as the example names it. */
  async function callOf(name: string): Promise<string> {
    const { id, name: attemptId, customer, phoneCallProviderId } = json<VapiExample>(name).message.call;
    await placed(attemptId, id, customer.number, phoneCallProviderId);
    return id;
  }

  async function placed(
    attemptId: string,
    callId: string,
    phone: string,
    carrierCallId: string,
  ): Promise<void> {
    const at = new Date(TUESDAY_NOON);
    const fields = { Name: 'An example', Phone: phone, Status: 'in progress' };
    const { id: source_id } = laura.sandbox.airtable.add('Leads', fields);
    const lead = await storeLead(database, { phone, source_id, status: 'in progress' });
    await storeAttempt(database, lead, {
      ...{ id: attemptId, phone, state: 'placed', provider_call_id: callId },
      ...{ dialing_at: at, placed_at: at, next_look_at: new Date(at.getTime() + 86_400_000) },
    });
    await database
      .insertInto('calls')
      .values({
        ...{ id: callId, campaign: 'default', attempt_id: attemptId, lead_id: lead.id, phone },
        ...{
          carrier_call_id: carrierCallId,
          status: 'queued',
          opted_out: false,
          created_at: at,
          updated_at: at,
        },
      })
      .execute();
  }

  const call = async (id: string) =>
    await database.selectFrom('calls').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const isSuppressed = async (phone: string) =>
    (await database.selectFrom('suppressions').select('phone').where('phone', '=', phone).execute()).length >
    0;
  const row = (callId: string) =>
    laura.sandbox.airtable.records('Calls').find(({ fields }) => fields.CallId === callId)?.fields;

  it('vapi-status-update.json moves the call on', async () => {
    const id = await callOf('vapi-status-update.json');
    expect((await post('/vapi-webhook', text('vapi-status-update.json'))).status).toBe(200);
    await until('it is up', async () => (await call(id)).status === 'in-progress', 10_000);
  });

  it('vapi-tool-calls.json takes a callback down and is answered with what the agent shall say', async () => {
    const id = await callOf('vapi-tool-calls.json');
    const answer = await post('/vapi-webhook', text('vapi-tool-calls.json'));
    const said = 'The callback is recorded for Wednesday 25 November at 14:00 Eastern Standard Time.';
    const result = expect.stringContaining(said) as string;
    expect(await answer.json()).toEqual({
      results: [{ toolCallId: 'call_8f1d', name: 'request_callback', result }],
    });
    expect((await call(id)).callback_at).toEqual(new Date('2026-11-25T19:00:00Z'));
  });

  it('vapi-transcript.json suppresses the number before it is answered', async () => {
    await callOf('vapi-transcript.json');
    expect((await post('/vapi-webhook', text('vapi-transcript.json'))).status).toBe(200);
    expect(await isSuppressed('+12125550136')).toBe(true);
  });

  it('vapi-end-of-call-report.json becomes a row of the call log', async () => {
    const id = await callOf('vapi-end-of-call-report.json');
    expect((await post('/vapi-webhook', text('vapi-end-of-call-report.json'))).status).toBe(200);
    const fields = await until('the row is written', () => row(id), 10_000);
    expect(fields).toMatchObject({
      CallStatus: 'completed',
      ConversationSummary: 'Grace is interested in solar panels and wants an offer.',
      NextAction: 'Send an offer.',
      Duration: 28,
      CostUSD: 0.0712,
      CallRecordingURL: expect.stringMatching(/-mono\.wav$/) as string,
    });
  });

  it('automation-call-finished.json is what the automation then gets, signed', async () => {
    const example = json<FinishedExample>('automation-call-finished.json');
    const told = () => receiver.taken.find(({ data }) => data.call_id === example.data.call_id);
    const posted = await until('it is posted', told, 10_000);
    const { lead, ...data } = example.data;
    expect(posted.type).toBe(example.type);
    expect(posted.data).toMatchObject(data);
    expect(Object.keys(posted.data)).toEqual(Object.keys(example.data));
    expect(Object.keys(posted.data.lead ?? {})).toEqual(Object.keys(lead as object));
    const { body, headers } = receiver.posts[0] ?? { body: '', headers: {} };
    const webhook = new Webhook(SECRET, { format: 'raw' });
    expect(webhook.verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
  });

  it('automation-result.json stands in the row from then on', async () => {
    const { call_id, summary, next_action } = json<Record<string, string>>('automation-result.json');
    expect((await post('/automation-result', text('automation-result.json'))).status).toBe(200);
    const shown = () => row(call_id ?? '')?.ConversationSummary === summary;
    await until('the row shows it', shown, 10_000);
    expect(row(call_id ?? '')).toMatchObject({ NextAction: next_action });
  });

  it('flat-report.json logs a call that another system has made', async () => {
    expect((await post('/vapi-webhook', text('flat-report.json'))).status).toBe(200);
    const fields = await until('the row is written', () => row('other-dialer-4711'), 10_000);
    expect(fields).toMatchObject({ CallStatus: 'completed', CustomerNumber: '+12125550138' });
  });

  it('vapi-predial.json is answered for a lead that may be called, and no other', async () => {
    const ask = async () => await (await post('/vapi-predial', text('vapi-predial.json'))).json();
    await database.updateTable('campaigns').set({ paused_at: null }).execute();
    expect(await ask()).toEqual({ eligible: false });
    await storeLead(database, { phone: '+12125550139' });
    expect(await ask()).toEqual({ eligible: true });
    await database
      .updateTable('campaigns')
      .set({ paused_at: new Date(TUESDAY_NOON) })
      .execute();
    expect(await ask()).toEqual({ eligible: false });
  });

  it('twilio-status.txt ends a call that nobody picked up', async () => {
    const [attempt, id] = ['01935e0a-7c00-7000-8000-000000000005', '0c1f6f0e-6f5e-4b0b-9a43-000000000005'];
    await placed(attempt, id, '+12125550140', 'CA00000000000000000000000000000005');
    const form = 'application/x-www-form-urlencoded';
    const answer = await post(
      `/twilio-status?attempt=${attempt}&call=${id}`,
      text('twilio-status.txt').trim(),
      form,
    );
    expect(answer.status).toBe(200);
    await until('it is settled', async () => (await call(id)).disposition === 'no-answer', 10_000);
  });

  it('leads.csv is imported without a fault', async () => {
    const answer = await post('/api/leads/import?dryRun=true', text('leads.csv'), 'text/csv');
    expect(await answer.json()).toMatchObject({ rows: 4, imported: 4, rejected: 0, errors: [] });
  });

  it('leads.csv has columns of the leads table, and its leads are read as they are meant', async () => {
    const rows = parse<Record<string, string>>(text('leads.csv'), { columns: true });
    const known = new Set<string>(LEAD_COLUMNS.map(({ name }) => name));
    expect(Object.keys(rows[0] ?? {}).filter((name) => !known.has(name))).toEqual(['Roof']);
    for (const lead of rows) {
      const cells = Object.entries(lead).filter(([name, cell]) => cell !== '' && known.has(name));
      const fields = cells.map(([name, cell]) => [name, name === 'Do Not Call' ? cell === 'checked' : cell]);
      laura.sandbox.airtable.add('Leads', Object.fromEntries(fields) as Record<string, unknown>);
    }
    await laura.app.get(LeadLoader).sync();
    const numbers = rows.map(({ Name }) => Name ?? '');
    const read = await database.selectFrom('leads').selectAll().where('name', 'in', numbers).execute();
    expect(Object.fromEntries(read.map(({ name, phone, status }) => [name, [phone, status]]))).toEqual({
      'Grace Hopper': ['+12125550151', 'new'],
      'Alan Turing': ['+12135550152', 'new'],
      'Mary Jackson': ['+12125550153', 'new'],
      'Katherine Johnson': ['+12125550154', 'new'],
    });
    expect(read.find(({ name }) => name === 'Katherine Johnson')?.do_not_call).toBe(true);
  });

  it('consents.csv is imported whole', async () => {
    const clock = laura.app.get(Clock);
    const ledger = new ConsentLedger(clock, new IdGenerator());
    const context = { campaign: 'default', now: clock.now() };
    const file = join(EXAMPLES, 'consents.csv');
    expect(await importConsents(database, ledger, file, context)).toEqual({ rows: 4, added: 4 });
    expect(parsePhoneNumber('(212) 555-0151')).toMatchObject({ e164: '+12125550151' });
  });

  it('compliance.json is sound, and what the handbook shows', () => {
    const rules = readOperatorRules(join(EXAMPLES, 'compliance.json'));
    expect(rules.registrationFor('US-FL', new Date('2026-11-24T17:00:00Z'))).toBeDefined();
    const handbook = readFileSync(resolve('docs', 'compliance.md'), 'utf8');
    const [, shown = ''] = /```json\n(\{\n {2}"registrations"[\s\S]*?)\n```/.exec(handbook) ?? [];
    expect(JSON.parse(shown)).toEqual(json('compliance.json'));
  });
});
