import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, NOON } from '../../test/support/database';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { eraseCommand } from './erase.command';

const ADA = '+12125550123';
const BOB = '+12125550124';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-erase-'));
  await withService(async (database) => {
    await migrate(database);
    await addCampaign(database);
    const ada = await storeLead(database, { phone: ADA, source_id: 'recAda' });
    await storeAttempt(database, ada, { state: 'ended', provider_call_id: 'call-1' });
    await database
      .insertInto('calls')
      .values({
        ...{ id: 'call-1', campaign: 'default', phone: ADA, lead_id: ada.id, status: 'ended' },
        ...{ opted_out: false, created_at: new Date(NOON), updated_at: new Date(NOON) },
      })
      .execute();
    const bob = await storeLead(database, { phone: BOB });
    await storeAttempt(database, bob, { state: 'placed' });
  });
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** The database as a service in the sandbox, on the same folder, has it. */
async function withService<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: join(folder, 'sandbox') }));
  const open = await openDatabase(settings, () => undefined);
  try {
    return await work(open.database);
  } finally {
    await open.database.destroy();
    open.lock?.release();
  }
}

const stored = async () =>
  await withService(async (database) => ({
    leads: (await database.selectFrom('leads').select('phone').execute()).map(({ phone }) => phone),
    suppressed: await database.selectFrom('suppressions').select(['phone', 'reason', 'channel']).execute(),
  }));

async function run(...args: readonly string[]) {
  const outcome = { status: 0, printed: '', errors: '' };
  const command = eraseCommand({
    readEnvironment: () => readEnvironment({ DATA_DIR: folder }),
    now: () => new Date(NOON),
    print: (text) => void (outcome.printed += text),
    printError: (text) => void (outcome.errors += text),
    exitWith: (status) => void (outcome.status = status),
  });
  command.exitOverride().configureOutput({ writeErr: (text) => void (outcome.errors += text) });
  await command.parseAsync(args, { from: 'user' });
  return outcome;
}

describe('erase', () => {
  it('shows what it would erase, and erases nothing unless it is told to', async () => {
    expect(await run('(212) 555-0123')).toEqual({
      status: 2,
      printed:
        'Would be erased: 1 leads, 1 attempts, what was said in 1 calls, 0 webhooks, 0 consents. Nothing was: add --yes.',
      errors: '',
    });
    expect(await stored()).toEqual({ leads: expect.arrayContaining([ADA, BOB]) as string[], suppressed: [] });
  });

  it('erases, and names the copies elsewhere that are left to delete, without the number', async () => {
    const { status, printed } = await run(ADA, '--yes', '--reason', 'Asked by letter');
    expect([status, printed.split('\n')]).toEqual([
      0,
      [
        'Erased: 1 leads, 1 attempts, what was said in 1 calls, 0 webhooks, 0 consents. The number stays suppressed.',
        "To delete in Airtable's leads table: recAda",
        "To delete in Airtable's call log (by CallId) and at the provider: call-1",
      ],
    ]);
    expect(await stored()).toEqual({
      leads: [BOB],
      suppressed: [{ phone: ADA, reason: 'Asked by letter', channel: 'erasure' }],
    });
  });

  it('says the same as JSON, also when there is nothing left to erase', async () => {
    const { status, printed } = await run(ADA, '--yes', '--json');
    expect([status, JSON.parse(printed)]).toEqual([
      0,
      { erased: true, leadRecords: [], calls: [], attempts: 0, webhooks: 0, consents: 0 },
    ]);
  });

  it('refuses while a call is open, with exit status 1, but suppresses the number', async () => {
    expect(await run(BOB, '--json')).toMatchObject({
      status: 1,
      printed: '{"erased":false,"refused":"call-open"}',
    });
    expect((await stored()).suppressed).toHaveLength(1);
    const { status, printed } = await run(BOB, '--yes');
    expect([status, printed]).toEqual([
      1,
      'Nothing was erased: a call with this number is open. The number is suppressed from now on. Run this again when the call is over.',
    ]);
    const { leads, suppressed } = await stored();
    expect(leads).toEqual([BOB]);
    expect(suppressed).toContainEqual(expect.objectContaining({ phone: BOB, channel: 'operator' }));
  });

  it('takes nothing but a phone number', async () => {
    await expect(run('somebody', '--yes')).rejects.toThrow('cannot be read');
  });
});
