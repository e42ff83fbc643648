import { RequestListener, ServerResponse } from 'node:http';
import { ExternalApiError } from '../common/errors';
import { Database } from '../persistence/database';
import { AirtableRequest } from './airtable-client';
import { AirtableQuotaError, UnknownFieldError } from './airtable-errors';
import {
  AirtableWorkbench,
  eventually,
  memoryDatabase,
  ScriptedServer,
  WorkbenchOptions,
} from './airtable-workbench';
import { AirtableClient } from './airtable-client';

const LIST: AirtableRequest = { operation: 'list Leads', right: 'read', method: 'GET', path: '/Leads' };
const NO_RETRY = { policy: { maxRetries: 0 } };

describe(AirtableClient.name, () => {
  let database: Database;
  let server: ScriptedServer;

  beforeAll(async () => {
    database = await memoryDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(() => database.deleteFrom('rate_limits').execute());
  afterEach(() => server.close());

  async function bench(answer: RequestListener, options?: WorkbenchOptions): Promise<AirtableWorkbench> {
    server = await ScriptedServer.listen(answer);
    return new AirtableWorkbench(database, server, options);
  }

  async function faultOf(answer: RequestListener, request = LIST): Promise<ExternalApiError> {
    const { client } = await bench(answer, NO_RETRY);
    const thrown: unknown = await client.send(request).catch((error: unknown) => error);
    if (!(thrown instanceof ExternalApiError)) throw new Error('It was to fail with an ExternalApiError');
    return thrown;
  }

  it('returns the whole body, what the package would drop included', async () => {
    const { client } = await bench(
      replies(200, '{"records":[],"createdRecords":["rec1"],"offset":"itr/rec"}'),
    );
    expect(await client.send(LIST)).toEqual({ records: [], createdRecords: ['rec1'], offset: 'itr/rec' });
  });

  it('speaks to the base for records and to the metadata API for the schema', async () => {
    const asked: string[] = [];
    const { client } = await bench((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      reply(response, 200, '{}');
    });
    await client.send(LIST);
    await client.send({ operation: 'describe', right: 'schema', method: 'GET', path: '/tables' });
    expect(asked).toEqual([
      'GET /v0/appTest/Leads? Bearer patTest',
      'GET /v0/meta/bases/appTest/tables? Bearer patTest',
    ]);
  });

  it.each([
    [
      403,
      '{"error":{"type":"INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND","message":"No."}}',
      'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND',
      'refused',
    ],
    [404, '{"error":"NOT_FOUND"}', 'NOT_FOUND', 'refused'],
    [
      429,
      '{"errors":[{"error":"RATE_LIMIT_REACHED","message":"Slow down"}]}',
      'RATE_LIMIT_REACHED',
      'refused',
    ],
    [503, '<html>Service Unavailable</html>', 'UNEXPECTED_ERROR', 'unknown'],
    [500, '', 'UNEXPECTED_ERROR', 'unknown'],
    [
      422,
      '{"error":{"type":"INVALID_VALUE_FOR_COLUMN","message":"x"}}',
      'INVALID_VALUE_FOR_COLUMN',
      'refused',
    ],
    [413, '{"error":null}', undefined, 'refused'],
  ])('reads status %i with the body %s', async (status, body, type, effect) => {
    const { detail } = await faultOf(replies(status, body));
    expect(detail).toMatchObject({ status, effect });
    expect(detail.type).toBe(type);
  });

  it('names the column that Airtable does not know', async () => {
    const fault = await faultOf(
      replies(
        422,
        '{"error":{"type":"UNKNOWN_FIELD_NAME","message":"Unknown field name: \\"Last Outcome\\""}}',
      ),
    );
    expect(fault).toBeInstanceOf(UnknownFieldError);
    expect((fault as UnknownFieldError).field).toBe('Last Outcome');
  });

  it('keeps the column and drops the value that a refusal quotes', async () => {
    const message = 'Cannot parse value \\"Jane Doe +14155550123\\"; Field \\"Phone\\" cannot accept it';
    const fault = await faultOf(
      replies(422, `{"error":{"type":"INVALID_VALUE_FOR_COLUMN","message":"${message}"}}`),
    );
    expect(fault.message).toContain('Field "Phone"');
    expect(fault.message).not.toMatch(/Jane|4155550123/);
  });

  it('takes an answer that is no JSON for an unknown outcome, without an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const fault = await faultOf(replies(200, '<html>Welcome to the hotel</html>'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(fault).toMatchObject({ retryable: true, detail: { effect: 'unknown', type: 'invalid_answer' } });
    expect(unhandled).toEqual([]);
  });

  it('gives up on a body that stalls and closes its socket', async () => {
    const { client } = await bench(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"records":[');
      },
      { policy: { maxRetries: 0, timeoutMs: 150 } },
    );
    await expect(client.send(LIST)).rejects.toMatchObject({ detail: { effect: 'unknown', type: 'timeout' } });
    await eventually(async () => (await server.connections()) === 0);
  });

  it('gives up on a body that drips, each byte of it in time, and closes its socket', async () => {
    const { client } = await bench(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
      { policy: { maxRetries: 0, timeoutMs: 150 } },
    );
    await expect(client.send(LIST)).rejects.toMatchObject({ detail: { effect: 'unknown', type: 'timeout' } });
    await eventually(async () => (await server.connections()) === 0);
  });

  it('waits as long as Retry-After asks', async () => {
    const arrivals: number[] = [];
    const { client } = await bench((_request, response) => {
      arrivals.push(performance.now());
      if (arrivals.length === 1) response.setHeader('retry-after', '1');
      reply(response, arrivals.length === 1 ? 503 : 200, '{}');
    });
    await client.send(LIST);
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('keeps every replica silent for longer than the penalty when Retry-After asks for it', async () => {
    const { client, limiter } = await bench((_request, response) => {
      response.setHeader('retry-after', '600');
      reply(response, 429, '{"error":{"type":"RATE_LIMIT_REACHED"}}');
    });
    await expect(client.send(LIST)).rejects.toMatchObject({ detail: { retryAfterMs: 600_000 } });
    await expect(limiter.acquire()).rejects.toMatchObject({ detail: { type: 'RATE_LIMIT_WAIT' } });
  });

  it('ends all tries of one operation together', async () => {
    let asked = 0;
    const { client } = await bench(() => (asked += 1), {
      policy: { timeoutMs: 600, totalMs: 1_000, maxRetries: 50 },
    });
    const begunAt = performance.now();
    await expect(client.send(LIST)).rejects.toMatchObject({ detail: { type: 'timeout' } });
    expect(performance.now() - begunAt).toBeLessThan(2_500);
    expect(asked).toBe(2);
  });

  it('tells of an open circuit until Airtable answers again', async () => {
    let status = 503;
    const work = await bench((_request, response) => reply(response, status, '{}'), {
      policy: { maxRetries: 0, breakAfter: 2, halfOpenAfterMs: 0 },
    });
    for (let round = 0; round < 2; round++) {
      await expect(work.client.send(LIST)).rejects.toThrow(ExternalApiError);
    }
    expect(work.faults).toEqual([expect.stringContaining('list Leads was answered 503')]);
    status = 200;
    await work.client.send(LIST);
    expect(work.faults).toEqual([]);
  });

  it('keeps using a connection whose request ended well', async () => {
    const sockets = new Set<unknown>();
    const { client } = await bench((request, response) => {
      sockets.add(request.socket);
      reply(response, 200, '{}');
    });
    for (let round = 0; round < 5; round++) await client.send(LIST);
    expect(sockets.size).toBe(1);
  });

  it('does not know what became of a request whose connection was cut', async () => {
    const fault = await faultOf((request) => request.socket.destroy());
    expect(fault.detail).toMatchObject({ effect: 'unknown', type: 'connection_lost' });
  });

  it.each(['127.0.0.1', 'localhost'])(
    'knows that nothing reached a port at %s where nobody listens',
    async (host) => {
      server = await ScriptedServer.listen(replies(200, '{}'));
      const url = server.url.replace('127.0.0.1', host);
      await server.close();
      const { client } = new AirtableWorkbench(database, { url }, NO_RETRY);
      await expect(client.send(LIST)).rejects.toMatchObject({
        retryable: true,
        detail: { effect: 'unreachable' },
      });
    },
  );

  it('says which variable is wrong when the token cannot be sent at all, without showing it', async () => {
    server = await ScriptedServer.listen(replies(200, '{}'));
    const { client } = new AirtableWorkbench(
      database,
      { url: server.url, apiKey: 'pat\u0001secret' },
      NO_RETRY,
    );
    const fault: unknown = await client.send(LIST).catch((error: unknown) => error);
    expect(fault).toMatchObject({
      message: expect.stringContaining('AIRTABLE_API_KEY'),
      needsOperator: true,
    });
    expect(String((fault as Error).message)).not.toContain('secret');
  });

  it('repeats what failed for the moment', async () => {
    let asked = 0;
    const { client } = await bench((_request, response) =>
      reply(response, ++asked === 1 ? 503 : 200, '{"records":[]}'),
    );
    expect(await client.send(LIST)).toEqual({ records: [] });
    expect(asked).toBe(2);
  });

  it('does not repeat what may be done once only', async () => {
    let asked = 0;
    const { client } = await bench((_request, response) => reply(response, 503, String(++asked)));
    await expect(client.send({ ...LIST, once: true })).rejects.toThrow(ExternalApiError);
    expect(asked).toBe(1);
  });

  it('keeps every replica silent after a request too many, then goes on', async () => {
    const arrivals: number[] = [];
    const penaltyMs = 300;
    const answer: RequestListener = (_request, response) => {
      arrivals.push(performance.now());
      if (arrivals.length === 1) reply(response, 429, '{"error":{"type":"RATE_LIMIT_REACHED"}}');
      else reply(response, 200, '{}');
    };
    const first = await bench(answer, { penaltyMs, ...NO_RETRY });
    const second = new AirtableWorkbench(database, server, { penaltyMs });
    await expect(first.client.send(LIST)).rejects.toMatchObject({ detail: { retryAfterMs: penaltyMs } });
    await second.client.send(LIST);
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(penaltyMs - 20);
  });

  it('tells a spent monthly quota from a request too many, and leaves it to the operator', async () => {
    let asked = 0;
    const quota =
      '{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED","message":"No more this month."}]}';
    const work = await bench((_request, response) =>
      reply(response, ++asked === 1 ? 429 : 200, asked === 1 ? quota : '{}'),
    );
    await expect(work.client.send(LIST)).rejects.toThrow(AirtableQuotaError);
    expect(asked).toBe(1);
    expect(work.apis.faults('airtable')).toMatchObject([{ needsOperator: true }]);
    expect(work.faults[0]).toContain('monthly');
    await work.client.send(LIST);
    expect(work.faults).toEqual([]);
  });

  it('tells the operator what a refused token lacks until it is allowed again', async () => {
    let status = 403;
    const work = await bench((_request, response) =>
      reply(response, status, '{"error":{"type":"INVALID_PERMISSIONS"}}'),
    );
    await expect(work.client.send(LIST)).rejects.toThrow(ExternalApiError);
    expect(work.faults[0]).toMatch(/AIRTABLE_BASE_ID.*AIRTABLE_LEADS_TABLE.*data\.records:read/);
    status = 401;
    await expect(work.client.send(LIST)).rejects.toThrow(ExternalApiError);
    expect(work.faults[0]).toContain('AIRTABLE_API_KEY');
    status = 200;
    await work.client.send(LIST);
    expect(work.faults).toEqual([]);
  });

  it('does not let a reading take back that the token may not write', async () => {
    const work = await bench((request, response) =>
      reply(response, request.method === 'GET' ? 200 : 403, '{}'),
    );
    const write: AirtableRequest = {
      operation: 'update Leads',
      right: 'write',
      method: 'PATCH',
      path: '/Leads',
      body: {},
    };
    await expect(work.client.send(write)).rejects.toThrow(ExternalApiError);
    await work.client.send(LIST);
    expect(work.faults[0]).toContain('data.records:write');
  });

  it('ends the wait for a turn when the process shuts down', async () => {
    const { client, limiter } = await bench(replies(200, '{}'));
    await limiter.hold(4_000);
    const waiting = client.send(LIST);
    client.beforeApplicationShutdown();
    await expect(waiting).rejects.toMatchObject({ retryable: false, detail: { type: 'shutting_down' } });
  });
});

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

function replies(status: number, body: string): RequestListener {
  return (_request, response) => reply(response, status, body);
}
