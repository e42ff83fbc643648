import { assistantComplaints } from '../../sandbox/vapi/assistant-validation';
import { CallOrder } from '../telephony-provider';
import { agentModel } from './agent-model';
import { agentVoice } from './agent-voice';
import { callPayload, CallSetup } from './call-payload';

const ORDER: CallOrder = {
  attemptId: '01922a00-0000-7000-8000-000000000001',
  leadId: 'lead-7',
  campaign: 'autumn',
  phone: '+14155550123',
  customerName: 'Jane Doe',
  firstMessage: 'Hello Jane.',
  systemPrompt: 'You are Laura.',
};

const SETUP: CallSetup = {
  phoneIds: ['phone-a'],
  twilio: undefined,
  assistantId: undefined,
  agentName: 'Laura',
  voice: { provider: 'vapi', voiceId: 'Clara' },
  model: { provider: 'openai', model: 'gpt-4o' },
  language: 'en',
  silenceTimeoutSeconds: 30,
  maxCallDurationSeconds: 600,
  publicUrl: 'https://laura.example',
  webhookSecret: 'a-webhook-secret-of-ours',
};

const attempt = (index: number): CallOrder => ({ ...ORDER, attemptId: `attempt-${index}` });

describe('callPayload', () => {
  it('names attempt and lead where VAPI gives them back', () => {
    const body = callPayload(ORDER, SETUP);
    expect(body.name).toBe(ORDER.attemptId);
    expect(body.customer).toEqual({ number: '+14155550123', name: 'Jane Doe', externalId: 'lead-7' });
    expect(body.assistant?.metadata).toEqual({
      attemptId: ORDER.attemptId,
      leadId: 'lead-7',
      campaign: 'autumn',
    });
  });

  it('sends only properties that VAPI has: others are answered with 400', () => {
    expect(Object.keys(callPayload(ORDER, SETUP)).toSorted()).toEqual([
      'assistant',
      'customer',
      'name',
      'phoneNumberId',
    ]);
  });

  it('brings its own assistant with prompt, voice, tools and the limit of duration', () => {
    const { assistant } = callPayload(ORDER, SETUP);
    expect(assistant).toMatchObject({
      firstMessage: 'Hello Jane.',
      firstMessageMode: 'assistant-speaks-first',
      firstMessageInterruptionsEnabled: false,
      voice: { provider: 'vapi', voiceId: 'Clara' },
      maxDurationSeconds: 600,
      voicemailDetection: { provider: 'vapi' },
      model: { provider: 'openai', messages: [{ role: 'system', content: 'You are Laura.' }] },
    });
    expect(
      assistant?.model.tools.map((tool) => ('function' in tool ? tool.function?.name : tool.type)),
    ).toEqual(['opt_out', 'request_callback', 'endCall']);
  });

  it('hears the language that the agent speaks, and ends after silence', () => {
    const { assistant } = callPayload(ORDER, { ...SETUP, language: 'de', silenceTimeoutSeconds: 45 });
    expect(assistant?.transcriber).toMatchObject({ provider: 'deepgram', language: 'de' });
    expect(assistant?.hooks).toEqual([
      expect.objectContaining({
        on: 'customer.speech.timeout',
        options: { timeoutSeconds: 45, triggerMaxCount: 1 },
        do: [{ type: 'tool', tool: { type: 'endCall' } }],
      }),
    ]);
    // The schema of an assistant does not know it, though the documentation speaks of it.
    expect(assistant).not.toHaveProperty('silenceTimeoutSeconds');
  });

  it.each(['vapi:Clara', 'deepgram:luna', 'neuphonic:x', 'sesame:maya', 'microsoft:de-DE-Mia:MAI-Voice-2'])(
    'is accepted by the schema with the voice %s and any model, as an assistant and as overrides',
    (voice) => {
      for (const model of ['gpt-4o', 'openrouter:some/model']) {
        const setup = { ...SETUP, voice: agentVoice(voice, 'de'), model: agentModel(model) };
        const own = callPayload(ORDER, setup).assistant;
        expect(assistantComplaints(own, 'assistant.', false)).toEqual([]);
        const { assistantOverrides } = callPayload(ORDER, { ...setup, assistantId: 'assistant-1' });
        expect(assistantComplaints(assistantOverrides, 'assistantOverrides.', true)).toEqual([]);
        expect(own && assistantOverrides).toBeDefined();
      }
    },
  );

  it('hears keys that are pressed, and leaves a machine the message that the order has', () => {
    expect(callPayload(ORDER, SETUP).assistant).toMatchObject({ keypadInputPlan: { enabled: true } });
    expect(callPayload(ORDER, SETUP).assistant).not.toHaveProperty('voicemailMessage');
    const { assistant } = callPayload({ ...ORDER, voicemailMessage: 'Hello. Call us.' }, SETUP);
    expect(assistant).toMatchObject({
      voicemailDetection: { provider: 'vapi' },
      voicemailMessage: 'Hello. Call us.',
    });
  });

  it('has webhooks sent to us, with our secret, and repeated', () => {
    const { assistant } = callPayload(ORDER, SETUP);
    expect(assistant?.serverMessages).toEqual([
      ...['status-update', 'end-of-call-report', 'tool-calls'],
      ...['transcript[transcriptType="final"]', 'conversation-update'],
    ]);
    expect(assistant?.server).toMatchObject({
      url: 'https://laura.example/vapi-webhook',
      headers: { 'X-Webhook-Token': 'a-webhook-secret-of-ours' },
      timeoutSeconds: 20,
      backoffPlan: { type: 'exponential', maxRetries: 10, baseDelaySeconds: 2 },
    });
    const excluded = assistant?.server.backoffPlan.excludedStatusCodes ?? [];
    expect(excluded).toContain(400);
    expect(excluded.filter((status) => status >= 500 || status === 429 || status === 401)).toEqual([]);
  });

  it('asks for everything that the report is read for', () => {
    const schema = callPayload(ORDER, SETUP).assistant?.analysisPlan?.structuredDataPlan?.schema;
    expect(Object.keys(schema?.properties ?? {}).toSorted()).toEqual(
      'callbackAt interest nextAction objection optOut outcome reached wantsHuman wrongNumber'.split(' '),
    );
    expect(schema?.properties?.interest?.enum).toEqual(['hot', 'warm', 'cold', 'none']);
  });

  it('lets a saved assistant keep its model and voice, but not the first message, the tools and the server', () => {
    const body = callPayload(ORDER, { ...SETUP, assistantId: 'assistant-1' });
    expect(body.assistant).toBeUndefined();
    expect(body.assistantId).toBe('assistant-1');
    expect(body.assistantOverrides).toMatchObject({
      firstMessage: 'Hello Jane.',
      metadata: { attemptId: ORDER.attemptId },
      variableValues: { systemPrompt: 'You are Laura.' },
      server: { url: 'https://laura.example/vapi-webhook' },
    });
    expect(body.assistantOverrides?.['tools:append']).toHaveLength(3);
    for (const kept of ['model', 'voice', 'transcriber', 'hooks'])
      expect(body.assistantOverrides).not.toHaveProperty(kept);
  });

  it('gives an attempt the same caller id whenever it is asked, and spreads attempts over all of them', () => {
    const setup = { ...SETUP, phoneIds: ['phone-a', 'phone-b', 'phone-c'] };
    const ids = Array.from({ length: 300 }, (_, index) => callPayload(attempt(index), setup).phoneNumberId);
    expect(
      Array.from({ length: 300 }, (_, index) => callPayload(attempt(index), setup).phoneNumberId),
    ).toEqual(ids);
    const counts = setup.phoneIds.map((id) => ids.filter((used) => used === id).length);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });

  it("calls from the operator's Twilio number where that is set", () => {
    const baseUrl = 'https://api.twilio.com';
    const twilio = { accountSid: 'AC1', authToken: 'twilio-token', fromNumber: '+15005550006', baseUrl };
    const body = callPayload(ORDER, { ...SETUP, twilio });
    expect(body.phoneNumberId).toBeUndefined();
    expect(body.phoneNumber).toEqual({
      twilioPhoneNumber: '+15005550006',
      twilioAccountSid: 'AC1',
      twilioAuthToken: 'twilio-token',
    });
  });

  it.each([
    ['a long name is cut', 'x'.repeat(60), 'x'.repeat(40)],
    ['a character of two units is not cut in half', `${'x'.repeat(39)}😀`, 'x'.repeat(39)],
    ['control characters become blanks', 'Jane\r\n\u0000Doe\u202e', 'Jane Doe'],
    ['an empty name is left out', ' \u0007 ', undefined],
    ['an unknown name is left out', undefined, undefined],
  ])('%s', (_what, customerName, sent) => {
    expect(callPayload({ ...ORDER, customerName }, SETUP).customer?.name).toBe(sent);
  });
});
