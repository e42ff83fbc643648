import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LeadLoader } from '../src/leads/lead-loader.service';
import { Database } from '../src/persistence/database';
import { ADMIN_TOKEN, RunningLaura, startLaura, until, WEBHOOK_SECRET } from './support/laura';
import { LauraProcess } from './support/process';

const CALLABLE = {
  Name: 'Ada Byron',
  Phone: '(212) 555-0134',
  Consent: 'express_written',
  'Consent At': '2026-10-01T10:00:00.000Z',
};

describe('what people and providers send wrongly', () => {
  let laura: RunningLaura;

  beforeAll(async () => {
    laura = await startLaura();
  });

  afterAll(async () => await laura.close());

  const post = async (path: string, body: string, headers: Record<string, string> = {}) =>
    await fetch(`${laura.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const stored = async () => await laura.app.get(Database).selectFrom('webhook_events').selectAll().execute();
  const token = { 'x-webhook-token': WEBHOOK_SECRET };

  it.each([
    ['no token', {}],
    ['a wrong token', { 'x-webhook-token': 'not-the-secret-of-the-tests' }],
    ['a wrong signature beside the right token', { ...token, 'x-signature': 'ab', 'x-timestamp': '1' }],
  ])('answers a webhook with %s with 401 and stores nothing', async (_case, headers) => {
    const before = (await stored()).length;
    const answer = await post('/vapi-webhook', JSON.stringify({ message: { type: 'hang' } }), headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await stored()).toHaveLength(before);
  });

  it.each([
    ['malformed JSON', '{"message":', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    [
      'more than 1 MiB',
      JSON.stringify({ message: { type: 'x', pad: 'x'.repeat(1_100_000) } }),
      'application/json',
      413,
    ],
    ['plain text', 'hello', 'text/plain', 415],
  ])('answers a webhook of %s with a problem document', async (_case, body, type, status) => {
    const answer = await post('/vapi-webhook', body, { ...token, 'content-type': type });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status });
  });

  it('stores, counts and acknowledges a message of a type that it does not know', async () => {
    const answer = await post(
      '/vapi-webhook',
      JSON.stringify({ message: { type: 'brand-new', timestamp: 1 } }),
      token,
    );
    expect(answer.status).toBe(200);
    expect(await stored()).toContainEqual(expect.objectContaining({ type: 'brand-new', result: 'ignored' }));
    const metrics = await (await fetch(`${laura.url}/metrics`)).text();
    expect(metrics).toContain('laura_webhooks_total{provider="vapi",type="brand-new",result="stored"} 1');
  });

  it('logs a call that is reported in the flat form, once however often it is sent', async () => {
    const body = JSON.stringify({
      call_id: 'call-of-another-system',
      status: 'completed',
      summary: 'Wants an offer.',
      recording_url: 'https://recordings.example/1.wav',
      customer_number: '+12125550177',
      agent_name: 'Laura',
    });
    expect((await post('/vapi-webhook?token=' + WEBHOOK_SECRET, body)).status).toBe(200);
    expect((await post('/vapi-webhook', body, { authorization: `Bearer ${WEBHOOK_SECRET}` })).status).toBe(
      200,
    );
    const rows = () =>
      laura.sandbox.airtable
        .records('Calls')
        .filter(({ fields }) => fields.CallId === 'call-of-another-system');
    await until('the call has its row', () => rows().length > 0);
    expect(rows().map(({ fields }) => fields)).toEqual([
      expect.objectContaining({
        CallStatus: 'completed',
        ConversationSummary: 'Wants an offer.',
        CustomerNumber: '+12125550177',
      }),
    ]);
  });

  it("takes Twilio's status callbacks as a form and as JSON", async () => {
    const form = new URLSearchParams({ CallSid: 'CA1', CallStatus: 'ringing', To: '+12125550134' });
    const headers = { ...token, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('/twilio-status', form.toString(), headers)).status).toBe(200);
    const json = JSON.stringify({ CallSid: 'CA2', CallStatus: 'completed', To: '+12125550134' });
    expect((await post('/twilio-status', json, { 'x-vapi-secret': WEBHOOK_SECRET })).status).toBe(200);
    expect(await stored()).toEqual(
      expect.arrayContaining([expect.objectContaining({ provider: 'twilio', call_id: 'CA2' })]),
    );
  });

  it('keeps what operators see behind their token', async () => {
    expect((await fetch(`${laura.url}/api/campaign`)).status).toBe(401);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    expect((await fetch(`${laura.url}/api/campaign`, { headers })).status).toBe(200);
  });
});

describe('a lead without a number that can be read', () => {
  let laura: RunningLaura;

  beforeAll(async () => {
    laura = await startLaura();
  });

  afterAll(async () => await laura.close());

  it('becomes invalid with the reason in Airtable, and is called once the number is mended', async () => {
    const { airtable, vapi } = laura.sandbox;
    const lead = airtable.add('Leads', { ...CALLABLE, Phone: 'call the office' });
    const shown = () => airtable.records('Leads').find(({ id }) => id === lead.id)?.fields ?? {};
    await sync(laura.app);
    await until('the lead is shown as invalid', () => shown().Status === 'invalid');
    expect(shown()['Last Outcome']).toBe('The phone number cannot be read');

    airtable.edit('Leads', lead.id, { Phone: '+1 212 555 0134' });
    await sync(laura.app);
    await until('the lead is called', () => vapi.calls.length === 1);
    expect(vapi.calls[0]?.customer.number).toBe('+12125550134');
  });
});

describe('keys that are refused', () => {
  it.each(['vapi', 'airtable'] as const)(
    'a refused %s key shows as itself and dials nobody until it works',
    async (api) => {
      const laura = await startLaura();
      try {
        const { sandbox, url } = laura;
        sandbox[api].faults.unauthorized = true;
        sandbox.airtable.add('Leads', CALLABLE);
        const ready = async () =>
          (await (await fetch(`${url}/health/ready`)).json()) as {
            details: Record<string, { faults?: { message: string }[] }>;
          };
        await sync(laura.app).catch(() => undefined);
        await until('the fault is shown', async () => (await ready()).details[api]?.faults?.length);
        expect((await fetch(`${url}/health/ready`)).status).toBe(200);
        const variable = api === 'vapi' ? 'VAPI_API_TOKEN' : 'AIRTABLE_API_KEY';
        expect((await ready()).details[api]?.faults?.[0]?.message).toContain(variable);
        expect(await (await fetch(`${url}/metrics`)).text()).toContain(
          `laura_external_requests_total{api="${api}",result="401"}`,
        );
        expect(sandbox.vapi.calls).toEqual([]);

        sandbox[api].faults.unauthorized = 0;
        await until(
          'the lead is synced',
          async () => {
            await sync(laura.app).catch(() => undefined);
            return sandbox.vapi.calls.length === 1;
          },
          60_000,
        );
        await until('the fault is gone', async () => (await ready()).details[api]?.faults === undefined);
      } finally {
        await laura.close();
      }
    },
  );
});

describe('an unsound configuration', () => {
  it('ends the process with status 78 and names every fault at once, but no secret', async () => {
    const laura = LauraProcess.start({
      LAURA_MODE: 'live',
      PORT: 'eighty',
      WEBHOOK_SECRET: 'too-short',
      AIRTABLE_FIELD_MAP: '{"Phone":',
      CALLS_PER_SECOND: '0',
    });
    expect(await laura.exitStatus()).toBe(78);
    for (const variable of [
      'PORT',
      'WEBHOOK_SECRET',
      'AIRTABLE_FIELD_MAP',
      'CALLS_PER_SECOND',
      'VAPI_API_TOKEN',
      'PUBLIC_URL',
    ]) {
      expect(laura.output).toContain(`${variable}: found`);
    }
    expect(laura.output).not.toContain('too-short');
  });

  it('demands the mode to be said outright where live keys are present', async () => {
    const laura = LauraProcess.start({ VAPI_API_TOKEN: 'a-live-key' });
    expect(await laura.exitStatus()).toBe(78);
    expect(laura.output).toContain('LAURA_MODE: found nothing');
  });
});

async function sync(app: NestFastifyApplication): Promise<void> {
  await app.get(LeadLoader).sync();
}
