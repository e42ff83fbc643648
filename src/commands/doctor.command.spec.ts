import { Logger } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, liveVariables } from '../../test/support/laura';
import { readEnvironment } from '../config/read-environment';
import { CheckReport } from '../doctor/check';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { airtableCommand } from './airtable.command';
import { doctorCommand } from './doctor.command';

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  Logger.overrideLogger(false);
  folder = await mkdtemp(join(tmpdir(), 'laura-doctor-spec-'));
  sandbox = await startSandbox({ clock: { now: () => new Date(), speed: 1 }, leads: 0 });
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

async function run([name, ...args]: readonly string[], variables: Record<string, string>) {
  const outcome = { status: -1, printed: '', errors: '' };
  const context = {
    readEnvironment: () => readEnvironment({ DATA_DIR: folder, ...variables }),
    now: () => new Date(),
    print: (text: string) => void (outcome.printed += text),
    printError: (text: string) => void (outcome.errors += text),
    exitWith: (status: number) => void (outcome.status = status),
  };
  const command = name === 'doctor' ? doctorCommand(context) : airtableCommand(context);
  await command.parseAsync(args, { from: 'user' });
  return outcome;
}

const live = async () => liveVariables(sandbox, await freePort());

describe('doctor', () => {
  it('tells every fault of the configuration with what to set, and ends with status 78', async () => {
    const secret = 'tooshort-secret';
    const { status, printed } = await run(['doctor'], { LAURA_MODE: 'live', WEBHOOK_SECRET: secret });
    expect(status).toBe(78);
    expect(printed).toContain('-> Set WEBHOOK_SECRET to 16 characters or more.');
    expect(printed).toContain('-> Set VAPI_API_TOKEN to ');
    expect(printed).toContain('9 faults, 0 warnings.');
    expect(printed).not.toContain(secret);
  });

  it('asks for an import, and for nothing of Airtable, where leads are local', async () => {
    const variables = { ...(await live()), LEAD_SOURCE: 'local', AIRTABLE_API_KEY: '', AIRTABLE_BASE_ID: '' };
    const { printed } = await run(['doctor', '--json'], variables);
    const { checks } = JSON.parse(printed) as { checks: CheckReport[] };
    expect(checks.filter(({ name }) => name.startsWith('airtable'))).toEqual([]);
    expect(checks.find(({ name }) => name === 'configuration')?.status).toBe('ok');
    expect((await run(['airtable', 'setup'], variables)).status).toBe(0);
  });

  it('finds no fault in the sandbox, and leaves nothing behind', async () => {
    const { status, printed } = await run(['doctor', '--json'], { PORT: '1' });
    const { ok, checks } = JSON.parse(printed) as { ok: boolean; checks: CheckReport[] };
    expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
    expect([status, ok, checks.find(({ name }) => name === 'mode')?.said]).toEqual([
      0,
      true,
      expect.stringContaining('sandbox'),
    ]);
    expect(existsSync(join(folder, 'sandbox'))).toBe(false);
  });

  it('ends with status 1 for a fault, in the order in which to mend, and prints no secret', async () => {
    const wrong = { VAPI_API_TOKEN: 'a-wrong-token', AGENT_VOICE: 'nobody:Anna' };
    const variables: Record<string, string> = { ...(await live()), ...wrong };
    const { status, printed } = await run(['doctor'], variables);
    expect(status).toBe(1);
    expect(printed.split('\n').filter((line) => /^fail/.test(line))).toEqual([
      expect.stringContaining('voice'),
      expect.stringContaining('vapi-token'),
    ]);
    const secrets = ['AIRTABLE_API_KEY', 'VAPI_API_TOKEN', 'WEBHOOK_SECRET', 'ADMIN_TOKEN'] as const;
    for (const name of secrets) expect(printed).not.toContain(variables[name]);
  });
});

describe('airtable setup', () => {
  it('has nothing to do in the sandbox', async () => {
    expect(await run(['airtable', 'setup'], {})).toMatchObject({ status: 0, errors: '' });
  });

  it('names the scope that the token lacks, and lists what to make by hand', async () => {
    sandbox.airtable.scopes.delete('schema.bases:write');
    sandbox.airtable.removeField('Leads', 'Consent');
    const { status, printed } = await run(['airtable', 'setup'], await live());
    expect(status).toBe(1);
    expect(printed).toContain('add the scope schema.bases:write');
    expect(printed).toContain('  Consent: Single select (express_written, express, none)');
  });

  it('shows on a dry run what it would make, then makes it, then has nothing to do', async () => {
    sandbox.airtable.scopes.add('schema.bases:write');
    const variables = await live();
    expect((await run(['airtable', 'setup', '--dry-run'], variables)).printed).toMatch(
      /^Would be made\.\n.*\n {2}Consent: /,
    );
    expect(await run(['airtable', 'setup'], variables)).toMatchObject({
      status: 0,
      printed: expect.stringMatching(/^Made\.\n.*\n {2}Consent: /) as string,
    });
    expect(await run(['airtable', 'setup', '--json'], variables)).toMatchObject({
      status: 0,
      printed: JSON.stringify({ made: [], left: [], conflicts: [] }),
    });
  });

  it('ends with status 69 when Airtable does not know the token, and says where to get one', async () => {
    const { status, errors } = await run(['airtable', 'setup'], {
      ...(await live()),
      AIRTABLE_API_KEY: 'patWrong',
    });
    expect(status).toBe(69);
    expect(errors).toMatch(/AIRTABLE_API_KEY.*airtable\.com\/create\/tokens/);
    expect(errors).not.toContain('patWrong');
  });
});
