import { IncomingMessage } from 'node:http';
import { aMemoryDatabase } from '../../test/support/database';
import { AirtableWorkbench, ScriptedServer } from '../airtable/airtable-workbench';
import { CALL_COLUMNS, LEAD_COLUMNS } from '../airtable/columns';
import { Database } from '../persistence/database';
import { AirtableLeadSource } from './airtable-lead-source';
import { SourceLead } from './lead-source';

const ID = 'rec00000000000001';

describe('AirtableLeadSource', () => {
  let database: Database;
  let server: ScriptedServer;
  let source: AirtableLeadSource;
  let cells: Record<string, unknown> = {};
  const requests: { method: string; url: URL; body: string }[] = [];

  beforeAll(async () => {
    database = await aMemoryDatabase();
    server = await ScriptedServer.listen((request, response) => {
      void answer(request).then((body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      });
    });
    const bench = new AirtableWorkbench(database, server);
    source = new AirtableLeadSource(bench.gateway, bench.schema);
  });

  afterAll(async () => {
    await server.close();
    await database.destroy();
  });

  async function answer(request: IncomingMessage): Promise<object> {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname.includes('/meta/')) {
      const fields = (columns: typeof LEAD_COLUMNS | typeof CALL_COLUMNS) =>
        columns.map(({ name, type }) => ({ id: `fld${name}`, name, type }));
      const tables = [
        { id: 'tbl1', name: 'Leads', fields: fields(LEAD_COLUMNS) },
        { id: 'tbl2', name: 'Calls', fields: fields(CALL_COLUMNS) },
      ];
      return { tables };
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push({ method: request.method ?? '', url, body });
    return { records: [{ id: ID, createdTime: '2026-01-01T00:00:00.000Z', fields: cells }] };
  }

  async function read(fields: Record<string, unknown>): Promise<SourceLead> {
    cells = fields;
    const [lead] = await source.refresh([ID]);
    if (!lead) throw new Error('No lead was read');
    return lead;
  }

  it('reads a full record, and hands further columns on to the templates', async () => {
    const lead = await read({
      ...{ Name: ' Ada ', Phone: '(212) 555-0123', Status: 'Retry', Attempts: 2, Consent: 'express' },
      ...{ 'Callback At': '2026-06-11T16:00:00.000Z', 'Consent At': '2026-01-02', 'Do Not Call': true },
      ...{ Product: 'Roof', 'Lead Score': 7 },
    });
    expect(lead).toMatchObject({
      ...{
        sourceId: ID,
        name: 'Ada',
        phone: '(212) 555-0123',
        status: 'Retry',
        attempts: 2,
        consent: 'express',
      },
      ...{ callbackAt: new Date('2026-06-11T16:00:00Z'), consentAt: new Date('2026-01-02'), doNotCall: true },
      fields: { Product: 'Roof', 'Lead Score': 7 },
    });
  });

  it('reads an empty record as a lead without consent and without any number', async () => {
    expect(await read({})).toMatchObject({
      ...{ status: '', phone: '', consent: '', doNotCall: false, attempts: 0 },
      ...{ callbackAt: undefined, consentExpiresAt: undefined, name: undefined },
    });
  });

  it.each([
    [undefined, false],
    [false, false],
    ['', false],
    [' No ', false],
    [0, false],
    [[], false],
    [true, true],
    ['yes', true],
    ['maybe', true],
    [1, true],
    [[true], true],
    [['x'], true],
    [{ error: '#ERROR!' }, true],
  ])('takes %p in `Do Not Call` for %p', async (cell, doNotCall) => {
    expect((await read({ 'Do Not Call': cell })).doNotCall).toBe(doNotCall);
  });

  it('reads the single value of a lookup, and joins several', async () => {
    const lead = await read({
      ...{ Phone: ['+12125550123'], Company: ['Acme', null, 'Bolt'], Timezone: [null] },
      ...{ 'Consent At': ['2026-01-02T00:00:00.000Z'], 'Next Attempt At': ['2026-01-02', '2026-01-03'] },
    });
    expect(lead).toMatchObject({ phone: '+12125550123', company: 'Acme, Bolt', timezone: undefined });
    expect([lead.consentAt, lead.nextAttemptAt]).toEqual([new Date('2026-01-02'), undefined]);
  });

  it.each(['next June', '31/12/2026', ['2026-01-02', '2027-01-02']])(
    'takes a consent for expired whose expiry %p can not be read',
    async (cell) => {
      expect((await read({ 'Consent Expires At': cell })).consentExpiresAt).toEqual(new Date(0));
    },
  );

  it.each([['three'], [-2], [2.9], [{ specialValue: 'NaN' }]])(
    'makes a whole number of %p attempts',
    async (cell) => {
      expect((await read({ Attempts: cell })).attempts).toBe(cell === 2.9 ? 2 : 0);
    },
  );

  it("asks for changes by Airtable's own clock, and for everything without a formula", async () => {
    requests.length = 0;
    for (const window of [90_500, undefined]) {
      for await (const page of source.read(window)) expect(page).toHaveLength(1);
    }
    const formulas = requests.map(({ url }) => url.searchParams.get('filterByFormula'));
    expect(formulas).toEqual(["IS_AFTER(LAST_MODIFIED_TIME(), DATEADD(NOW(), -91, 'seconds'))", null]);
  });

  it('sets the status and nothing else, and answers with the record as it then stands', async () => {
    requests.length = 0;
    cells = { Status: 'in progress', 'Do Not Call': true };
    const [marked] = await source.markInProgress([ID]);
    expect(marked).toMatchObject({ status: 'in progress', doNotCall: true });
    const [request] = requests;
    expect(request?.method).toBe('PATCH');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      records: [{ id: ID, fields: { Status: 'in progress' } }],
    });
  });

  it('is ready when both tables have what they must', async () => {
    expect(await source.ready()).toBe(true);
  });
});
