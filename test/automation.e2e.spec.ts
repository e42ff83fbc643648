import { Webhook } from 'standardwebhooks';
import { MetricsReport } from '../src/metrics/metrics-report.service';
import { Database } from '../src/persistence/database';
import { AutomationReceiver } from './support/automation-receiver';
import { ADMIN_TOKEN, RunningLaura, startLaura, until, WEBHOOK_SECRET } from './support/laura';
import { letTimePass } from './support/time-in-database';

const SECRET = `whsec_${Buffer.from('a key of four and twenty').toString('base64')}`;
const HOUR_MS = 3_600_000;

describe('an automation', () => {
  const receiver = new AutomationReceiver();
  let laura: RunningLaura;

  beforeAll(async () => {
    const variables = { AUTOMATION_WEBHOOK_URL: await receiver.open(), AUTOMATION_WEBHOOK_SECRET: SECRET };
    laura = await startLaura({ variables });
  }, 60_000);

  afterAll(async () => {
    await laura.close();
    await receiver.close();
  });

  beforeEach(() => receiver.reset());

  async function post(path: string, body: object, headers: Record<string, string>): Promise<Response> {
    return await fetch(`${laura.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  const byWebhook = { 'x-webhook-token': WEBHOOK_SECRET };
  const byOperator = { authorization: `Bearer ${ADMIN_TOKEN}` };

  /** A call that another system has made and tells of: it is finished at once. */
  async function finish(callId: string, told: object = {}): Promise<void> {
    const call = { call_id: callId, status: 'completed', summary: 'Wants an offer.', agent_name: 'Laura' };
    const response = await post(
      '/vapi-webhook',
      { ...call, customer_number: '+12125550134', ...told },
      byWebhook,
    );
    expect(response.status).toBe(200);
  }

  const result = (body: object, headers: Record<string, string> = byWebhook) =>
    post('/automation-result', body, headers);

  const callRow = (callId: string) =>
    laura.sandbox.airtable.records('Calls').find(({ fields }) => fields.CallId === callId)?.fields;

  const rowShows = async (callId: string, fields: object) =>
    await until(
      `the row of ${callId} shows it`,
      () => Object.entries(fields).every(([name, value]) => callRow(callId)?.[name] === value),
      20_000,
      () => callRow(callId),
    );

  async function deliveries(state: string): Promise<{ id: string; callId: string; tries: number }[]> {
    const response = await fetch(`${laura.url}/api/automation/deliveries?state=${state}`, {
      headers: byOperator,
    });
    return ((await response.json()) as { deliveries: { id: string; callId: string; tries: number }[] })
      .deliveries;
  }

  it('that fails for an hour gets every call once it is back, once, signed', async () => {
    const ids = ['hour-1', 'hour-2', 'hour-3'];
    receiver.answer = [503];
    for (const id of ids) await finish(id);
    await until('each was tried', () => new Set(receiver.ids).size === 3, 20_000);
    await until('each is put off', async () => (await deliveries('pending')).length === 3, 20_000);
    receiver.answer = [200];
    await letTimePass(laura.app.get(Database), HOUR_MS);
    await until('each is delivered', async () => (await deliveries('delivered')).length === 3, 20_000);
    expect(receiver.taken.map(({ data }) => data.call_id).toSorted()).toEqual(ids);
    expect(new Set(receiver.ids).size).toBe(3);
    for (const { body, headers } of receiver.posts) {
      expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'call.finished',
        data: { disposition: 'completed', phone: '+12125550134' },
      });
    }
  }, 60_000);

  it('says what it made of a call: in the row, durably, and above what the provider says later', async () => {
    await finish('made-1');
    await rowShows('made-1', { ConversationSummary: 'Wants an offer.' });
    const said = { call_id: 'made-1', summary: 'Mail the offer on Monday.', next_action: 'Mail' };
    expect((await result(said)).status).toBe(200);
    expect((await result(said)).status).toBe(200);
    await rowShows('made-1', { ConversationSummary: 'Mail the offer on Monday.', NextAction: 'Mail' });
    await finish('made-1', { status: 'ended', recording_url: 'https://recordings.example/1' });
    await rowShows('made-1', {
      CallRecordingURL: 'https://recordings.example/1',
      ConversationSummary: 'Mail the offer on Monday.',
      NextAction: 'Mail',
    });
    await result({ call_id: 'made-1', summary: ' ', next_action: 'Call' });
    await rowShows('made-1', { NextAction: 'Call', ConversationSummary: 'Mail the offer on Monday.' });
    const metrics = await laura.app.get(MetricsReport, { strict: false }).text();
    expect(metrics).toMatch(
      /laura_webhooks_total\{provider="automation",type="result",result="unchanged"\} 1/,
    );
  }, 60_000);

  it('is not believed without the secret, about a call that is none, or in words of its own', async () => {
    await finish('refused-1');
    await rowShows('refused-1', { ConversationSummary: 'Wants an offer.' });
    expect((await result({ call_id: 'refused-1' }, {})).status).toBe(401);
    const unknown = await result({ call_id: 'nobody', summary: 'x' });
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    for (const [body, field] of [
      [{ summary: 'x' }, 'call_id'],
      [{ call_id: 'refused-1', disposition: 'completed' }, 'disposition'],
      [{ call_id: 'refused-1', summary: 7 }, 'summary'],
      [{ call_id: 'refused-1', next_action: 'a\0b' }, 'next_action'],
      [{ call_id: 'refused-1', summary: 'x'.repeat(20_001) }, 'summary'],
    ] as const) {
      const response = await result(body);
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      expect(errors.map((error) => error.field)).toContain(field);
    }
    expect((await result({ call_id: 'refused-1', summary: null, next_action: null })).status).toBe(200);
  }, 60_000);

  it('that refuses a call leaves it with the operator, who sends it again', async () => {
    receiver.answer = [422];
    await finish('dead-1');
    // What the tests before have left may be refused beside it.
    const deadOne = async () => (await deliveries('dead')).find(({ callId }) => callId === 'dead-1');
    const dead = await until('it is dead', deadOne, 20_000);
    const path = `/api/automation/deliveries/${dead.id}/redeliver`;
    expect((await post(path, {}, {})).status).toBe(401);
    expect((await post(path.replace(/[\da-f]{4}\/re/, '0000/re'), {}, byOperator)).status).toBe(404);
    expect((await post(path.replace(dead.id, 'nonsense'), {}, byOperator)).status).toBe(404);
    receiver.answer = [200];
    expect((await post(path, {}, byOperator)).status).toBe(202);
    await until('it is heard', () => receiver.taken.some(({ data }) => data.call_id === 'dead-1'), 20_000);
    await until('it is delivered', async () => (await deadOne()) === undefined, 20_000);
    const own = receiver.posts.filter(({ body }) => body.includes('dead-1'));
    expect(own.map(({ headers }) => headers['webhook-id'])).toEqual([dead.id, dead.id]);
    const wrong = await fetch(`${laura.url}/api/automation/deliveries?state=lost`, { headers: byOperator });
    expect(wrong.status).toBe(400);
  }, 60_000);
});
