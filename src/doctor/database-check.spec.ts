import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IN_MEMORY } from '../../test/support/memory';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { sightDatabase } from './database-check';

const settings = (variables: Record<string, string>) => new DatabaseSettings(readEnvironment(variables));

async function look(variables: Record<string, string>) {
  const { observation, database, close } = await sightDatabase(settings(variables));
  await close();
  return { ...observation, isOpen: database !== undefined };
}

describe(sightDatabase.name, () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'laura-sight-'))));
  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  it('makes nothing where no database is yet', async () => {
    const dataDir = join(folder, 'not', 'yet');
    expect(await look({ DATA_DIR: dataDir })).toMatchObject({
      said: expect.stringContaining('not made yet') as string,
    });
    expect(existsSync(join(folder, 'not'))).toBe(false);
  });

  it('says what to do about a folder that cannot be written', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    await chmod(file, 0o444);
    const { findings } = await look({ DATA_DIR: join(file, 'below') });
    expect(findings).toMatchObject([
      { severity: 'fail', remedy: expect.stringMatching(/DATA_DIR.*DATABASE_URL/) as string },
    ]);
  });

  it('opens one that is up to date, leaves one alone that a service has open, and migrates none', async () => {
    const { database, lock } = await openDatabase(settings({ DATA_DIR: folder }), () => undefined);
    await migrate(database);
    await database.destroy();
    lock?.release();
    expect(await look({ DATA_DIR: folder })).toEqual({ said: 'Embedded database: up to date', isOpen: true });
    await writeFile(join(folder, 'lock.json'), JSON.stringify({ host: 'another', pid: 1, at: Date.now() }));
    expect(await look({ DATA_DIR: folder })).toMatchObject({
      said: expect.stringContaining('in use by a running process') as string,
      isOpen: false,
    });
  });

  it('is content with an empty database, which the first start fills', async () => {
    expect(await look({ DATA_DIR: IN_MEMORY })).toEqual({
      said: 'Embedded database: empty, the first start of the service makes its tables',
      isOpen: false,
    });
  });

  it('says what to check in DATABASE_URL, without the password', async () => {
    const result = await look({ DATABASE_URL: 'postgres://laura:pa55word@127.0.0.1:1/laura' });
    expect(result.findings).toMatchObject([
      {
        severity: 'fail',
        what: expect.stringContaining('ECONNREFUSED') as string,
        remedy: expect.stringContaining('DATABASE_URL') as string,
      },
    ]);
    expect(JSON.stringify(result)).not.toContain('pa55word');
  });
});
