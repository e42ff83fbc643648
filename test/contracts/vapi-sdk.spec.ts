import { VapiClient, VapiError, type Vapi } from '@vapi-ai/server-sdk';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { endOfCallReport, statusUpdate, toolCalls } from '../../src/sandbox/vapi/server-message';
import { until } from './webhook-receiver';
import { runningClock } from './running-clock';

describe('the VAPI SDK against the simulated VAPI', () => {
  let sandbox: Sandbox;
  let client: VapiClient;

  const order = (number = '+14155550101'): Vapi.CreateCallDto => ({
    name: 'attempt 1',
    phoneNumberId: sandbox.vapi.phoneNumberId,
    customer: { number, name: 'Ann', externalId: 'lead-1' },
    assistant: {
      firstMessage: 'Hi there!',
      model: { provider: 'openai', model: 'gpt-4.1', messages: [{ role: 'system', content: 'Be kind.' }] },
      voice: { provider: 'vapi', voiceId: 'Elliot' },
    },
  });
  const refusalOf = async (body: unknown): Promise<{ statusCode: number | undefined; body: unknown }> => {
    try {
      await client.calls.create(body as Vapi.CreateCallDto);
    } catch (error) {
      if (error instanceof VapiError) return { statusCode: error.statusCode, body: error.body };
      throw error;
    }
    throw new Error('Was not refused');
  };
  const only = (created: Vapi.CreateCallsResponse): Vapi.Call => {
    if (!('id' in created)) throw new Error('Not a single call');
    return created;
  };

  const open = async (pace: number): Promise<void> => {
    const clock = runningClock('2026-11-23T15:00:00Z');
    sandbox = await startSandbox({ clock, leads: 0, pace, concurrencyLimit: 3 });
    client = new VapiClient({ token: sandbox.vapi.apiKey, baseUrl: sandbox.vapi.url, maxRetries: 0 });
  };
  /** Calls that go on for long enough to do something about them. */
  const slowDown = async (): Promise<void> => {
    await sandbox.close();
    await open(5);
  };

  beforeEach(() => open(500));
  afterEach(() => sandbox.close());

  it('creates a call, and reads it to its end', async () => {
    sandbox.vapi.script('+14155550101', ['interested']);
    const call = only(await client.calls.create(order()));
    expect(call).toMatchObject({
      status: 'queued',
      type: 'outboundPhoneCall',
      name: 'attempt 1',
      customer: { number: '+14155550101', externalId: 'lead-1' },
      subscriptionLimits: { concurrencyBlocked: false, concurrencyLimit: 3, remainingConcurrentCalls: 2 },
      monitor: { controlUrl: expect.stringContaining('/control') },
    });
    expect(call.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    await until(() => sandbox.vapi.calls[0]?.done.includes('report') === true);
    const ended = await client.calls.get({ id: call.id });
    expect(ended).toMatchObject({
      status: 'ended',
      endedReason: 'customer-ended-call',
      analysis: { successEvaluation: 'true' },
      artifact: { transcript: expect.stringMatching(/^AI: Hi there!\nUser: /) },
    });
    expect(ended.cost).toBeGreaterThan(0);
    expect(Date.parse(ended.endedAt ?? '')).toBeGreaterThan(Date.parse(ended.startedAt ?? ''));
  });

  it('lists calls as a bare array by the time of their creation', async () => {
    const first = only(await client.calls.create(order()));
    const second = only(await client.calls.create(order('+14155550102')));
    const ids = (calls: Vapi.Call[]): string[] => calls.map(({ id }) => id);
    expect(ids(await client.calls.list())).toEqual([second.id, first.id]);
    expect(ids(await client.calls.list({ limit: 1 }))).toEqual([second.id]);
    expect(ids(await client.calls.list({ createdAtGt: first.createdAt }))).toEqual([second.id]);
    expect(ids(await client.calls.list({ createdAtLe: first.createdAt }))).toEqual([first.id]);
    expect(await client.calls.list({ phoneNumberId: 'another' })).toEqual([]);
  });

  it.each([
    ['a property that does not exist', { metadata: {} }, ['property metadata should not exist']],
    ['one inside the assistant', { assistant: { foo: 1 } }, ['assistant.property foo should not exist']],
    [
      'a secret on the server',
      { assistant: { server: { url: 'https://x.test', secret: 's' } } },
      ['assistant.server.property secret should not exist'],
    ],
    ['a long name', { name: 'x'.repeat(41) }, ['name must be shorter than or equal to 40 characters']],
    [
      'a number without country',
      { customer: { number: '4155550101' } },
      [expect.stringMatching(/^customer\.number must be a valid phone number in the E\.164 format/)],
    ],
    [
      'no phone number',
      { phoneNumberId: undefined },
      "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.",
    ],
    [
      'an endless call',
      { assistant: { maxDurationSeconds: 50_000 } },
      ['assistant.maxDurationSeconds must not be greater than 43200'],
    ],
  ])('refuses %s', async (_what, change, message) => {
    expect(await refusalOf({ ...order(), ...change })).toEqual({
      statusCode: 400,
      body: { message, error: 'Bad Request', statusCode: 400 },
    });
    expect(sandbox.vapi.calls).toEqual([]);
  });

  it('takes a call beyond the limit, and ends it as blocked', async () => {
    await slowDown();
    ['01', '02', '03', '04'].forEach((line) => sandbox.vapi.script(`+141555501${line}`, ['no-answer']));
    sandbox.vapi.script('+14155550104', ['interested']);
    for (const line of ['01', '02', '03']) await client.calls.create(order(`+141555501${line}`));
    const blocked = only(await client.calls.create(order('+14155550104')));
    expect(blocked).toMatchObject({
      subscriptionLimits: { concurrencyBlocked: true, remainingConcurrentCalls: 0 },
    });
    await until(() => sandbox.vapi.calls[3]?.status === 'ended');
    const read = await client.calls.get({ id: blocked.id });
    expect(read.endedReason).toBe('call.start.error-subscription-concurrency-limit-reached');
    expect(read.startedAt).toBeUndefined();
  });

  it('ends a live call over its control address', async () => {
    await slowDown();
    sandbox.vapi.script('+14155550101', ['no-answer']);
    const call = only(await client.calls.create(order()));
    const body = JSON.stringify({ type: 'end-call' });
    expect((await fetch(call.monitor?.controlUrl ?? '', { method: 'POST', body })).status).toBe(200);
    expect(await client.calls.get({ id: call.id })).toMatchObject({
      status: 'ended',
      endedReason: 'manually-canceled',
    });
  });

  it('renames and deletes calls, and does not find deleted ones', async () => {
    await slowDown();
    const { id } = only(await client.calls.create(order()));
    expect((await client.calls.update({ id, name: 'renamed' })).name).toBe('renamed');
    await client.calls.delete({ id });
    await expect(client.calls.get({ id })).rejects.toMatchObject({ statusCode: 404 });
    expect(await client.calls.list()).toEqual([]);
  });

  it('uses a saved assistant with overrides, and shows phone numbers', async () => {
    const assistantId = sandbox.vapi.saveAssistant({
      firstMessage: 'Hello {{name}}',
      maxDurationSeconds: 60,
    });
    const { assistant: _transient, ...rest } = order();
    sandbox.vapi.script('+14155550101', ['interested']);
    const assistantOverrides = { variableValues: { name: 'Ann' }, maxDurationSeconds: 120 };
    await client.calls.create({ ...rest, assistantId, assistantOverrides });
    expect(sandbox.vapi.calls[0]).toMatchObject({
      assistant: { maxDurationSeconds: 120 },
      plan: { lines: expect.arrayContaining([expect.objectContaining({ text: 'Hello Ann' })]) },
    });
    expect(await client.assistants.get({ id: assistantId })).toMatchObject({ id: assistantId });
    expect(await client.phoneNumbers.get({ id: sandbox.vapi.phoneNumberId })).toMatchObject({
      provider: 'twilio',
    });
  });

  it('calls the customers of a batch one by one and reports those it can not', async () => {
    const { customer: _one, ...rest } = order();
    const customers = [{ number: '+14155550101' }, { number: '+1' }];
    expect(await client.calls.create({ ...rest, customers })).toMatchObject({
      results: [{ status: 'queued' }],
      errors: [{ customer: { number: '+1' }, error: expect.stringContaining('E.164') }],
    });
  });

  it.each([
    ['failWithoutCreating', 500, 0],
    ['rateLimited', 429, 0],
    ['paymentRequired', 402, 0],
    ['unauthorized', 401, 0],
    ['createThenFail', 500, 1],
  ] as const)('with fault %s answers %i and has made %i calls', async (fault, statusCode, made) => {
    sandbox.vapi.faults[fault] = 1;
    expect((await refusalOf(order())).statusCode).toBe(statusCode);
    expect(sandbox.vapi.calls).toHaveLength(made);
    await client.calls.create(order());
    expect(sandbox.vapi.calls).toHaveLength(made + 1);
  });

  it.each([
    ['createThenDrop', 1],
    ['createThenHang', 1],
    ['dropWithoutCreating', 0],
  ] as const)('with fault %s never answers and has made %i calls', async (fault, made) => {
    sandbox.vapi.faults[fault] = true;
    const failure: unknown = await client.calls
      .create(order(), { timeoutInSeconds: 0.3 })
      .catch((error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toMatchObject({ statusCode: expect.any(Number) });
    expect(sandbox.vapi.calls).toHaveLength(made);
  });

  it('sends server messages of the types the SDK declares', async () => {
    sandbox.vapi.script('+14155550101', ['interested']);
    await client.calls.create(order());
    await until(() => sandbox.vapi.calls[0]?.done.includes('report') === true);
    const [call] = sandbox.vapi.calls;
    if (call === undefined) throw new Error('No call');
    const at = call.updatedAt;
    // That these assignments compile is half the test.
    const report: Vapi.ServerMessageEndOfCallReport = endOfCallReport(
      call,
      { type: 'end-of-call-report', at },
      'd1',
    );
    const update: Vapi.ServerMessageStatusUpdate = statusUpdate(call, { type: 'status-update', at });
    const { artifact }: Pick<Vapi.ServerMessageToolCalls, 'artifact'> = toolCalls(call, {
      type: 'tool-calls',
      at,
    });
    expect(report.costs?.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBeCloseTo(report.cost ?? 0, 4);
    expect(update.status).toBe('ended');
    expect(artifact?.transcript).toBe(report.artifact.transcript);
  });

  it('refuses at the edge what has no User-Agent, without JSON', async () => {
    const answer = await fetch(`${sandbox.vapi.url}/call`, { headers: { 'user-agent': '' } });
    expect([answer.status, await answer.text()]).toEqual([403, 'error code: 1010']);
  });
});
