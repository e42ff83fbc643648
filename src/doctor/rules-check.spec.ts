import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aMemoryDatabase } from '../../test/support/database';
import { aPhone, storeLead } from '../../test/support/a-lead';
import { registryOf } from '../compliance/do-not-call-lists/do-not-call-registry';
import { importRegistry } from '../compliance/do-not-call-lists/import-registry';
import { FakeClock } from '../common/fake-clock';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, RulesSettings, ScriptSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { leadsCheck } from './leads-check';
import { rulesChecks } from './rules-check';
import { runChecks } from './run-checks';
import { scriptChecks } from './script-check';

const NOON = new Date('2026-06-10T16:00:00Z');

describe('what the operator supplies', () => {
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    database = await aMemoryDatabase();
    await database.insertInto('campaigns').values({ name: 'default' }).execute();
    folder = await mkdtemp(join(tmpdir(), 'laura-rules-'));
  });
  afterAll(async () => {
    await database.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  async function look(variables: Record<string, string> = {}, now = NOON, isLocal = false) {
    const environment = readEnvironment({ LAURA_MODE: 'sandbox', ...variables });
    const campaign = new CampaignSettings(environment);
    const script = new ScriptSettings(environment);
    const rules = new RulesSettings(environment);
    const reports = await runChecks([
      ...scriptChecks(script, campaign),
      ...rulesChecks(rules, campaign, database, now),
      leadsCheck({ database, clock: new FakeClock(now.toISOString()), campaign, script, rules, isLocal }),
    ]);
    return Object.fromEntries(reports.map((report) => [report.name, report]));
  }

  it('asks for an import where leads are local and there are none', async () => {
    expect((await look()).leads?.findings).toEqual([]);
    const { leads } = await look({}, NOON, true);
    expect(leads).toMatchObject({
      status: 'warn',
      findings: [{ remedy: expect.stringContaining('laura leads import') as string }],
    });
  });

  it('is content with the built-in script and a voice that VAPI has', async () => {
    expect(await look()).toMatchObject({ voice: { status: 'ok' }, script: { status: 'ok' } });
  });

  it('names AGENT_VOICE and AGENT_MODEL when there is no such thing', async () => {
    const { voice } = await look({ AGENT_VOICE: 'nobody:Anna', AGENT_MODEL: 'nobody:gpt' });
    expect(voice?.findings.map(({ remedy }) => remedy.slice(0, 15))).toEqual([
      'Set AGENT_VOICE',
      'Set AGENT_MODEL',
    ]);
  });

  it('names the template that does not say what it must', async () => {
    const { script } = await look({ FIRST_MESSAGE_TEMPLATE: 'Hello there!' });
    expect(script).toMatchObject({ status: 'fail' });
    expect(script?.findings[0]?.what).toContain('FIRST_MESSAGE_TEMPLATE');
    expect(script?.findings[0]?.remedy).toContain('FIRST_MESSAGE_TEMPLATE');
  });

  it('names every fault of the compliance file, and judges nothing by it', async () => {
    const file = join(folder, 'compliance.json');
    await writeFile(file, '{"registrations":[{"jurisdiction":"US-FL"}]}');
    const reports = await look({ COMPLIANCE_FILE: file });
    expect(reports['compliance-file']?.findings).toMatchObject([
      {
        what: expect.stringContaining('attestedBy') as string,
        remedy: expect.stringContaining('COMPLIANCE_FILE') as string,
      },
    ]);
    expect([reports.registrations?.status, reports.leads?.status]).toEqual(['skip', 'skip']);
  });

  it('names the jurisdictions without a registration, and how one is attested', async () => {
    const { registrations } = await look();
    expect(registrations).toMatchObject({ status: 'warn' });
    expect(registrations?.findings[0]?.what).toContain('US-FL');
    expect(registrations?.findings[0]?.remedy).toContain('"attestedBy"');
    const attested = await look({ COMPLIANCE_FILE: resolve('test', 'support', 'compliance.json') });
    expect(attested.registrations).toMatchObject({ status: 'ok' });
    expect((await look({ CALL_PURPOSE: 'informational' })).registrations).toMatchObject({ status: 'skip' });
  });

  it('says which do-not-call lists are missing or too old, and how to import them', async () => {
    const before = (await look())['do-not-call-lists'];
    expect(before?.findings[0]?.what).toMatch(/Not imported: us-national, /);
    expect(before?.findings[0]?.remedy).toContain('dnc import');
    const file = join(folder, 'list.txt');
    await writeFile(file, '212,5550101\n');
    const registry = registryOf('us-national');
    if (!registry) throw new Error('There is no such registry');
    await importRegistry(
      { database, now: () => new Date('2026-01-02T12:00:00Z'), holder: 'the test' },
      { registry, file, versionDate: '2026-01-01', coverage: 'whole', acceptSmaller: false },
    );
    const after = (await look())['do-not-call-lists'];
    const aged = after?.findings.find(({ what }) => what.startsWith('us-national'));
    expect(aged?.what).toContain('calls are refused');
    expect(aged?.remedy).toContain('--list us-national');
  });

  it('counts who may be called now and by which rules the others may not, recording nothing', async () => {
    expect((await look()).leads).toMatchObject({
      status: 'ok',
      said: 'None waits for a call in the database',
    });
    await storeLead(database, { consent: 'none', phone: aPhone() });
    const none = (await look()).leads;
    expect(none).toMatchObject({ status: 'warn' });
    expect(none?.findings[0]?.what).toMatch(/None of 1 leads .* 1 /);
    expect(none?.findings[0]?.remedy).toContain('/eligibility');
    await storeLead(database, { phone: aPhone(), state: 'NY' });
    const attested = { COMPLIANCE_FILE: resolve('test', 'support', 'compliance.json') };
    expect((await look(attested)).leads?.said).toMatch(/ of 2 that wait may be called now; /);
    expect(await database.selectFrom('decisions').select('id').execute()).toEqual([]);
  });
});
