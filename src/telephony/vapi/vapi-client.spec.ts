import { HttpService } from '@nestjs/axios';
import { ServerResponse } from 'node:http';
import { ExternalApiError } from '../../common/errors';
import { DEFAULT_POLICY, ExternalPolicy, ExternalPolicyOptions } from '../../common/external-policy';
import { Metrics } from '../../common/metrics';
import { readEnvironment } from '../../config/read-environment';
import { TelephonySettings } from '../../config/settings';
import { ScriptedVapi } from './scripted-vapi';
import { VapiClient } from './vapi-client';

let vapi: ScriptedVapi;

beforeEach(async () => (vapi = await ScriptedVapi.start()));
afterEach(() => vapi.stop());

function aClient(options: Partial<ExternalPolicyOptions> = {}): VapiClient {
  const variables = { LAURA_MODE: 'sandbox', VAPI_API_TOKEN: 'private-token', VAPI_BASE_URL: vapi.url };
  const quick = { ...DEFAULT_POLICY, timeoutMs: 1_000, firstDelayMs: 1, maxRetries: 2, ...options };
  const policy = new ExternalPolicy('vapi', new Metrics(), quick);
  return new VapiClient(new HttpService(), new TelephonySettings(readEnvironment(variables)), policy);
}

async function failureOf(work: Promise<unknown>): Promise<ExternalApiError> {
  const thrown: unknown = await work.catch((error: unknown) => error);
  if (!(thrown instanceof ExternalApiError)) throw new Error('It was to fail with an ExternalApiError');
  return thrown;
}

/** Sends the body byte by byte, for ever: each byte comes in time, the answer never does. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

describe('VapiClient', () => {
  it('gives up on a body that drips, and closes its connection', async () => {
    const closed: unknown[] = [];
    vapi.handle((_request, response) => {
      response.on('close', () => closed.push(response));
      drip(response);
    });
    expect((await failureOf(aClient({ maxRetries: 0 }).calls({ limit: 1 }))).detail.type).toBe('timeout');
    const deadline = performance.now() + 5_000;
    while (closed.length === 0 && performance.now() < deadline) await new Promise(setImmediate);
    expect(closed).toHaveLength(1);
  });

  it('does not know what became of a call whose answer drips, and asks once', async () => {
    vapi.handle((_request, response) => drip(response));
    const error = await failureOf(aClient().createCall({} as never));
    expect(error.detail).toMatchObject({ effect: 'unknown', type: 'timeout' });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it('waits as long as Retry-After asks before it looks again', async () => {
    const arrivals: number[] = [];
    vapi.handle((_request, response) => {
      arrivals.push(performance.now());
      if (arrivals.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end('[]');
    });
    expect(await aClient().calls({ limit: 1 })).toEqual([]);
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('does not wait for a Retry-After that is longer than the operation may take', async () => {
    vapi.answer(503, 'busy', { 'retry-after': '61' });
    expect((await failureOf(aClient().calls({ limit: 1 }))).detail.retryAfterMs).toBe(61_000);
    expect(vapi.requests).toHaveLength(1);
  });

  it('asks for no call while VAPI wants to be left alone', async () => {
    vapi.answer(429, { message: 'Rate limit exceeded', statusCode: 429 }, { 'retry-after': '30' });
    const client = aClient();
    expect((await failureOf(client.createCall({} as never))).detail.status).toBe(429);
    const second = await failureOf(client.createCall({} as never));
    expect(second.detail).toMatchObject({ effect: 'unreachable', type: 'asked_to_wait' });
    expect(vapi.callsAskedFor).toBe(1);
  });

  it('does not repeat what is refused for want of credit, whatever the status', async () => {
    vapi.answer(429, { message: 'You have used up your credits for this month', statusCode: 429 });
    const error = await failureOf(aClient().calls({ limit: 1 }));
    expect([error.needsOperator, error.detail.status, vapi.requests.length]).toEqual([true, 402, 1]);
  });

  it('ends all tries of one operation together', async () => {
    vapi.handle(() => undefined);
    const begunAt = performance.now();
    await failureOf(aClient({ timeoutMs: 600, totalMs: 1_000, maxRetries: 50 }).calls({ limit: 1 }));
    expect(performance.now() - begunAt).toBeLessThan(2_500);
    expect(vapi.requests).toHaveLength(2);
  });
});
