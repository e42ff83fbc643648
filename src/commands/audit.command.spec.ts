import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOON } from '../../test/support/database';
import { aDecisionEntry, record, tamper } from '../compliance/ledger/decision-entry.factory';
import { EnvironmentError, readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { auditCommand } from './audit.command';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-audit-'));
  await withService(async (database) => {
    await migrate(database);
    await record(database, [aDecisionEntry(), aDecisionEntry(), aDecisionEntry()]);
  });
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** The database as a service in the sandbox, on the same folder, has it. */
async function withService(work: (database: Database) => Promise<void>): Promise<void> {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: join(folder, 'sandbox') }));
  const open = await openDatabase(settings, () => undefined);
  await work(open.database);
  await open.database.destroy();
  open.lock?.release();
}

async function run(args: readonly string[], variables: Record<string, string> = { DATA_DIR: folder }) {
  const outcome = { status: 0, printed: '', errors: '' };
  const command = auditCommand({
    readEnvironment: () => readEnvironment(variables),
    now: () => new Date(NOON),
    print: (text) => void (outcome.printed += text),
    printError: (text) => void (outcome.errors += text),
    exitWith: (status) => void (outcome.status = status),
  });
  await command.parseAsync(args, { from: 'user' });
  return outcome;
}

describe('audit', () => {
  it('says that the ledger is sound, in words or as JSON', async () => {
    expect(await run(['verify'])).toMatchObject({
      status: 0,
      printed: expect.stringMatching(/^Sound: 3 decisions/) as string,
    });
    const { status, printed } = await run(['verify', '--json']);
    expect([status, JSON.parse(printed)]).toMatchObject([0, { ok: true, rows: 3, faults: [] }]);
  });

  it('writes a zip that only its owner may read, and never over a file', async () => {
    const out = join(folder, 'evidence.zip');
    const args = ['export', '--from', '2026-06-01', '--phone', '(212) 555-0123', '--out', out];
    expect((await run(args)).status).toBe(0);
    const written = await readFile(out);
    expect(written.subarray(0, 2).toString()).toBe('PK');
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect((await run(args)).status).toBe(69);
    expect(await readFile(out)).toEqual(written);
  });

  it('names each fault, with exit status 1', async () => {
    await withService((database) => tamper(database, `delete from decisions where sequence = 2`));
    const { status, printed } = await run(['verify']);
    expect([status, printed]).toEqual([1, 'Not sound: 1 faults in 2 decisions.\n  2: The row was removed']);
  });

  it('does not pass for an answer what it could not look at', async () => {
    const none = await run(['verify'], { DATA_DIR: join(folder, 'nothing') });
    expect(none).toMatchObject({
      status: 69,
      printed: '',
      errors: expect.stringContaining('not up to date') as string,
    });
    const away = await run(['verify'], { DATABASE_URL: 'postgres://laura:laura@127.0.0.1:1/none' });
    expect(away).toMatchObject({ status: 69, printed: '' });
    await expect(run(['verify'], { PORT: 'x' })).rejects.toThrow(EnvironmentError);
  });
});
