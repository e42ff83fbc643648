import { Logger } from '@nestjs/common';
import { AddressInfo, createServer } from 'node:net';
import { ExternalApis } from '../../common/external-apis';
import { ORDER, providerFor } from './provider-under-test';
import { ScriptedVapi } from './scripted-vapi';

let vapi: ScriptedVapi;
let apis: ExternalApis;
const providerWith = (variables?: Record<string, string>) => providerFor(vapi.url, apis, variables);
const refusal = (statusCode: number, error: string, message: string | string[]) => ({
  message,
  error,
  statusCode,
});

beforeEach(async () => {
  Logger.overrideLogger(false);
  vapi = await ScriptedVapi.start();
  apis = new ExternalApis();
});
afterEach(() => vapi.stop());

describe('placing a call', () => {
  it('sends one authenticated request and gives back the ids', async () => {
    vapi.answer(201, {
      id: 'call-1',
      status: 'queued',
      phoneCallProviderId: 'CA1',
      monitor: { controlUrl: 'https://control.example/call-1' },
    });
    expect(await providerWith().placeCall(ORDER)).toEqual({
      outcome: 'placed',
      providerCallId: 'call-1',
      carrierCallId: 'CA1',
      controlUrl: 'https://control.example/call-1',
    });
    const [request] = vapi.requests;
    expect(vapi.callsAskedFor).toBe(1);
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer private-token',
      'content-type': 'application/json',
    });
    expect(request?.headers['user-agent']).toMatch(/^Laura\/\d+\.\d+\.\d+$/);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      name: ORDER.attemptId,
      customer: { number: '+14155550123', externalId: 'lead-7' },
    });
  });

  it('takes a call that waits for a free line for placed', async () => {
    vapi.answer(201, {
      id: 'call-1',
      subscriptionLimits: { concurrencyBlocked: true, remainingConcurrentCalls: -1 },
    });
    expect(await providerWith().placeCall(ORDER)).toMatchObject({
      outcome: 'placed',
      providerCallId: 'call-1',
    });
  });

  it.each([
    ['no JSON', '<html>ok</html>'],
    ['nothing', ''],
    ['JSON without an id', { status: 'queued' }],
    ['an id that is no text', { id: 7 }],
    ['a batch', { results: [], errors: [] }],
    ['JSON that stops', '{"id":"call-'],
  ])('is in doubt after a 201 with %s, and asks no second time', async (_what, body) => {
    vapi.answer(201, body);
    expect(await providerWith().placeCall(ORDER)).toMatchObject({ outcome: 'in-doubt' });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it.each([
    [
      400,
      refusal(400, 'Bad Request', 'customer.number must be a valid phone number, not +14155550123'),
      'call',
    ],
    [400, refusal(400, 'Bad Request', ['customer.name is too long', 'x']), 'call'],
    [400, refusal(400, 'Bad Request', 'Over Concurrency Limit'), 'capacity'],
    [400, refusal(400, 'Bad Request', ["Couldn't Get Phone Number. Need `phoneNumberId`."]), 'account'],
    [401, refusal(401, 'Unauthorized', 'Invalid Key.'), 'account'],
    [402, refusal(402, 'Payment Required', 'No credit'), 'account'],
    [403, 'error code: 1010', 'account'],
    [404, '<h1>Not Found</h1>', 'account'],
    [429, refusal(429, 'Too Many Requests', 'Rate limit exceeded'), 'capacity'],
  ])('is rejected by %i %j, asked once', async (status, body, fault) => {
    vapi.answer(status, body);
    const result = await providerWith().placeCall(ORDER);
    expect(result).toMatchObject({ outcome: 'rejected', fault });
    expect(vapi.callsAskedFor).toBe(1);
    expect(JSON.stringify(result)).not.toMatch(/4155550123|private-token/);
    expect(apis.faults('vapi').map((found) => found.needsOperator)).toEqual(
      fault === 'account' ? [true] : [],
    );
  });

  it.each([408, 500, 502, 503, 504])('is in doubt after %i, asked once', async (status) => {
    vapi.answer(status, refusal(status, 'Fault', 'Something broke'));
    expect(await providerWith().placeCall(ORDER)).toMatchObject({ outcome: 'in-doubt' });
    expect(vapi.callsAskedFor).toBe(1);
    expect(apis.faults('vapi')).toEqual([]);
  });

  it('does not follow a redirect with a request that places a call', async () => {
    vapi.answer(307, '', { location: `${vapi.url}/elsewhere` });
    expect(await providerWith().placeCall(ORDER)).toMatchObject({ outcome: 'rejected', fault: 'account' });
    expect(vapi.requests).toHaveLength(1);
  });

  it('is in doubt when the server hangs, asked once', async () => {
    vapi.handle(() => undefined);
    expect(await providerWith().placeCall(ORDER)).toMatchObject({
      outcome: 'in-doubt',
      reason: 'POST /call had no answer within 300 ms',
    });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it('is in doubt when the connection is reset before the answer, asked once', async () => {
    vapi.handle((_request, response) => response.socket?.resetAndDestroy());
    expect(await providerWith().placeCall(ORDER)).toMatchObject({ outcome: 'in-doubt' });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it('is in doubt when the connection is reset in the middle of the answer, asked once', async () => {
    vapi.handle((_request, response) => {
      response.writeHead(201, { 'content-length': '500' });
      response.write('{"id":"call-1"', () => response.socket?.resetAndDestroy());
    });
    expect(await providerWith().placeCall(ORDER)).toMatchObject({ outcome: 'in-doubt' });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it('is put off when nobody listens there', async () => {
    const closed = await closedPort();
    const refused = await providerWith({ VAPI_BASE_URL: `http://127.0.0.1:${closed}` }).placeCall(ORDER);
    expect(refused).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
  });

  it('is put off when the TLS handshake fails', async () => {
    const secure = vapi.url.replace('http:', 'https:');
    const result = await providerWith({ VAPI_BASE_URL: secure }).placeCall(ORDER);
    expect(result).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
    expect(vapi.callsAskedFor).toBe(0);
  });

  it('lets the number rest that VAPI refuses, and tells of it until it works again', async () => {
    const provider = providerWith();
    const order = { ...ORDER, callerId: 'phone-a' };
    const words = "Couldn't Get Phone Number. `phoneNumberId` Does Not Exist.";
    vapi.answer(400, refusal(400, 'Bad Request', words));
    expect(await provider.placeCall(order)).toMatchObject({ outcome: 'rejected', fault: 'capacity' });
    expect(JSON.parse(vapi.requests[0]?.body ?? '')).toMatchObject({ phoneNumberId: 'phone-a' });
    expect(provider.callerNumbers()?.map(({ id }) => id)).toEqual(['phone-b']);
    expect(apis.faults('vapi')).toMatchObject([{ message: expect.stringContaining('phone-a') }]);
    // The last one that is left is the account's fault: no other can stand in for it.
    const last = await provider.placeCall({ ...order, callerId: 'phone-b' });
    expect(last).toMatchObject({ outcome: 'rejected', fault: 'account' });
    vapi.answer(201, { id: 'call-1' });
    await provider.placeCall(order);
    expect(provider.callerNumbers()).toHaveLength(2);
    expect(apis.faults('vapi').map(({ message }) => message)).toEqual([
      expect.stringContaining('check VAPI_PHONE_ID'),
    ]);
  });

  it('sends nothing more once the circuit is open, and says so', async () => {
    vapi.answer(500, 'down');
    const provider = providerWith();
    const outcomes: string[] = [];
    for (let call = 0; call < 7; call += 1) outcomes.push((await provider.placeCall(ORDER)).outcome);
    expect(outcomes).toEqual([...Array<string>(5).fill('in-doubt'), 'rejected', 'rejected']);
    expect(vapi.callsAskedFor).toBe(5);
  });

  it('keeps token and number out of what it throws about', async () => {
    vapi.handle((_request, response) => response.socket?.resetAndDestroy());
    const provider = providerWith();
    const error: unknown = await provider.findCall('call-1').catch((thrown: unknown) => thrown);
    const { message, stack, cause } = error as Error;
    expect(`${message}${stack}${String(cause)}${JSON.stringify(error)}`).not.toContain('private-token');
  });
});

/** A port on which nothing listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
