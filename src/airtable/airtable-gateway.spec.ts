import { Database } from '../persistence/database';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { RecordsGoneError, UnknownFieldError } from './airtable-errors';
import { AirtableGateway } from './airtable-gateway';
import { AirtableRecord } from './airtable-record';
import { AirtableWorkbench, memoryDatabase } from './airtable-workbench';

describe(AirtableGateway.name, () => {
  let database: Database;
  let sandbox: Sandbox;
  let work: AirtableWorkbench;
  let gateway: AirtableGateway;

  beforeAll(async () => {
    database = await memoryDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 0, enforceRateLimit: false });
    work = new AirtableWorkbench(database, sandbox.airtable);
    gateway = work.gateway;
  });
  afterEach(() => sandbox.close());

  function add(count: number): string[] {
    return Array.from(
      { length: count },
      (_, index) => sandbox.airtable.add('Leads', { Name: `Lead ${index}` }).id,
    );
  }

  async function all(pages: AsyncIterable<AirtableRecord[]>): Promise<AirtableRecord[]> {
    const records: AirtableRecord[] = [];
    for await (const page of pages) records.push(...page);
    return records;
  }

  it('lists every record over several pages', async () => {
    const ids = add(205);
    const pages: number[] = [];
    for await (const page of gateway.list('Leads')) pages.push(page.length);
    expect(pages).toEqual([100, 100, 5]);
    expect(new Set((await all(gateway.list('Leads'))).map(({ id }) => id))).toEqual(new Set(ids));
  });

  it('begins again when Airtable has forgotten where it was, and misses nothing', async () => {
    const ids = add(150);
    sandbox.airtable.faults.iteratorExpired = 1;
    const listed = (await all(gateway.list('Leads'))).map(({ id }) => id);
    expect(new Set(listed)).toEqual(new Set(ids));
    expect(listed).toHaveLength(250);
  });

  it('gives up on a listing that never gets to its end', async () => {
    add(150);
    sandbox.airtable.faults.iteratorExpired = true;
    await expect(all(gateway.list('Leads'))).rejects.toMatchObject({
      detail: { type: 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE' },
    });
  });

  it('asks for some records and columns only', async () => {
    add(3);
    sandbox.airtable.add('Leads', { Name: 'Wanted', Company: 'Acme', Notes: 'secret' });
    const records = await all(gateway.list('Leads', { formula: `{Company}='Acme'`, fields: ['Name'] }));
    expect(records).toEqual([
      { id: expect.any(String), createdAt: expect.any(Date), fields: { Name: 'Wanted' } },
    ]);
  });

  it('asks in a body what is too long for an address', async () => {
    sandbox.airtable.add('Leads', { Name: 'Jane' });
    const formula = `OR({Name}='Jane',${Array.from({ length: 900 }, (_, index) => `{Name}='Nobody ${index}'`).join(',')})`;
    expect(await all(gateway.list('Leads', { formula }))).toHaveLength(1);
    expect(sandbox.airtable.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: expect.stringContaining('listRecords'),
    });
  });

  it('gets records by id, more than fit in one request', async () => {
    const ids = add(130);
    add(5);
    const found = await gateway.get('Leads', [...ids, 'recAAAAAAAAAAAAAA']);
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(ids));
  });

  it('lets no formula in through an id', async () => {
    await expect(gateway.get('Leads', ["rec'),TRUE(),('"])).rejects.toThrow('not an Airtable record id');
    expect(sandbox.airtable.requests).toHaveLength(0);
  });

  it('updates any number of rows, ten to a request, and returns them as they stand', async () => {
    const ids = add(23);
    const records = await gateway.update(
      'Leads',
      ids.map((id, index) => ({ id, fields: { Attempts: index } })),
    );
    expect(records.map(({ id, fields }) => [id, fields.Attempts])).toEqual(
      ids.map((id, index) => [id, index]),
    );
    expect(records[0]?.fields.Name).toBe('Lead 0');
    expect(sandbox.airtable.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH']);
  });

  it('makes a choice that the column does not have yet', async () => {
    const [id = ''] = add(1);
    const [record] = await gateway.update('Leads', [{ id, fields: { Status: 'a new word' } }]);
    expect(record?.fields.Status).toBe('a new word');
  });

  it('says which records are gone, writes none of the others and blames no token', async () => {
    const [gone = '', kept = ''] = add(2);
    sandbox.airtable.remove('Leads', gone);
    const rows = [gone, kept].map((id) => ({ id, fields: { Attempts: 7 } }));
    const thrown: unknown = await gateway.update('Leads', rows).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RecordsGoneError);
    expect((thrown as RecordsGoneError).ids).toEqual([gone]);
    expect(sandbox.airtable.records('Leads')[0]?.fields.Attempts).not.toBe(7);
    expect(work.faults).toEqual([]);
  });

  it('does not take a token that may not write for deleted records', async () => {
    const ids = add(2);
    sandbox.airtable.scopes.delete('data.records:write');
    const thrown: unknown = await gateway
      .update(
        'Leads',
        ids.map((id) => ({ id, fields: {} })),
      )
      .catch((error: unknown) => error);
    expect(thrown).not.toBeInstanceOf(RecordsGoneError);
    expect(thrown).toMatchObject({ needsOperator: true });
    expect(work.faults[0]).toContain('data.records:write');
  });

  it('makes one row of a key, however often and with whatever lost answers it is upserted', async () => {
    sandbox.airtable.faults.lostResponses = 1;
    const row = { fields: { CallId: 'call-1', CallStatus: 'completed' } };
    await gateway.upsert('Calls', 'CallId', [row]);
    await gateway.upsert('Calls', 'CallId', [{ fields: { CallId: 'call-1', Duration: 12 } }]);
    const rows = sandbox.airtable.records('Calls');
    expect(rows.map(({ fields }) => fields)).toEqual([
      expect.objectContaining({ ...row.fields, Duration: 12 }),
    ]);
  });

  it('upserts more rows than fit in one request', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({ fields: { CallId: `call-${index}` } }));
    expect(await gateway.upsert('Calls', 'CallId', rows)).toHaveLength(12);
    expect(sandbox.airtable.records('Calls')).toHaveLength(12);
  });

  it('names a column that the table lacks', async () => {
    const [id = ''] = add(1);
    const thrown: unknown = await gateway
      .update('Leads', [{ id, fields: { Nonsense: 1 } }])
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UnknownFieldError);
    expect((thrown as UnknownFieldError).field).toBe('Nonsense');
  });

  it('describes the base and adds a column to a table', async () => {
    const leads = (await gateway.describe())?.find(({ name }) => name === 'Leads');
    await gateway.createField(leads?.id ?? '', 'Tries', 'number', { precision: 0 });
    const after = (await gateway.describe())?.find(({ name }) => name === 'Leads');
    expect(after?.fields).toContainEqual({ name: 'Tries', type: 'number' });
  });

  it('describes nothing, and complains of nothing, without the scope for it', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    expect(await gateway.describe()).toBeUndefined();
    expect(work.faults).toEqual([]);
  });
});
