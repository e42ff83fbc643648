import { bypassed, isBypassed, NEVER_CONNECTED } from './bypass';
import { readVapiEvent } from './vapi-events';
import { CreateCallBody, Server } from './vapi-schema';

const backoffPlan: Server['backoffPlan'] = {
  type: 'fixed',
  maxRetries: 1,
  baseDelaySeconds: 1,
  excludedStatusCodes: [],
};
const told = { server: { url: 'https://laura.example/vapi-webhook', backoffPlan } };
const metadata = { attemptId: 'attempt-1', leadId: 'lead-1' };
const whom = { name: 'attempt-1', phoneNumberId: 'phone-a', customer: { number: '+14155550123' } };
const plain: CreateCallBody = {
  ...whom,
  assistant: {
    ...told,
    metadata,
    firstMessage: 'Hello',
    voice: { provider: 'vapi', voiceId: 'Clara' },
    model: { provider: 'openai', model: 'gpt-4o', temperature: 0.3, messages: [], tools: [] },
  },
};
const saved: CreateCallBody = {
  ...whom,
  assistantId: 'assistant-1',
  assistantOverrides: { ...told, metadata },
};
const NOW = new Date('2026-11-24T15:00:00Z');

const read = (order: object, message: object) => {
  const call = { id: 'call-1', ...order };
  return readVapiEvent({ message: { timestamp: NOW.getTime(), call, ...message } }, NOW).event;
};

describe('bypassed', () => {
  it('changes nothing of the order but who dials', () => {
    const { phoneCallProviderBypassEnabled, ...rest } = bypassed(plain);
    expect(phoneCallProviderBypassEnabled).toBe(true);
    const marked = { ...metadata, dialedBy: 'twilio' };
    expect(rest).toEqual({ ...plain, assistant: { ...plain.assistant, metadata: marked } });
  });

  it('can be told from an order that VAPI dials, with a saved assistant too', () => {
    expect([plain, saved].map(isBypassed)).toEqual([false, false]);
    expect([plain, saved].map(bypassed).map(isBypassed)).toEqual([true, true]);
    expect(isBypassed({ call: bypassed(saved) })).toBe(true);
    expect(isBypassed(undefined)).toBe(false);
  });
});

describe("VAPI's words about a call that Twilio dials", () => {
  const order = bypassed(plain);

  it.each(['queued', 'ringing'])('prove no phone call while it is %s', (status) => {
    expect(read(order, { type: 'status-update', status }).kind).toBe('other');
    expect(read(plain, { type: 'status-update', status }).kind).toBe('progress');
  });

  it('count from the moment that somebody is on the line', () => {
    expect(read(order, { type: 'status-update', status: 'in-progress' }).kind).toBe('progress');
    const over = { status: 'ended', endedReason: 'customer-ended-call' };
    expect(read(order, { type: 'status-update', ...over }).kind).toBe('hung-up');
    expect(read(order, { type: 'end-of-call-report', ...over }).kind).toBe('report');
  });

  it.each(['status-update', 'end-of-call-report'])('say nothing when no call was received (%s)', (type) => {
    expect(read(order, { type, status: 'ended', endedReason: NEVER_CONNECTED }).kind).toBe('other');
  });
});
