import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMemoryDatabase, NOON } from '../../../test/support/database';
import { FakeClock } from '../../common/fake-clock';
import { Database } from '../../persistence/database';
import { DatabaseSuppressions } from '../database-suppressions';
import { importOwnList } from './import-own-list';
import { OWN_LISTS } from './own-list';

const suppressions = new DatabaseSuppressions(new FakeClock(NOON));
let folder: string;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-own-'));
  database = await aMemoryDatabase();
});

beforeEach(async () => void (await database.deleteFrom('suppressions').execute()));

afterAll(async () => {
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

async function importText(text: string, code = 'protected') {
  const file = join(folder, 'own.csv');
  await writeFile(file, text);
  const list = OWN_LISTS.find((own) => own.code === code);
  if (!list) throw new Error('No such list');
  return await importOwnList(database, suppressions, list, file, '2026-06-01');
}

function rows() {
  return database.selectFrom('suppressions').selectAll().orderBy('phone').execute();
}

describe('importOwnList', () => {
  it('suppresses every number of it, saying by which list', async () => {
    expect(await importText('name,phone\nWard 3,(212) 555-0101\n"Police, desk",+442079460018')).toMatchObject(
      {
        added: 2,
        goodLines: 2,
      },
    );
    const row = { channel: 'import', call_id: null, created_at: new Date(NOON) };
    const reason = 'On the list of protected lines (emergency, hospital and the like), dated 2026-06-01';
    expect(await rows()).toEqual([
      { phone: '+12125550101', reason, ...row },
      { phone: '+442079460018', reason, ...row },
    ]);
  });

  it('keeps the first entry of a number, and takes none off', async () => {
    await importText('2125550101\n2125550102', 'protected');
    expect(await importText('2125550102\n2125550103\n2125550103', 'own')).toMatchObject({ added: 1 });
    expect((await rows()).map(({ phone, reason }) => [phone, reason.slice(0, 11)])).toEqual([
      ['+12125550101', 'On the list'],
      ['+12125550102', 'On the list'],
      ['+12125550103', 'On the oper'],
    ]);
  });

  it('suppresses nobody by a file that is refused, however late in it the faults are', async () => {
    const many = Array.from({ length: 6_000 }, (_, at) => `212555${String(at).padStart(4, '0')}`);
    await expect(importText([...many, ...many.map(() => 'x')].join('\n'))).rejects.toThrow(
      '6000 of 12000 lines',
    );
    expect(await rows()).toEqual([]);
  });
});
