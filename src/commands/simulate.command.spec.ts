import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeLead } from '../../test/support/a-lead';
import { addCampaign, NOON } from '../../test/support/database';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { CampaignReport } from '../simulation/campaign-report';
import { InlineSimulationRunner } from '../simulation/simulation-runner';
import { simulateCommand } from './simulate.command';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-simulate-'));
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: join(folder, 'sandbox') }));
  const open = await openDatabase(settings, () => undefined);
  await migrate(open.database);
  await addCampaign(open.database);
  for (let nth = 0; nth < 5; nth += 1) await storeLead(open.database);
  await open.database.destroy();
  open.lock?.release();
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const outcome = { status: 0, printed: '', errors: '' };
  const context = {
    readEnvironment: () => readEnvironment({ DATA_DIR: folder, SANDBOX_NOW: NOON }),
    now: () => new Date(NOON),
    print: (text: string) => void (outcome.printed += text),
    printError: (text: string) => void (outcome.errors += text),
    exitWith: (status: number) => void (outcome.status = status),
  };
  const command = simulateCommand(context, () => new InlineSimulationRunner());
  command.exitOverride().configureOutput({ writeErr: (text) => void (outcome.errors += text) });
  await command.parseAsync(args, { from: 'user' });
  return outcome;
}

async function reported(...args: readonly string[]): Promise<CampaignReport> {
  return JSON.parse((await run(...args, '--json')).printed) as CampaignReport;
}

describe('simulate', () => {
  it('simulates made-up leads, and prints the same again by the same seed', async () => {
    const args = ['--leads', '60', '--seeds', '2', '--start', '2026-06-10T12:00:00Z'];
    const page = join(folder, 'report.html');
    const first = await run(...args, '--html', page);
    expect(first.printed).toContain('When will it be done?');
    expect((await run(...args)).printed).toBe(first.printed);
    expect((await run(...args, '--seed', '9')).printed).not.toBe(first.printed);
    expect(await readFile(page, 'utf8')).toContain('</html>');
  });

  it("simulates the deployment's own leads", async () => {
    const report = await reported('--seeds', '1');
    expect(report).toMatchObject({
      leads: 5,
      input: { startAt: new Date(NOON).toISOString(), campaign: 'default' },
    });
    expect(report.calls.p50).toBeGreaterThanOrEqual(5);
  });

  it('simulates the leads of a file', async () => {
    const file = join(folder, 'leads.csv');
    await writeFile(file, 'Phone,State,Consent,Consent At\n+12122340001,NY,express_written,2026-01-15\n');
    expect(await reported('--csv', file, '--seeds', '1')).toMatchObject({
      leads: 1,
      input: { leads: 'the file leads.csv' },
    });
  });

  it('takes lines and rate from the command line before the environment', async () => {
    const report = await reported('--leads', '20', '--seeds', '1', '--lines', '3', '--rate', '0.5');
    expect(report.input).toMatchObject({ lines: 3, callsPerSecond: 0.5 });
    expect(report.lines.peak).toBeLessThanOrEqual(3);
  });

  it('says how many lines it takes to be done in time', async () => {
    const report = await reported(
      '--leads',
      '30',
      '--seeds',
      '1',
      '--start',
      '2026-06-10',
      '--finish-by',
      '2026-06-25',
    );
    expect(report.linesWanted).toMatchObject({ lines: 1 });
    expect(report.input.lines).toBe(1);
  });

  it('exits with 1 for a file that cannot be read', async () => {
    const { status, errors } = await run('--csv', join(folder, 'nothing.csv'));
    expect(status).toBe(1);
    expect(errors).toContain('cannot be read');
  });

  it.each([
    [['--leads', '0'], 'from 1 to'],
    [['--leads', '10', '--csv', 'leads.csv'], 'not both'],
    [['--zone', 'Nowhere/Town'], 'IANA'],
    [['--start', 'tomorrow'], 'ISO 8601'],
    [['--rate', '0'], 'above 0'],
  ])('refuses %j', async (args, why) => {
    await expect(run(...args)).rejects.toThrow(why);
  });
});
