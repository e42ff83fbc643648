import { startSandbox, type Behaviour, type Sandbox } from '../../src/sandbox/sandbox';
import { runningClock } from './running-clock';
import { until, WebhookReceiver } from './webhook-receiver';

const NUMBER = '+14155550101';
const tool = (name: string): unknown => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { reason: { type: 'string' } } } },
});

describe('the webhooks of the simulated VAPI', () => {
  let sandbox: Sandbox;
  let receiver: WebhookReceiver;

  const place = async (
    behaviour: Behaviour,
    assistant: object = {},
    server: object = {},
  ): Promise<Response> => {
    sandbox.vapi.script(NUMBER, [behaviour]);
    return await fetch(`${sandbox.vapi.url}/call`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.vapi.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        phoneNumberId: sandbox.vapi.phoneNumberId,
        customer: { number: NUMBER, externalId: 'lead-1' },
        assistant: {
          firstMessage: 'Hello!',
          serverMessages: ['status-update', 'end-of-call-report', 'tool-calls'],
          metadata: { attemptId: 'attempt-1' },
          server: { url: receiver.url, headers: { 'X-Webhook-Token': 'shared' }, ...server },
          ...assistant,
        },
      }),
    });
  };
  const reported = (): Promise<void> => until(() => receiver.kinds().includes('end-of-call-report'));
  const STATUSES = ['queued', 'ringing', 'in-progress', 'ended'].map((status) => `status-update:${status}`);

  beforeEach(async () => {
    receiver = new WebhookReceiver();
    await receiver.listen();
    sandbox = await startSandbox({ clock: runningClock('2026-11-23T15:00:00Z'), leads: 0, pace: 300 });
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  it('follow the call from queue to report', async () => {
    await place('interested');
    await reported();
    expect(receiver.kinds()).toEqual([...STATUSES, 'end-of-call-report']);
    expect(receiver.received[0]?.headers['x-webhook-token']).toBe('shared');
    const report = receiver.find('end-of-call-report');
    expect(report).toMatchObject({
      timestamp: expect.any(Number),
      endedReason: 'customer-ended-call',
      call: {
        status: 'queued',
        id: sandbox.vapi.calls[0]?.id,
        assistant: { metadata: { attemptId: 'attempt-1' } },
      },
      customer: { externalId: 'lead-1' },
      phoneNumber: { twilioAuthToken: expect.any(String) },
      analysis: { summary: expect.any(String), successEvaluation: 'true' },
      artifact: {
        transcript: expect.stringContaining('AI: Hello!\nUser: '),
        messages: expect.arrayContaining([
          expect.objectContaining({ role: 'user', duration: expect.any(Number) }),
        ]),
        presignedMonoUrl: expect.any(String),
      },
      summary: expect.any(String),
      durationSeconds: expect.any(Number),
    });
    expect(receiver.find('status-update:ended')).toMatchObject({ endedReason: 'customer-ended-call' });
  });

  it.each([
    ['no-answer', 'customer-did-not-answer'],
    ['busy', 'customer-busy'],
    ['misdialed', 'twilio-reported-customer-misdialed'],
    ['carrier-failure', 'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable'],
  ] as const)('report %s without times, analysis or recording', async (behaviour, endedReason) => {
    await place(behaviour);
    await reported();
    const report = receiver.find('end-of-call-report');
    expect(report).toMatchObject({ endedReason, analysis: {}, cost: 0 });
    expect(report).not.toHaveProperty('startedAt');
    expect(report?.artifact).not.toHaveProperty('recordingUrl');
    expect(receiver.kinds()).not.toContain('status-update:in-progress');
  });

  it('end with the status when the call never started', async () => {
    await place('start-error');
    await until(() => receiver.kinds().includes('status-update:ended'));
    expect(receiver.kinds()).toEqual(['status-update:queued', 'status-update:ended']);
  });

  it('include transcripts and updates only where they are asked for, and defaults where nothing is', async () => {
    const types = ['transcript[transcriptType="final"]', 'end-of-call-report'];
    await place('opt-out', { serverMessages: types });
    await reported();
    expect(new Set(receiver.kinds())).toEqual(new Set(['transcript', 'end-of-call-report']));
    expect(receiver.received.map(({ message }) => message.transcript)).toContainEqual(
      expect.stringContaining('take me off your list'),
    );
    receiver.received.length = 0;
    await place('busy', { serverMessages: undefined });
    await reported();
    expect(receiver.kinds()).toContain('status-update:ringing');
  });

  it('call the tool when the person opts out, and end the call after the answer', async () => {
    receiver.respond = ({ message }) => {
      if (message.type !== 'tool-calls') return { status: 200 };
      const [call] = message.toolCallList as { id: string; function: { arguments: object } }[];
      return { status: 200, body: { results: [{ toolCallId: call?.id, result: 'Noted' }] } };
    };
    const tools = [tool('opt_out')];
    await place('opt-out', { model: { provider: 'openai', model: 'gpt-4.1', tools } });
    await reported();
    const kinds = receiver.kinds();
    expect(kinds.indexOf('tool-calls')).toBeGreaterThan(kinds.indexOf('status-update:in-progress'));
    expect(kinds.indexOf('tool-calls')).toBeLessThan(kinds.indexOf('status-update:ended'));
    expect(receiver.find('tool-calls')).toMatchObject({
      toolCallList: [
        { function: { name: 'opt_out', arguments: { reason: expect.stringContaining('take me off') } } },
      ],
      toolWithToolCallList: [{ type: 'function', toolCall: { type: 'function' } }],
    });
    const messages = expect.arrayContaining([
      expect.objectContaining({ role: 'tool_call_result', result: 'Noted' }),
    ]);
    expect(receiver.find('end-of-call-report')).toMatchObject({ artifact: { messages } });
  });

  it('are not repeated without a backoffPlan', async () => {
    receiver.respond = () => ({ status: 500 });
    await place('busy');
    await until(() => receiver.kinds().includes('end-of-call-report'));
    await until(() => sandbox.vapi.calls[0]?.deliveries.every(({ state }) => state === 'failed') === true);
    expect(receiver.kinds().filter((kind) => kind === 'end-of-call-report')).toHaveLength(1);
  });

  it('are repeated with one, with other presigned addresses, until they get through', async () => {
    let refusals = 2;
    receiver.respond = ({ message }) => {
      const isRefused = message.type === 'end-of-call-report' && refusals > 0;
      if (isRefused) refusals -= 1;
      return { status: isRefused ? 503 : 200 };
    };
    await place(
      'interested',
      {},
      { backoffPlan: { type: 'exponential', maxRetries: 5, baseDelaySeconds: 1 } },
    );
    const isReport = ({ message }: { message: Record<string, unknown> }): boolean =>
      message.type === 'end-of-call-report';
    await until(() => receiver.received.filter(isReport).length === 3);
    const urls = receiver.received.filter(isReport).map(({ message }) => JSON.stringify(message.artifact));
    expect(new Set(urls).size).toBe(3);
    await until(() => sandbox.vapi.calls[0]?.deliveries.at(-1)?.state === 'delivered');
  });

  it('stop being repeated after maxRetries and at an excluded status', async () => {
    receiver.respond = ({ message }) => ({ status: message.type === 'status-update' ? 400 : 500 });
    const backoffPlan = { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0, excludedStatusCodes: [400] };
    await place('busy', {}, { backoffPlan });
    await until(
      () => sandbox.vapi.calls[0]?.deliveries.filter(({ state }) => state === 'failed').length === 4,
    );
    const counts = sandbox.vapi.calls[0]?.deliveries.map(({ message, attempts }) => [
      message.type,
      attempts.length,
    ]);
    const once = ['status-update', 1];
    expect(counts).toEqual([once, once, once, ['end-of-call-report', 3]]);
  });

  it('can be dropped, doubled, delayed and put out of order', async () => {
    const { faults } = sandbox.vapi;
    faults.droppedWebhooks = ['status-update'];
    faults.duplicatedWebhooks = ['end-of-call-report'];
    await place('busy');
    await until(() => receiver.received.length === 2);
    expect(receiver.kinds()).toEqual(['end-of-call-report', 'end-of-call-report']);
    receiver.received.length = 0;
    Object.assign(faults, { droppedWebhooks: [], duplicatedWebhooks: [], reorderedWebhooks: true });
    await place('busy');
    await until(() => receiver.received.length === 4);
    expect(receiver.kinds()[0]).toBe('end-of-call-report');
    receiver.received.length = 0;
    Object.assign(faults, { reorderedWebhooks: false, delayedWebhooks: { 'status-update': 1 } });
    await place('busy');
    await until(() => receiver.received.length === 4);
    expect(receiver.kinds()[0]).toBe('end-of-call-report');
  });

  it('can come before the answer to the POST', async () => {
    sandbox.vapi.faults.webhookBeforeResponse = 1;
    const placed = await place('no-answer');
    expect(receiver.kinds()).toEqual(
      expect.arrayContaining(['status-update:queued', 'status-update:ringing']),
    );
    expect(await placed.json()).toMatchObject({ status: 'queued' });
  });
});
