import { stringify } from 'csv-stringify/sync';
import { Database } from '../src/persistence/database';
import { ADMIN_TOKEN, allWritten, RunningLaura, startLaura, until } from './support/laura';

const HEADER = ['Name', 'Phone', 'State', 'Consent', 'Consent At', 'Consent Source', 'Product'];

/** People of New York, in all the forms in which people write numbers. */
function people(count: number): string[][] {
  const form = (line: string) => [`(212) 555-${line}`, `+1 212 555 ${line}`, `212.555.${line}`];
  return Array.from({ length: count }, (_, index) => {
    const phone = form(String(100 + index).padStart(4, '0'))[index % 3] ?? '';
    return [`Person ${index}`, phone, 'NY', 'express_written', '2026-01-15', 'Web form', 'Roof, new'];
  });
}

function fileOf(rows: readonly (readonly string[])[], delimiter = ','): string {
  return stringify([HEADER, ...rows] as string[][], { delimiter, bom: true });
}

async function post(
  laura: RunningLaura,
  body: string | Buffer<ArrayBuffer>,
  query = '',
  type = 'text/csv',
): Promise<Response> {
  return await fetch(`${laura.url}/api/leads/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': type, 'x-operator': 'Grace' },
    body,
  });
}

async function get(laura: RunningLaura, path: string): Promise<Response> {
  return await fetch(`${laura.url}${path}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
}

describe('a campaign of imported leads, without Airtable', () => {
  let laura: RunningLaura;
  let database: Database;

  beforeAll(async () => {
    const variables = { LEAD_SOURCE: 'local', AIRTABLE_API_KEY: '', AIRTABLE_BASE_ID: '' };
    laura = await startLaura({ variables: { ...variables, CALLS_PER_SECOND: '20' } });
    database = laura.app.get(Database);
  });

  afterAll(async () => await laura.close());

  it('imports nothing of a file with a fault, and says which row it is', async () => {
    const [first = [], ...others] = people(3);
    const refused = await post(
      laura,
      fileOf([first, ...others, ['Carl', 'n/a', 'NY', 'express', '', '', '']]),
    );
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({
      ...{ status: 422, rows: 4, imported: 0, rejected: 1 },
      errors: [{ row: 5, column: 'Phone', code: 'bad-number' }],
    });
    expect(await database.selectFrom('leads').select('id').execute()).toEqual([]);
  });

  it.each([
    ['JSON', Buffer.from('{}'), 'application/json', 415],
    ['a form', Buffer.from('a=1'), 'application/x-www-form-urlencoded', 415],
    ['what is not in UTF-8', Buffer.from('Phone\nJosé\n', 'latin1'), 'text/csv', 422],
    ['an empty file', Buffer.from(''), 'text/csv', 422],
  ])('refuses %s', async (_what, body, type, status) => {
    expect((await post(laura, body, '', type)).status).toBe(status);
  });

  it('takes a file from operators alone, and text/csv nowhere else', async () => {
    const headers = { 'content-type': 'text/csv' };
    const stranger = await fetch(`${laura.url}/api/leads/import`, {
      method: 'POST',
      headers,
      body: 'Phone\n',
    });
    expect(stranger.status).toBe(401);
    const elsewhere = await fetch(`${laura.url}/vapi-webhook`, { method: 'POST', headers, body: 'Phone\n' });
    expect(elsewhere.status).toBe(415);
  });

  it('takes a file far above the limit of other bodies', async () => {
    const notes = 'x'.repeat(2_000);
    const rows = people(900).map((row) => [...row.slice(0, 6), notes]);
    const answer = await post(laura, fileOf(rows, ';'), '?dryRun=true');
    expect(await answer.json()).toMatchObject({ rows: 900, imported: 900, rejected: 0, dryRun: true });
  });

  it('calls the leads of a file, keeps the outcomes in the database, and asks Airtable for nothing', async () => {
    const file = fileOf(people(30));
    expect(await (await post(laura, file)).json()).toMatchObject({ rows: 30, imported: 30, errors: [] });
    await until(
      'every lead was called or waits for something',
      async () => {
        const waiting = database
          .selectFrom('leads')
          .select('id')
          .where('status', 'in', ['new', 'in progress']);
        return (await waiting.execute()).length === 0 && (await allWritten(laura));
      },
      120_000,
      () => database.selectFrom('leads').select(['status', 'status_reason']).execute(),
    );
    const calls = await database.selectFrom('calls').select(['id', 'lead_id', 'disposition']).execute();
    expect(calls.length).toBeGreaterThanOrEqual(30);
    expect(calls.filter(({ disposition }) => disposition === null)).toEqual([]);
    expect(new Set(calls.map(({ lead_id }) => lead_id)).size).toBe(30);
    expect(laura.sandbox.airtable.requests).toEqual([]);
    expect(await database.selectFrom('outbox').selectAll().execute()).toEqual([]);

    const csv = await (await get(laura, '/api/calls.csv')).text();
    for (const { id } of calls) expect(csv).toContain(id);
    expect(await (await post(laura, file)).json()).toMatchObject({ imported: 0, updated: 0, unchanged: 30 });
  }, 180_000);

  it('takes back its own export without a change', async () => {
    const csv = await (await get(laura, '/api/leads.csv')).text();
    expect(await (await post(laura, csv)).json()).toMatchObject({
      imported: 0,
      updated: 0,
      rejected: 0,
      unchanged: 30,
    });
  });

  it('is ready and says nothing of Airtable; the import is among the commands', async () => {
    const ready = (await (await get(laura, '/health/ready')).json()) as { readonly details: object };
    expect(Object.keys(ready.details)).not.toContain('airtable');
    const { items } = (await (await get(laura, '/api/commands')).json()) as { readonly items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ who: 'Grace', command: 'import' }));
  });
});

describe('leads imported where people work in Airtable', () => {
  let laura: RunningLaura;

  beforeAll(async () => {
    laura = await startLaura();
  });

  afterAll(async () => await laura.close());

  const records = () => laura.sandbox.airtable.records('Leads');

  it('are made there once each, although an answer is lost and the file comes twice', async () => {
    const file = fileOf(people(25));
    laura.sandbox.airtable.faults.lostResponses = 1;
    expect(await (await post(laura, file)).json()).toMatchObject({ imported: 25, rejected: 0 });
    expect(await (await post(laura, file)).json()).toMatchObject({ imported: 0, unchanged: 25 });
    await until('all are in Airtable', () => records().length >= 25, 60_000);
    await until('all are known', async () => {
      const known = await laura.app.get(Database).selectFrom('leads').select('id').execute();
      return known.length === 25;
    });
    expect(await (await post(laura, file)).json()).toMatchObject({ imported: 0, updated: 0, unchanged: 25 });
    await until('all is written', () => allWritten(laura), 120_000);
    expect(laura.sandbox.airtable.faults.lostResponses).toBe(0);
    const phones = records().map(({ fields }) => fields.Phone);
    expect(new Set(phones).size).toBe(25);
    expect(phones).toHaveLength(25);
    expect(records()[0]?.fields).toMatchObject({ Consent: 'express_written', State: 'NY' });
  }, 240_000);
});
