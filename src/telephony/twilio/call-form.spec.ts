import { callForm } from './call-form';

const SETUP = {
  twilio: {
    accountSid: 'AC1',
    authToken: 'a-token',
    fromNumber: '+15005550006',
    baseUrl: 'https://x.example',
  },
  publicUrl: 'https://laura.example',
  maxCallDurationSeconds: 600,
};
const ORDER = {
  ...{ attemptId: 'attempt-1', leadId: 'lead-1', campaign: 'autumn', phone: '+14155550123' },
  ...{ customerName: 'Jane', firstMessage: 'Hello', systemPrompt: 'You are Laura.' },
};
const form = callForm(ORDER, 'call-1', '<Response/>', SETUP);

describe('callForm', () => {
  it('has what was ordered called, and every step told to us under its own address', () => {
    expect(Object.fromEntries(form)).toMatchObject({
      To: '+14155550123',
      From: '+15005550006',
      Twiml: '<Response/>',
      StatusCallback: 'https://laura.example/twilio-status?attempt=attempt-1&call=call-1',
      StatusCallbackMethod: 'POST',
    });
    expect(form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed']);
  });

  it('lets it ring for the 15 seconds that the law wants, and ends it after its longest duration', () => {
    expect(Number(form.get('Timeout'))).toBeGreaterThanOrEqual(15);
    expect(Number(form.get('TimeLimit'))).toBe(660);
  });

  it('leaves answering machines to VAPI, and secrets and words out', () => {
    expect([...form.keys()].filter((name) => /Machine|Amd|Url|Record/.test(name))).toEqual([]);
    expect(form.toString()).not.toMatch(/a-token|Hello|Laura\./);
  });
});
