import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox';
import { runningClock } from './running-clock';

describe('the simulated Airtable over plain HTTP', () => {
  let sandbox: Sandbox;

  const start = async (more: Partial<SandboxOptions> = {}): Promise<void> => {
    const clock = runningClock('2026-11-23T15:00:00Z');
    sandbox = await startSandbox({ clock, leads: 150, enforceRateLimit: false, ...more });
  };
  const request = (path: string, method = 'GET', body?: unknown): Promise<Response> =>
    fetch(`${sandbox.airtable.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.airtable.apiKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(1000),
    });
  const leads = (query = ''): Promise<Response> => request(`/v0/${sandbox.airtable.baseId}/Leads${query}`);
  const setFaults = (airtable: unknown): Promise<Response> =>
    fetch(`${sandbox.vapi.url}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify({ airtable }) });

  afterEach(() => sandbox.close());

  it('refuses the sixth request within a second and all others until the penalty is over', async () => {
    let realMs = 0;
    await start({ enforceRateLimit: true, penaltyMs: 30_000, stopwatchMs: () => realMs });
    const statuses: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) statuses.push((await leads('?pageSize=1')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(await (await leads()).json()).toMatchObject({ errors: [{ error: 'RATE_LIMIT_REACHED' }] });
    realMs = 30_000;
    expect((await leads('?pageSize=1')).status).toBe(200);
  });

  it.each([
    ['rateLimited', 429, 'RATE_LIMIT_REACHED'],
    ['quotaExceeded', 429, 'PUBLIC_API_BILLING_LIMIT_EXCEEDED'],
    ['unavailable', 503, 'RETRIABLE_ERROR'],
    ['unauthorized', 401, 'AUTHENTICATION_REQUIRED'],
    ['htmlError', 503, '<!DOCTYPE html>'],
  ])('fails once with fault %s set to 1', async (fault, status, text) => {
    await start();
    expect((await setFaults({ [fault]: 1 })).status).toBe(200);
    const failed = await leads();
    expect(failed.status).toBe(status);
    expect(await failed.text()).toContain(text);
    expect((await leads()).status).toBe(200);
  });

  it('cuts the connection, or stops in the middle of the body', async () => {
    await start();
    sandbox.airtable.faults.dropped = 1;
    await expect(leads()).rejects.toThrow('fetch failed');
    sandbox.airtable.faults.stalled = 1;
    const stalled = await leads();
    expect(stalled.status).toBe(200);
    await expect(stalled.text()).rejects.toThrow(/abort|timeout/i);
  });

  it('drips an answer without ever ending it', async () => {
    await start();
    sandbox.airtable.faults.dripped = 1;
    const dripped = await leads();
    let bytes = 0;
    const whole = async (): Promise<void> => {
      for await (const chunk of dripped.body ?? []) bytes += chunk.length;
    };
    await expect(whole()).rejects.toThrow(/abort|timeout/i);
    expect(bytes).toBeGreaterThan(5);
    expect(bytes).toBeLessThan(50);
  });

  it('applies a write whose answer is lost', async () => {
    await start();
    sandbox.airtable.faults.lostResponses = 1;
    const body = { records: [{ fields: { CallId: 'lost' } }] };
    const calls = `/v0/${sandbox.airtable.baseId}/Calls`;
    await expect(request(calls, 'POST', body)).rejects.toThrow('fetch failed');
    expect(sandbox.airtable.records('Calls')).toHaveLength(1);
  });

  it('loses iterators when told to and knows none it has not given', async () => {
    await start();
    const { offset } = (await (await leads()).json()) as { offset: string };
    expect(offset).toMatch(/^itr\w{14}\/rec\w{14}$/);
    sandbox.airtable.faults.iteratorExpired = 1;
    const expired = await leads(`?offset=${encodeURIComponent(offset)}`);
    expect([expired.status, await expired.json()]).toEqual([
      422,
      { error: { type: 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE' } },
    ]);
    expect((await leads(`?offset=${encodeURIComponent(offset)}`)).status).toBe(200);
    expect((await leads('?offset=itrX/recY')).status).toBe(422);
  });

  it('reads columns and makes missing ones, with the scopes for it', async () => {
    await start();
    const { airtable } = sandbox;
    const tables = `/v0/meta/bases/${airtable.baseId}/tables`;
    airtable.removeField('Calls', 'CallId');
    airtable.renameField('Leads', 'Phone', 'Mobile');
    const calls = airtable.tables.find(({ name }) => name === 'Calls');
    const field = { name: 'CallId', type: 'singleLineText' };
    expect(await (await request(`${tables}/${calls?.id}/fields`, 'POST', field)).json()).toMatchObject(field);
    const { tables: read } = (await (await request(tables)).json()) as {
      tables: { fields: { name: string }[] }[];
    };
    const names = read.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(['CallId', 'Mobile']));
    expect(names).not.toContain('Phone');
    airtable.scopes.delete('schema.bases:write');
    expect((await request(`${tables}/${calls?.id}/fields`, 'POST', { ...field, name: 'Other' })).status).toBe(
      403,
    );
    expect((await request('/v0/meta/whoami')).status).toBe(200);
  });

  it('shows a person’s edits to a filter by time of modification', async () => {
    await start();
    const [lead] = sandbox.airtable.records('Leads');
    const filter = "IS_AFTER(LAST_MODIFIED_TIME({Do Not Call}, {Status}), DATEADD(NOW(), -1, 'days'))";
    const changed = async (): Promise<unknown> => {
      const found = await leads(`?filterByFormula=${encodeURIComponent(`AND({Do Not Call}, ${filter})`)}`);
      return ((await found.json()) as { records: { id: string }[] }).records.map(({ id }) => id);
    };
    const before = await changed();
    sandbox.airtable.edit('Leads', lead?.id ?? '', { 'Do Not Call': true, Status: 'on hold – Ben' });
    expect(await changed()).toEqual([lead?.id, ...(before as string[])]);
  });
});
