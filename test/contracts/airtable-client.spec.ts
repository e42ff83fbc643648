import Airtable from 'airtable';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { runningClock } from './running-clock';

/** What the client throws: a plain object with these, not an Error. */
interface Refusal {
  error: string;
  message: string;
  statusCode: number | null;
}

async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  return await attempt.then(
    () => {
      throw new Error('Was not refused');
    },
    (refusal: Refusal) => refusal,
  );
}

describe('the airtable package against the simulated Airtable', () => {
  let sandbox: Sandbox;
  let base: Airtable.Base;

  const client = (apiKey: string): Airtable =>
    new Airtable({
      apiKey,
      endpointUrl: sandbox.airtable.url,
      noRetryIfRateLimited: true,
      requestTimeout: 5000,
    });

  beforeEach(async () => {
    sandbox = await startSandbox({
      clock: runningClock('2026-11-23T15:00:00Z'),
      leads: 200,
      enforceRateLimit: false,
    });
    base = client(sandbox.airtable.apiKey).base(sandbox.airtable.baseId);
  });
  afterEach(() => sandbox.close());

  it('lists all records over several pages', async () => {
    const pages: number[] = [];
    const names: unknown[] = [];
    await base('Leads')
      .select({ pageSize: 60, fields: ['Name', 'Phone'] })
      .eachPage((records, next) => {
        pages.push(records.length);
        names.push(...records.map((record) => record.get('Name')));
        next();
      });
    expect(pages).toEqual([60, 60, 60, 20]);
    expect(names).toEqual(sandbox.airtable.records('Leads').map(({ fields }) => fields.Name));
    expect(sandbox.airtable.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  });

  it('filters by formula, sorts, and goes over to POST for a long one', async () => {
    const short = await base('Leads')
      .select({
        filterByFormula: "AND({Consent}='none', NOT({Do Not Call}))",
        sort: [{ field: 'Name', direction: 'desc' }],
      })
      .all();
    const names = short.map((record) => String(record.get('Name')));
    expect(names).toHaveLength(6);
    expect(names).toEqual(names.toSorted().toReversed());
    const ids = sandbox.airtable.records('Leads').map(({ id }) => id);
    const formula = `OR(${[...ids, ...ids, ...ids].map((id) => `RECORD_ID()='${id}'`).join(',')})`;
    expect(await base('Leads').select({ filterByFormula: formula }).all()).toHaveLength(200);
    expect(
      sandbox.airtable.requests.some(
        ({ method, path }) => method === 'POST' && path.includes('/listRecords'),
      ),
    ).toBe(true);
  });

  it('creates, reads, updates, replaces and deletes records', async () => {
    const [created] = await base('Calls').create([{ fields: { CallId: 'c1', Attempt: 1, OptOut: true } }]);
    const id = created?.id ?? '';
    expect(id).toMatch(/^rec[A-Za-z0-9]{14}$/);
    expect((await base('Calls').find(id)).fields).toEqual({ CallId: 'c1', Attempt: 1, OptOut: true });
    await base('Calls').update([{ id, fields: { OptOut: false, Campaign: 'autumn' } }]);
    expect((await base('Calls').find(id)).fields).toEqual({ CallId: 'c1', Attempt: 1, Campaign: 'autumn' });
    await base('Calls').replace(id, { CallId: 'c2' });
    expect(sandbox.airtable.records('Calls')[0]?.fields).toEqual({ CallId: 'c2' });
    expect((await base('Calls').destroy([id]))[0]?.id).toBe(id);
    expect(sandbox.airtable.records('Calls')).toEqual([]);
  });

  it('upserts: creates once, updates after that', async () => {
    const upsert = async (fields: Record<string, unknown>): Promise<unknown> => {
      const performUpsert = { fieldsToMergeOn: ['CallId'] };
      const { body } = await base.makeRequest({
        method: 'PATCH',
        path: '/Calls',
        body: { performUpsert, records: [{ fields }] },
      });
      return body;
    };
    expect(await upsert({ CallId: 'c1', Attempt: 1 })).toMatchObject({
      createdRecords: [expect.any(String)],
      updatedRecords: [],
    });
    expect(await upsert({ CallId: 'c1', Attempt: 2 })).toMatchObject({
      createdRecords: [],
      updatedRecords: [expect.any(String)],
    });
    expect(sandbox.airtable.records('Calls').map(({ fields }) => fields.Attempt)).toEqual([2]);
  });

  it('refuses to merge on a date with time, and where two records match', async () => {
    const upsert = (field: string, fields: Record<string, unknown>): Promise<unknown> =>
      base.makeRequest({
        method: 'PATCH',
        path: '/Calls',
        body: { performUpsert: { fieldsToMergeOn: [field] }, records: [{ fields }] },
      });
    const byTime = await refusalOf(upsert('Timestamp', { Timestamp: '2026-11-23T15:00:00Z' }));
    expect(byTime.statusCode).toBe(422);
    await base('Calls').create([{ fields: { CallId: 'twice' } }, { fields: { CallId: 'twice' } }]);
    expect((await refusalOf(upsert('CallId', { CallId: 'twice', Attempt: 5 }))).statusCode).toBe(422);
    expect(sandbox.airtable.records('Calls').some(({ fields }) => fields.Attempt === 5)).toBe(false);
  });

  it('applies a batch wholly or not at all', async () => {
    const batch = base('Calls').create([
      { fields: { CallId: 'good' } },
      { fields: { CallId: 'bad', Attempt: 'one' } },
    ]);
    expect(await refusalOf(batch)).toMatchObject({ error: 'INVALID_VALUE_FOR_COLUMN', statusCode: 422 });
    expect(sandbox.airtable.records('Calls')).toEqual([]);
  });

  it.each([
    ['an unknown column', { Nothing: 1 }, 'UNKNOWN_FIELD_NAME'],
    ['an unknown choice', { CallStatus: 'dreamt' }, 'INVALID_MULTIPLE_CHOICE_OPTIONS'],
    ['a link to nowhere', { Lead: ['recXXXXXXXXXXXXXX'] }, 'ROW_DOES_NOT_EXIST'],
  ])('refuses %s', async (_what, fields, error) => {
    expect(await refusalOf(base('Calls').create([{ fields }]))).toMatchObject({ error, statusCode: 422 });
  });

  it('adds a missing choice with typecast', async () => {
    await base('Calls').create([{ fields: { CallStatus: 'dreamt' } }], { typecast: true });
    await base('Calls').create([{ fields: { CallStatus: 'dreamt' } }]);
    expect(sandbox.airtable.records('Calls')).toHaveLength(2);
  });

  it('answers wrong tokens, tables, records and too many records as Airtable does', async () => {
    const stranger = client('patWrong').base(sandbox.airtable.baseId);
    expect((await refusalOf(stranger('Leads').select().all())).statusCode).toBe(401);
    expect((await refusalOf(base('Nowhere').select().all())).statusCode).toBe(403);
    expect((await refusalOf(base('Leads').find('recXXXXXXXXXXXXXX'))).statusCode).toBe(404);
    const eleven = Array.from({ length: 11 }, () => ({ fields: {} }));
    expect(await refusalOf(base('Calls').create(eleven))).toMatchObject({
      error: 'INVALID_RECORDS',
      statusCode: 422,
    });
  });
});
