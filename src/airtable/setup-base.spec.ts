import { Database } from '../persistence/database';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { AirtableWorkbench, memoryDatabase } from './airtable-workbench';
import { CALL_COLUMNS, LEAD_COLUMNS } from './columns';
import { setUpBase } from './setup-base';

describe(setUpBase.name, () => {
  let database: Database;
  let sandbox: Sandbox;

  beforeAll(async () => void (database = await memoryDatabase()));
  afterAll(() => database.destroy());
  beforeEach(async () => {
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 0, enforceRateLimit: false });
  });
  afterEach(() => sandbox.close());

  const bench = (variables: Record<string, string> = {}) =>
    new AirtableWorkbench(database, sandbox.airtable, { variables });
  const setUp = async (variables: Record<string, string> = {}, isDryRun = false) => {
    const { gateway, settings } = bench(variables);
    return await setUpBase(gateway, settings, isDryRun);
  };
  const emptyBase = () => ['Leads', 'Calls'].forEach((name) => sandbox.airtable.removeTable(name));
  const fields = (table: string) => sandbox.airtable.tables.find(({ name }) => name === table)?.fields ?? [];
  const writes = () => sandbox.airtable.requests.filter(({ method }) => method !== 'GET');

  it('makes both tables in an empty base, with types and options, so that the service is content', async () => {
    emptyBase();
    const { made, left, conflicts } = await setUp();
    expect([made.map(({ table }) => table), left, conflicts]).toEqual([['Leads', 'Calls'], [], []]);
    expect(fields('Leads').map(({ name }) => name)).toEqual(LEAD_COLUMNS.map(({ name }) => name));
    expect(fields('Calls').map(({ name }) => name)).toEqual(CALL_COLUMNS.map(({ name }) => name));
    const field = (table: string, name: string) => fields(table).find((one) => one.name === name);
    expect(field('Leads', 'Next Attempt At')).toMatchObject({
      type: 'dateTime',
      options: { timeZone: 'utc' },
    });
    expect(field('Leads', 'Consent')?.options?.choices).toMatchObject([
      { name: 'express_written' },
      { name: 'express' },
      { name: 'none' },
    ]);
    expect(field('Calls', 'CostUSD')).toMatchObject({ type: 'number', options: { precision: 4 } });
    const { schema, faults } = bench();
    expect([await schema.ready(), faults]).toEqual([true, []]);
  });

  it('does nothing the second time', async () => {
    emptyBase();
    await setUp();
    const before = writes().length;
    expect(await setUp()).toEqual({ made: [], left: [], conflicts: [] });
    expect(writes()).toHaveLength(before);
  });

  it('makes what is missing and leaves what is there', async () => {
    sandbox.airtable.removeField('Leads', 'Consent At');
    const before = fields('Leads');
    const { made } = await setUp();
    expect(made).toMatchObject([{ table: 'Leads', columns: [{ name: 'Consent At' }] }]);
    expect(fields('Leads').slice(0, -1)).toEqual(before);
    expect(fields('Leads').at(-1)).toMatchObject({ name: 'Consent At', type: 'dateTime' });
    expect(writes()).toHaveLength(1);
  });

  it("heeds the operator's names for tables and columns", async () => {
    emptyBase();
    await setUp({
      AIRTABLE_LEADS_TABLE: 'Prospects',
      AIRTABLE_TABLE_NAME: 'Log',
      AIRTABLE_FIELD_MAP: '{"Phone":"Mobile","CallId":"Key"}',
    });
    const names = (table: string) => fields(table).map(({ name }) => name);
    expect([names('Prospects').includes('Mobile'), names('Prospects').includes('Phone')]).toEqual([
      true,
      false,
    ]);
    expect(names('Log')[0]).toBe('Key');
  });

  it('makes nothing on a dry run, and tells all that it would make', async () => {
    emptyBase();
    const { made, left } = await setUp({}, true);
    expect([made, left.map(({ table }) => table), left[1]?.columns.length]).toEqual([
      [],
      ['Leads', 'Calls'],
      CALL_COLUMNS.length,
    ]);
    expect(writes()).toEqual([]);
  });

  it('says which scope is wanting for making, and what is left to make', async () => {
    sandbox.airtable.scopes.delete('schema.bases:write');
    sandbox.airtable.removeField('Leads', 'Status');
    expect(await setUp()).toMatchObject({
      made: [],
      lacks: 'schema.bases:write',
      left: [{ table: 'Leads', columns: [{ name: 'Status', isIndispensable: true }] }],
    });
  });

  it('tells everything that is needed when it may not see the base', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    const { lacks, left } = await setUp();
    expect([lacks, left.length]).toEqual(['schema.bases:read', 2]);
    expect(writes()).toEqual([]);
  });

  it('takes what somebody else has made meanwhile for made', async () => {
    sandbox.airtable.removeField('Calls', 'CallId');
    const { gateway, settings } = bench();
    const seen = await gateway.describe();
    await bench().schema.ready();
    // It saw the base before the service made the column.
    let isFirst = true;
    const late = Object.create(gateway, {
      describe: { value: async () => (isFirst ? ((isFirst = false), seen) : await gateway.describe()) },
    }) as typeof gateway;
    expect(await setUpBase(late, settings, false)).toMatchObject({ left: [], conflicts: [] });
  });

  it('goes on where it was after an answer was lost', async () => {
    sandbox.airtable.removeTable('Calls');
    sandbox.airtable.removeField('Leads', 'Notes');
    sandbox.airtable.faults.lostResponses = 1;
    await expect(setUp()).rejects.toThrow('create column Notes');
    expect(await setUp()).toMatchObject({ made: [{ table: 'Calls' }], left: [] });
    expect(fields('Leads').filter(({ name }) => name === 'Notes')).toHaveLength(1);
  });
});
