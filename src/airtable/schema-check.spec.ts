import { Logger } from '@nestjs/common';
import { Database } from '../persistence/database';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { AirtableWorkbench, memoryDatabase } from './airtable-workbench';
import { CollectedLog } from './collected-log';
import { AirtableSchema } from './schema-check';

describe(AirtableSchema.name, () => {
  let database: Database;
  let sandbox: Sandbox;
  const log = new CollectedLog();

  beforeAll(async () => {
    database = await memoryDatabase();
    Logger.overrideLogger(log);
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    log.lines.length = 0;
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 1, enforceRateLimit: false });
  });
  afterEach(() => sandbox.close());

  function bench(
    fieldMap: Record<string, string> = {},
    variables: Record<string, string> = {},
  ): AirtableWorkbench {
    return new AirtableWorkbench(database, sandbox.airtable, {
      variables: { AIRTABLE_FIELD_MAP: JSON.stringify(fieldMap), ...variables },
    });
  }

  it('is content with a base that has everything, and looks at it once', async () => {
    const { schema, faults } = bench();
    expect([await schema.ready(), await schema.ready()]).toEqual([true, true]);
    expect(faults).toEqual([]);
    expect(sandbox.airtable.requests).toHaveLength(1);
    expect(schema.columnType('leads', 'Attempts')).toBe('number');
  });

  it('writes under the operator names and reads them back', async () => {
    sandbox.airtable.renameField('Leads', 'Phone', 'Mobile');
    const { schema } = bench({ Phone: 'Mobile' });
    expect(await schema.ready()).toBe(true);
    expect(schema.writable('leads', { Phone: '+1', Status: 'new' })).toEqual({ Mobile: '+1', Status: 'new' });
    expect(schema.readable('leads', { Mobile: '+1', Phone: 'old', Shoes: 43 })).toEqual({
      known: { Phone: '+1' },
      further: { Phone: 'old', Shoes: 43 },
    });
  });

  it('leaves a missing column out of writes, with one warning that names it', async () => {
    sandbox.airtable.removeField('Leads', 'Last Outcome');
    const { schema, apis } = bench();
    expect(await schema.ready()).toBe(true);
    for (let time = 0; time < 3; time++) {
      expect(schema.writable('leads', { Attempts: 1, 'Last Outcome': 'busy' })).toEqual({ Attempts: 1 });
    }
    expect(log.at('warn')).toEqual([expect.stringContaining('Last Outcome')]);
    expect(apis.faults('airtable')).toEqual([]);
  });

  it('reports a mapping to a column that does not exist, with those that do', async () => {
    const { schema, apis } = bench({ Company: 'Firm' });
    expect(await schema.ready()).toBe(true);
    expect(apis.faults('airtable')).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/Company.*Firm.*`Status`/),
        needsOperator: false,
      }),
    ]);
  });

  it('reports a mapping of a column that is none of ours', async () => {
    const work = bench({ Mobile: 'Phone' });
    await work.schema.ready();
    expect(work.faults[0]).toContain('`Mobile`');
  });

  it('is not ready without the indispensable columns, and is once they are there', async () => {
    sandbox.airtable.renameField('Leads', 'Status', 'State of things');
    const { schema, apis, clock } = bench();
    expect(await schema.ready()).toBe(false);
    expect([await schema.ready('leads'), await schema.ready('calls')]).toEqual([false, true]);
    expect(apis.faults('airtable')).toMatchObject([{ needsOperator: true }]);
    sandbox.airtable.renameField('Leads', 'State of things', 'Status');
    clock.advance(121_000);
    expect(await schema.ready()).toBe(true);
    expect(apis.faults('airtable')).toEqual([]);
  });

  it('adds the key column of the call log itself', async () => {
    sandbox.airtable.removeField('Calls', 'CallId');
    const { schema } = bench();
    expect(await schema.ready()).toBe(true);
    const calls = sandbox.airtable.tables.find(({ name }) => name === 'Calls');
    expect(calls?.fields).toContainEqual(expect.objectContaining({ name: 'CallId', type: 'singleLineText' }));
  });

  it('says how to add the key column when the token may not', async () => {
    sandbox.airtable.removeField('Calls', 'CallId');
    sandbox.airtable.scopes.delete('schema.bases:write');
    const work = bench();
    expect(await work.schema.ready()).toBe(false);
    expect(work.faults.join()).toContain('Add a single line text column named `CallId` to table `Calls`');
  });

  it('names the tables that exist when one is missing', async () => {
    const work = bench({}, { AIRTABLE_LEADS_TABLE: 'Prospects' });
    expect(await work.schema.ready()).toBe(false);
    expect(work.faults.join()).toMatch(/`Prospects` \(AIRTABLE_LEADS_TABLE\).*`Leads`.*`Calls`/);
  });

  it('takes every column to be there when the schema cannot be read, until one is refused', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    const { schema, apis } = bench();
    expect(await schema.ready()).toBe(true);
    expect(schema.writable('leads', { Notes: 'x' })).toEqual({ Notes: 'x' });
    expect([schema.dropColumn('leads', 'Notes'), schema.dropColumn('leads', 'Notes')]).toEqual([true, false]);
    expect(schema.writable('leads', { Notes: 'x' })).toEqual({});
    expect(apis.faults('airtable')).toEqual([]);
  });

  it('asks for a refused column when the schema cannot be read, and takes it back once it is there', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    sandbox.airtable.renameField('Leads', 'Status', 'Stage');
    const { schema, clock } = bench();
    await schema.ready();
    schema.dropColumn('leads', 'Status');
    expect(await schema.ready()).toBe(false);
    sandbox.airtable.renameField('Leads', 'Stage', 'Status');
    clock.advance(121_000);
    expect(await schema.ready()).toBe(true);
  });

  it('is not ready before it has seen the base, and stays ready through an outage afterwards', async () => {
    sandbox.airtable.faults.unavailable = true;
    const { schema, clock } = bench();
    expect(await schema.ready()).toBe(false);
    sandbox.airtable.faults.unavailable = false;
    clock.advance(6_000);
    expect(await schema.ready()).toBe(true);
    sandbox.airtable.faults.unavailable = true;
    expect(await schema.ready()).toBe(true);
  });

  it('links a call to its lead where the column is a link', async () => {
    const { schema } = bench();
    await schema.ready();
    const linked = schema.columnType('calls', 'Lead') === 'multipleRecordLinks';
    const id = 'recAAAAAAAAAAAAAA';
    expect(schema.writable('calls', { Lead: id })).toEqual({ Lead: linked ? [id] : id });
    expect(schema.writable('calls', { Lead: 'Jane' })).toEqual(linked ? {} : { Lead: 'Jane' });
  });
});
