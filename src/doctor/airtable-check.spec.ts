import { Logger } from '@nestjs/common';
import { AirtableWorkbench, memoryDatabase } from '../airtable/airtable-workbench';
import { Database } from '../persistence/database';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { AirtableCheck } from './airtable-check';
import { runChecks } from './run-checks';

const REAL_NOW = () => new Date();

describe(AirtableCheck.name, () => {
  let database: Database;
  let sandbox: Sandbox;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await memoryDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 1, enforceRateLimit: false });
  });
  afterEach(() => sandbox.close());

  async function look(variables: Record<string, string> = {}, realNow = REAL_NOW) {
    const bench = new AirtableWorkbench(database, sandbox.airtable, { variables });
    const reports = await runChecks(new AirtableCheck(bench.settings, bench, realNow).checks);
    return Object.fromEntries(reports.map((report) => [report.name, report]));
  }

  const states = (reports: Awaited<ReturnType<typeof look>>) =>
    Object.fromEntries(Object.entries(reports).map(([name, { status }]) => [name, status]));

  it('is content with a base that has everything, and writes nothing', async () => {
    const before = JSON.stringify([sandbox.airtable.tables, sandbox.airtable.records('Leads')]);
    expect(states(await look())).toEqual({
      'airtable-token': 'ok',
      clock: 'ok',
      'airtable-base': 'ok',
      'airtable-columns': 'ok',
      'airtable-scopes': 'ok',
    });
    expect(JSON.stringify([sandbox.airtable.tables, sandbox.airtable.records('Leads')])).toBe(before);
  });

  it('says where to get a token when Airtable does not know it, and looks no further', async () => {
    const reports = await look({ AIRTABLE_API_KEY: 'patWrong.secretpart' });
    expect(states(reports)).toEqual({
      'airtable-token': 'fail',
      clock: 'skip',
      'airtable-base': 'skip',
      'airtable-columns': 'skip',
      'airtable-scopes': 'skip',
    });
    const [finding] = reports['airtable-token']?.findings ?? [];
    expect(finding?.remedy).toMatch(/AIRTABLE_API_KEY.*airtable\.com\/create\/tokens/);
    expect(JSON.stringify(reports)).not.toContain('secretpart');
  });

  it('says what to open when Airtable cannot be reached', async () => {
    const reports = await look({ AIRTABLE_ENDPOINT_URL: 'http://127.0.0.1:1' });
    const [finding] = reports['airtable-token']?.findings ?? [];
    expect(finding).toMatchObject({
      severity: 'fail',
      what: expect.stringContaining('127.0.0.1:1') as string,
    });
    expect(finding?.remedy).toContain('AIRTABLE_ENDPOINT_URL');
  });

  it('says to wait when Airtable is in trouble', async () => {
    sandbox.airtable.faults.unavailable = true;
    expect((await look())['airtable-token']?.findings).toMatchObject([
      {
        what: expect.stringContaining('503') as string,
        remedy: expect.stringContaining('again in a minute') as string,
      },
    ]);
  });

  it('says how to find the base id when the token has no way into the base', async () => {
    const [finding] =
      (await look({ AIRTABLE_BASE_ID: 'appElsewhere00001' }))['airtable-base']?.findings ?? [];
    expect(finding).toMatchObject({ severity: 'fail' });
    expect(finding?.remedy).toMatch(/AIRTABLE_BASE_ID.*data\.records:read/);
  });

  it('goes on without the scope for the schema, and names it', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    const reports = await look();
    expect(states(reports)).toMatchObject({
      'airtable-base': 'warn',
      'airtable-columns': 'ok',
      'airtable-scopes': 'ok',
    });
    expect(reports['airtable-base']?.findings[0]?.remedy).toContain('schema.bases:read');
  });

  it('names `airtable setup` for a missing table', async () => {
    sandbox.airtable.removeTable('Calls');
    expect((await look())['airtable-columns']?.findings).toMatchObject([
      {
        severity: 'fail',
        what: 'The base has no table `Calls`',
        remedy: expect.stringMatching(/airtable setup.*schema\.bases:write.*AIRTABLE_TABLE_NAME/) as string,
      },
    ]);
  });

  it.each([
    ['Status', 'fail'],
    ['Notes', 'warn'],
  ])('names `airtable setup` for the missing column %s (%s)', async (column, severity) => {
    sandbox.airtable.removeField('Leads', column);
    const [finding] = (await look())['airtable-columns']?.findings ?? [];
    expect(finding).toMatchObject({ severity, what: expect.stringContaining(`\`${column}\``) as string });
    expect(finding?.remedy).toMatch(/airtable setup.*AIRTABLE_FIELD_MAP/);
  });

  it('says which type a column must get', async () => {
    sandbox.airtable.renameField('Leads', 'Phone', 'Old phone');
    sandbox.airtable.renameField('Leads', 'Attempts', 'Phone');
    const findings = (await look())['airtable-columns']?.findings ?? [];
    const phone = findings.find(({ what }) => what.includes('`Phone`'));
    expect(phone).toMatchObject({ severity: 'fail' });
    expect(phone?.remedy).toContain('Change its type to Phone number');
  });

  it('says to come back when Airtable has too many requests already', async () => {
    const bench = new AirtableWorkbench(database, sandbox.airtable, { penaltyMs: 60_000 });
    sandbox.airtable.faults.rateLimited = 2;
    const check = new AirtableCheck(bench.settings, bench, REAL_NOW).checks.filter(
      ({ name }) => name === 'airtable-base',
    );
    const [report] = await runChecks(check.map(({ name, look }) => ({ name, look })));
    expect(report).toMatchObject({
      status: 'warn',
      findings: [{ remedy: expect.stringContaining('again') as string }],
    });
    await database.deleteFrom('rate_limits').execute();
  });

  it('asks once only beside a service whose pace it cannot share', async () => {
    const bench = new AirtableWorkbench(database, sandbox.airtable);
    const reports = await runChecks(new AirtableCheck(bench.settings, bench, REAL_NOW, true).checks);
    expect(reports.at(-1)).toMatchObject({
      status: 'skip',
      said: expect.stringContaining('/health/ready') as string,
    });
    expect(sandbox.airtable.requests.filter(({ path }) => !path.includes('whoami'))).toHaveLength(1);
  });

  it.each(['read', 'write'])('names the scope data.records:%s when the token lacks it', async (right) => {
    sandbox.airtable.scopes.delete(`data.records:${right}`);
    const report = (await look())['airtable-scopes'];
    expect(report?.findings.map(({ remedy }) => remedy.includes(`data.records:${right}`))).toEqual([
      true,
      true,
    ]);
    expect(report?.status).toBe('fail');
  });

  it.each([
    [3_600_000, 'fail', 'ahead'],
    [-20_000, 'warn', 'behind'],
  ])('says to synchronise a clock that is %s ms off', async (offMs, severity, way) => {
    const [finding] = (await look({}, () => new Date(Date.now() + offMs))).clock?.findings ?? [];
    expect(finding).toMatchObject({ severity, what: expect.stringContaining(way) as string });
    expect(finding?.remedy).toContain('NTP');
  });
});
