import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import twilio from 'twilio';
import { Sandbox, startSandbox, type Behaviour } from '../../src/sandbox/sandbox';
import { readTwilioEvent } from '../../src/telephony/twilio/twilio-events';
import { runningClock } from './running-clock';
import { until } from './webhook-receiver';

const NUMBER = '+14155550101';

let sandbox: Sandbox;
const received: { signature: string; path: string; form: Record<string, string> }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    received.push({
      signature: String(request.headers['x-twilio-signature']),
      path: request.url ?? '',
      form,
    });
    response.writeHead(204).end();
  });
});
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** As an operator's program would, with Twilio's own client against the simulated Twilio. */
function client() {
  const { accountSid, authToken, url } = sandbox.twilio;
  const made = twilio(accountSid, authToken);
  const { httpClient } = made;
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) =>
    request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) });
  return made;
}

async function dial(behaviour: Behaviour): Promise<string> {
  const { vapi } = sandbox;
  vapi.script(NUMBER, [behaviour]);
  const answer = await fetch(`${vapi.url}/call`, {
    method: 'POST',
    headers: { authorization: `Bearer ${vapi.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      phoneNumberId: vapi.phoneNumberId,
      phoneCallProviderBypassEnabled: true,
      customer: { number: NUMBER },
      assistant: { firstMessage: 'Hello!' },
    }),
  });
  const { phoneCallProviderDetails } = (await answer.json()) as {
    phoneCallProviderDetails: { twiml: string };
  };
  const call = await client().calls.create({
    to: NUMBER,
    from: sandbox.twilio.number,
    twiml: phoneCallProviderDetails.twiml,
    statusCallback: `${base()}/twilio-status?attempt=a1&call=c1`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  return call.sid;
}

const statuses = () => received.map(({ form }) => form.CallStatus);

beforeEach(async () => {
  received.length = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sandbox = await startSandbox({ clock: runningClock('2026-11-23T15:00:00Z'), leads: 0, pace: 200 });
});
afterEach(async () => {
  await sandbox.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("Twilio's own client against the simulated Twilio", () => {
  it('dials, hears of every step with a signature that its library verifies, and reads the call to its end', async () => {
    const sid = await dial('interested');
    await until(() => received.length === 4);
    expect(statuses()).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    expect(received.map(({ form }) => form.SequenceNumber)).toEqual(['0', '1', '2', '3']);
    for (const { signature, path, form } of received) {
      expect(twilio.validateRequest(sandbox.twilio.authToken, signature, base() + path, form)).toBe(true);
      expect(twilio.validateRequest('another token', signature, base() + path, form)).toBe(false);
    }
    const call = await client().calls(sid).fetch();
    expect(call).toMatchObject({ sid, status: 'completed', to: NUMBER, direction: 'outbound-api' });
    const [listed] = await client().calls.list({ to: NUMBER, limit: 5 });
    expect(listed?.sid).toBe(sid);
    expect(sandbox.vapi.calls[0]).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call' });
  });

  it.each([
    ['busy', 'busy', 'busy'],
    ['no-answer', 'no-answer', 'no-answer'],
    ['misdialed', 'failed', 'bad-number'],
    ['carrier-failure', 'failed', 'carrier-failure'],
  ] as const)('tells of somebody who is %s as %s, which we read as %s', async (person, status, category) => {
    await dial(person);
    await until(() => statuses().includes(status));
    const { form } = received.at(-1) ?? { form: {} };
    expect(readTwilioEvent(form, new Date()).event).toMatchObject({ kind: 'hung-up', category });
    expect(sandbox.vapi.calls[0]?.startedAt).toBeUndefined();
  });

  it('is told what is wrong in the words of the real one', async () => {
    const { twilio: simulated } = sandbox;
    const wrong = { to: '123', from: simulated.number, twiml: '<Response/>' };
    await expect(client().calls.create(wrong)).rejects.toMatchObject({ status: 400, code: 21211 });
    const stranger = { ...wrong, to: NUMBER, from: '+15005550006' };
    await expect(client().calls.create(stranger)).rejects.toMatchObject({ status: 400, code: 21210 });
    simulated.faults.unauthorized = 1;
    await expect(client().calls.create(wrong)).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(client().calls('CA0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(simulated.calls).toEqual([]);
  });

  it('starts one call a second, and refuses more where it is told to', async () => {
    await dial('no-answer');
    const second = await dial('no-answer');
    const [first, other] = sandbox.twilio.calls.map(({ plan }) => Date.parse(plan.startsAt ?? ''));
    expect((other ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000 / 200);
    expect(sandbox.twilio.calls[1]?.sid).toBe(second);
    sandbox.twilio.faults.rateLimited = 1;
    await expect(dial('no-answer')).rejects.toMatchObject({ status: 429, code: 20429 });
  });

  it('goes on with a call in flight after a restart', async () => {
    const journalDirectory = mkdtempSync(join(tmpdir(), 'twilio-'));
    const reopen = async (startsAt: string, pace: number) => {
      await sandbox.close();
      sandbox = await startSandbox({ clock: runningClock(startsAt), leads: 0, pace, journalDirectory });
    };
    try {
      await reopen('2026-11-23T15:00:00Z', 1);
      const sid = await dial('interested');
      await reopen('2026-11-23T15:10:00Z', 200);
      expect(sandbox.twilio.calls).toMatchObject([{ sid }]);
      await until(() => sandbox.twilio.calls[0]?.status === 'completed');
      await until(() => statuses().includes('completed'));
    } finally {
      rmSync(journalDirectory, { recursive: true });
    }
  });

  it('cancels what has not been picked up, and nothing else', async () => {
    sandbox.twilio.faults.heldInQueue = true;
    const sid = await dial('interested');
    expect((await client().calls(sid).update({ status: 'canceled' })).status).toBe('canceled');
    await until(() => statuses().includes('canceled'));
    await expect(client().calls(sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 21220 });
  });
});
