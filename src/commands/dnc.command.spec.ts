import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOON } from '../../test/support/database';
import { EnvironmentError, readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { dncCommand } from './dnc.command';
import { suppressCommand } from './suppress.command';

let folder: string;
let list: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-dnc-'));
  list = join(folder, 'list.txt');
  await writeFile(list, '212,5550101\n212,5550102\n');
  await withService(migrate);
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** The database as a service in the sandbox, on the same folder, has it. */
async function withService<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: join(folder, 'sandbox') }));
  const open = await openDatabase(settings, () => undefined);
  const result = await work(open.database);
  await open.database.destroy();
  open.lock?.release();
  return result;
}

async function run(
  [name, ...args]: readonly string[],
  variables: Record<string, string> = { DATA_DIR: folder },
) {
  const outcome = { status: -1, printed: '', errors: '' };
  const context = {
    readEnvironment: () => readEnvironment(variables),
    now: () => new Date(NOON),
    print: (text: string) => void (outcome.printed += text),
    printError: (text: string) => void (outcome.errors += text),
    exitWith: (status: number) => void (outcome.status = status),
  };
  const command = name === 'suppress' ? suppressCommand(context) : dncCommand(context);
  for (const one of [command, ...command.commands])
    one.exitOverride().configureOutput({ writeErr: (text) => void (outcome.errors += text) });
  await command.parseAsync(args, { from: 'user' });
  return outcome;
}

const suppressed = () =>
  withService((database) =>
    database.selectFrom('suppressions').select(['phone', 'channel', 'reason']).orderBy('phone').execute(),
  );

describe('dnc', () => {
  it('imports a registry, and shows how all of them stand', async () => {
    const args = [
      'dnc',
      'import',
      list,
      '--list',
      'us-national',
      '--area-codes',
      '212',
      '--date',
      '2026-05-15',
    ];
    expect(await run(args)).toEqual({
      status: 0,
      printed: 'Imported us-national of 2026-05-15: 2 numbers (before: 0).',
      errors: '',
    });
    const { printed } = await run(['dnc', 'lists']);
    expect(printed.split('\n')).toEqual([
      'us-national (National Do Not Call Registry of the United States), area codes 212: of 2026-05-15, 26 days old, 2 numbers; WARNING: good only until 2026-06-15, import the next version',
      expect.stringMatching(/^ca-national .* not imported/),
      expect.stringMatching(/^gb-tps .* not imported/),
      expect.stringMatching(/^au-register .* not imported/),
    ]);
    const { status, printed: asJson } = await run(['dnc', 'lists', '--json']);
    const { lists } = JSON.parse(asJson) as { lists: unknown[] };
    expect([status, lists.length, lists[0]]).toMatchObject([
      0,
      4,
      { list: 'us-national', state: 'soon too old', version: { date: '2026-05-15', count: 2, ageDays: 26 } },
    ]);
  });

  it('says what it imported as JSON', async () => {
    const { status, printed } = await run([
      'dnc',
      'import',
      list,
      '--list',
      'ca-national',
      '--date',
      '2026-06-01',
      '--json',
    ]);
    expect([status, JSON.parse(printed)]).toMatchObject([
      0,
      { imported: true, list: 'ca-national', date: '2026-06-01', count: 2, badLines: 0 },
    ]);
  });

  it('suppresses the numbers of a list of the operator', async () => {
    const { status, printed } = await run(['dnc', 'import', list, '--list', 'own', '--date', '2026-06-01']);
    expect([status, printed]).toEqual([
      0,
      'Imported own of 2026-06-01: 2 numbers are newly suppressed, for good.',
    ]);
    expect(await suppressed()).toMatchObject([
      { phone: '+12125550101', channel: 'import' },
      { phone: '+12125550102', channel: 'import' },
    ]);
  });

  it('ends with status 1 for a file that it refuses, without naming a number', async () => {
    const bad = join(folder, 'bad.txt');
    await writeFile(bad, '2125550101\n99\n');
    const args = ['dnc', 'import', bad, '--list', 'gb-tps', '--date', '2026-06-01'];
    const { status, printed, errors } = await run(args);
    expect([status, printed]).toEqual([1, '']);
    expect(errors).toMatch(/^The list was refused: .*nothing|no phone number/);
    expect(errors).not.toMatch(/2125550101/);
    const { status: again, printed: asJson } = await run([...args, '--json']);
    expect([again, JSON.parse(asJson)]).toMatchObject([1, { imported: false }]);
    const parts = await run([...args.slice(0, 2), list, ...args.slice(3), '--area-codes', '212']);
    expect([parts.status, parts.errors]).toEqual([1, expect.stringMatching(/not given out by area code/)]);
  });

  it.each([
    ['no list', ['--date', '2026-06-01'], /--list/],
    ['an unknown list', ['--list', 'mars', '--date', '2026-06-01'], /us-national, ca-national/],
    ['no date', ['--list', 'own'], /--date/],
    ['a day that is none', ['--list', 'own', '--date', '2026-02-30'], /A day is needed/],
    ['no area codes', ['--list', 'us-national', '--date', '2026-06-01', '--area-codes', '12'], /Area codes/],
  ])('does not go on with %s', async (_, flags, message) => {
    await expect(run(['dnc', 'import', list, ...flags])).rejects.toThrow(message);
  });

  it('says what to do when a service has the embedded database', async () => {
    const lock = join(folder, 'sandbox', 'lock.json');
    await writeFile(lock, JSON.stringify({ host: hostname(), pid: process.ppid, at: 0 }));
    const { status, errors } = await run(['dnc', 'lists']);
    await rm(lock);
    expect(status).toBe(69);
    expect(errors).toMatch(/in use by process.*stop the service for the while, use its API.*DATABASE_URL/);
  });

  it('ends with status 69 when the database is away, and leaves 78 to an unsound configuration', async () => {
    const away = await run(['dnc', 'lists'], { DATABASE_URL: 'postgres://laura:laura@127.0.0.1:1/none' });
    expect(away).toMatchObject({ status: 69, printed: '' });
    await expect(run(['dnc', 'lists'], { PORT: 'x' })).rejects.toThrow(EnvironmentError);
  });
});

describe('suppress', () => {
  it('suppresses a number for good; the second time it says that it stands', async () => {
    const args = ['suppress', '(212) 555-0199', '--reason', ' Asked by letter '];
    expect(await run(args)).toEqual({ status: 0, printed: 'The number is suppressed.', errors: '' });
    expect(await suppressed()).toContainEqual({
      phone: '+12125550199',
      channel: 'operator',
      reason: 'Asked by letter',
    });
    const { status, printed } = await run([...args, '--json']);
    expect([status, JSON.parse(printed)]).toEqual([0, { phone: '+12125550199', isNew: false }]);
  });

  it.each([
    ['a text that is no number', ['12', '--reason', 'x'], /phone number/],
    ['no reason', ['+12125550198'], /--reason/],
    ['an empty reason', ['+12125550198', '--reason', ' '], /A reason/],
  ])('suppresses nothing on %s', async (_, args, message) => {
    const before = await suppressed();
    await expect(run(['suppress', ...args])).rejects.toThrow(message);
    expect(await suppressed()).toEqual(before);
  });
});
