import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOON } from '../../test/support/database';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { leadsCommand } from './leads.command';

const HEADER = 'Name,Phone,Consent,Consent At';
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-leads-'));
  file = join(folder, 'leads.csv');
  await withService(migrate);
});

beforeEach(async () => await writeFile(file, `${HEADER}\nAda,(212) 555-0101,express_written,2026-01-02\n`));

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

async function run(args: readonly string[], variables: Record<string, string> = { LEAD_SOURCE: 'local' }) {
  const outcome = { status: -1, printed: '', errors: '' };
  const command = leadsCommand({
    readEnvironment: () => readEnvironment({ DATA_DIR: folder, SANDBOX_NOW: NOON, ...variables }),
    now: () => new Date('2026-12-01T00:00:00Z'),
    print: (text: string) => void (outcome.printed += text),
    printError: (text: string) => void (outcome.errors += text),
    exitWith: (status: number) => void (outcome.status = status),
  });
  await command.parseAsync(['import', file, ...args], { from: 'user' });
  return outcome;
}

const stored = (table: 'leads' | 'outbox') =>
  withService((database) => database.selectFrom(table).selectAll().execute());

describe('leads import', () => {
  it('says what a file would come to, and writes nothing', async () => {
    expect(await run(['--dry-run'])).toEqual({
      ...{ status: 0, errors: '' },
      printed: '1 rows: 1 new, 0 changed, 0 as they were, 0 with a fault. Nothing was written (--dry-run).',
    });
    expect(await stored('leads')).toEqual([]);
  });

  it("imports leads that are due by the service's clock, once", async () => {
    expect(JSON.parse((await run(['--json'])).printed)).toMatchObject({ rows: 1, imported: 1, errors: [] });
    expect(await stored('leads')).toMatchObject([{ name: 'Ada', status: 'new', due_at: new Date(NOON) }]);
    expect(await stored('outbox')).toEqual([]);
    expect(await run([])).toMatchObject({
      status: 0,
      printed: expect.stringContaining('1 as they were') as string,
    });
  });

  it('ends with status 1 when a row is at fault, naming it without its number, unless it may be skipped', async () => {
    await writeFile(file, `${HEADER}\nBob,(212) 555-0102,express_written,2026-01-02\nCarl,5550199,none,\n`);
    const { status, printed } = await run([]);
    expect(status).toBe(1);
    expect(printed).toContain('Nothing was imported.');
    expect(printed).toContain('row 3, Phone: ');
    expect(printed).not.toContain('5550199');
    expect((await run(['--skip-invalid'])).status).toBe(0);
    expect(await stored('leads')).toHaveLength(2);
  });

  it('ends with status 1 for what is no CSV', async () => {
    await writeFile(file, 'Phone\n"');
    const { status, errors } = await run([]);
    expect([status, errors]).toEqual([1, expect.stringContaining('quotation mark')]);
  });

  it('ends with status 69 for a file that is not there', async () => {
    await rm(file);
    expect((await run([])).status).toBe(69);
  });

  it('leaves new leads to be made in Airtable where people work there', async () => {
    await writeFile(file, `${HEADER}\nDora,(212) 555-0104,express_written,2026-01-02\n`);
    expect((await run([], {})).status).toBe(0);
    expect(await stored('outbox')).toMatchObject([{ target: 'new-lead', fields: { Name: 'Dora' } }]);
  });
});
