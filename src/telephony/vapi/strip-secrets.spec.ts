import { stripSecrets } from './strip-secrets';

describe('stripSecrets', () => {
  it('removes secrets at any depth and in any spelling, and keeps the rest', () => {
    const body = {
      message: {
        type: 'status-update',
        phoneNumber: {
          number: '+14155550123',
          twilioAuthToken: 's3cret',
          TWILIOAPIKEY: 's3cret',
          twilio_api_secret: 's3cret',
        },
        assistant: {
          metadata: { attemptId: 'a' },
          credentials: [{ apiKey: 's3cret' }],
          server: {
            url: 'https://laura.example',
            secret: 's3cret',
            headers: { 'X-Webhook-Token': 's3cret' },
          },
        },
        tools: [{ server: { Headers: { Authorization: 's3cret', 'X-Own': 's3cret' } } }],
        Authorization: 'Bearer s3cret',
      },
    };
    const stripped = stripSecrets(body);
    expect(JSON.stringify(stripped)).not.toContain('s3cret');
    expect(stripped).toEqual({
      message: {
        type: 'status-update',
        phoneNumber: { number: '+14155550123' },
        assistant: {
          metadata: { attemptId: 'a' },
          server: { url: 'https://laura.example', headers: { 'X-Webhook-Token': '[removed]' } },
        },
        tools: [{ server: { Headers: { Authorization: '[removed]', 'X-Own': '[removed]' } } }],
      },
    });
  });

  it('does not touch what it is given', () => {
    const body = { secret: 'x', list: [{ token: 'y' }] };
    stripSecrets(body);
    expect(body).toEqual({ secret: 'x', list: [{ token: 'y' }] });
  });

  it.each([undefined, null, 7, 'text', true])('passes %p through', (value) => {
    expect(stripSecrets(value)).toBe(value);
  });

  it('survives a body that is nested without end', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as unknown;
    expect(JSON.stringify(stripSecrets(deep))).toContain('[too deep]');
  });

  it('keeps a property that is named like a prototype harmless', () => {
    const stripped = stripSecrets(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Object.getPrototypeOf(stripped)).toBe(Object.prototype);
  });
});
