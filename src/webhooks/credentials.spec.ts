import { createHmac } from 'node:crypto';
import { NOON } from '../../test/support/database';
import { isAuthentic, SignedRequest, WebhookKeys } from './credentials';

const SECRET = 'the-present-secret';
const PREVIOUS = 'the-secret-before-it';
const now = new Date(NOON);
const keys: WebhookKeys = {
  secrets: [SECRET, PREVIOUS],
  twilioAuthToken: undefined,
  publicUrl: 'https://example.com',
};

function request(changes: Partial<SignedRequest> = {}): SignedRequest {
  const rawBody = Buffer.from('{"a":1}');
  return { headers: {}, query: {}, url: '/vapi-webhook', rawBody, body: { a: 1 }, ...changes };
}

function signed(secret: string, timestamp: string, body = '{"a":1}'): SignedRequest {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return request({ headers: { 'x-signature': signature, 'x-timestamp': timestamp } });
}

function seconds(offsetMs = 0): string {
  return String(Math.floor((now.getTime() + offsetMs) / 1_000));
}

describe('a token', () => {
  it.each<[string, (token: string) => Partial<SignedRequest>]>([
    ['X-Webhook-Token', (token) => ({ headers: { 'x-webhook-token': token } })],
    ['X-Vapi-Secret', (token) => ({ headers: { 'x-vapi-secret': token } })],
    ['Authorization', (token) => ({ headers: { authorization: `Bearer ${token}` } })],
    ['a header given twice', (token) => ({ headers: { 'x-webhook-token': [token, 'other'] } })],
    ['?token=', (token) => ({ query: { token } })],
  ])(
    'in %s lets in with the present secret or the one before it, and with nothing else',
    (_place, withToken) => {
      const answer = (token: string) => isAuthentic(request(withToken(token)), keys, now);
      expect([SECRET, PREVIOUS].map(answer)).toEqual([true, true]);
      expect(['', ' ', 'the-present-secre', `${SECRET}x`, SECRET.toUpperCase()].map(answer)).toEqual(
        Array(5).fill(false),
      );
    },
  );

  it('lets nobody in without a token, or where there is no secret', () => {
    expect(isAuthentic(request(), keys, now)).toBe(false);
    const open = { ...keys, secrets: [] };
    expect(
      isAuthentic(request({ headers: { 'x-webhook-token': '' }, query: { token: '' } }), open, now),
    ).toBe(false);
    expect(isAuthentic(request({ query: { token: [SECRET] } }), keys, now)).toBe(false);
  });
});

describe("VAPI's signature", () => {
  it('lets in with either secret, the timestamp in seconds or milliseconds', () => {
    expect(isAuthentic(signed(SECRET, seconds()), keys, now)).toBe(true);
    expect(isAuthentic(signed(PREVIOUS, String(now.getTime())), keys, now)).toBe(true);
    const { headers, ...rest } = signed(SECRET, seconds());
    const upper = { ...headers, 'x-signature': String(headers['x-signature']).toUpperCase() };
    expect(isAuthentic({ ...rest, headers: upper }, keys, now)).toBe(true);
  });

  it.each([
    [-300_000, true],
    [-301_000, false],
    [300_000, true],
    [301_000, false],
  ])('made %p ms away from now lets in: %p', (offsetMs, lets) => {
    expect(isAuthentic(signed(SECRET, seconds(offsetMs)), keys, now)).toBe(lets);
  });

  it.each(['', '0', 'now', '17812345', `${seconds()}.0`, '-1781107200'])(
    'with the timestamp %p lets nobody in',
    (timestamp) => {
      expect(isAuthentic(signed(SECRET, timestamp), keys, now)).toBe(false);
    },
  );

  it('refuses another body, another secret, and another timestamp than were signed', () => {
    expect(isAuthentic(signed(SECRET, seconds(), '{"a":2}'), keys, now)).toBe(false);
    expect(isAuthentic(signed('a-secret-of-nobody', seconds()), keys, now)).toBe(false);
    const { headers, ...rest } = signed(SECRET, seconds());
    expect(isAuthentic({ ...rest, headers: { ...headers, 'x-timestamp': seconds(1_000) } }, keys, now)).toBe(
      false,
    );
  });

  it('that is wrong refuses even beside a right token', () => {
    const { headers, ...rest } = signed('a-secret-of-nobody', seconds());
    const both = { ...rest, headers: { ...headers, 'x-webhook-token': SECRET } };
    expect(isAuthentic(both, keys, now)).toBe(false);
    const empty = request({ headers: { 'x-signature': '', 'x-webhook-token': SECRET } });
    expect(isAuthentic(empty, keys, now)).toBe(false);
  });
});

describe("Twilio's signature", () => {
  const twilio: WebhookKeys = { ...keys, twilioAuthToken: '12345678901234567890123456789012' };
  const form = {
    ...{
      CallSid: 'CA1',
      CallStatus: 'completed',
      To: '+14155552671',
      From: '+15005550006',
      SequenceNumber: '3',
    },
    ...{
      Timestamp: 'Sun, 22 Nov 2026 10:00:00 +0000',
      CallDuration: '42',
      CallbackSource: 'call-progress-events',
    },
  };
  const formRequest = request({
    headers: { 'x-twilio-signature': '2/fFtPNnXsWXaA1xAKmhvgTjIFw=' },
    url: '/twilio/status?attempt=a1',
    query: { attempt: 'a1' },
    body: form,
  });
  const hash = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
  const jsonRequest = request({
    headers: { 'x-twilio-signature': 'hPbpvYvKN5A9f8Zj9Cw4meHatu4=' },
    url: `/tw?bodySHA256=${hash}`,
    query: { bodySHA256: hash },
  });

  it('lets a form and a JSON body in', () => {
    expect(isAuthentic(formRequest, twilio, now)).toBe(true);
    expect(isAuthentic(jsonRequest, twilio, now)).toBe(true);
  });

  it('refuses a changed field, another URL, another host, another body', () => {
    const changed: SignedRequest[] = [
      { ...formRequest, body: { ...form, CallStatus: 'busy' } },
      { ...formRequest, url: '/twilio/status?attempt=a2' },
      { ...jsonRequest, rawBody: Buffer.from('{"a":2}') },
    ];
    for (const one of changed) expect(isAuthentic(one, twilio, now)).toBe(false);
    expect(isAuthentic(formRequest, { ...twilio, publicUrl: 'https://example.org' }, now)).toBe(false);
  });

  it('that is wrong refuses even beside a right token', () => {
    const headers = { 'x-twilio-signature': 'd3Jvbmc=', 'x-webhook-token': SECRET };
    expect(isAuthentic(request({ headers }), twilio, now)).toBe(false);
  });

  it('says nothing where we have no token to check it with: then ours must be right', () => {
    expect(isAuthentic(formRequest, keys, now)).toBe(false);
    expect(isAuthentic({ ...formRequest, query: { token: SECRET } }, keys, now)).toBe(true);
  });
});
