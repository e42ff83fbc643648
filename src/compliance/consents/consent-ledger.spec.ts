import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../common/fake-clock';
import { IdGenerator } from '../../common/ids';
import { aMemoryDatabase, NOON } from '../../../test/support/database';
import { Database } from '../../persistence/database';
import { ConsentEntry, ConsentLedger } from './consent-ledger';
import { findConsents } from './find-consents';
import { ConsentFileError, importConsents } from './import-consents';

const PHONE = '+12122888001';
const now = new Date(NOON);
const ledger = new ConsentLedger(new FakeClock(NOON), new IdGenerator());
const folder = mkdtempSync(join(tmpdir(), 'laura-consents-'));
let database: Database;

beforeAll(async () => (database = await aMemoryDatabase()));
beforeEach(() => database.deleteFrom('consents').execute());
afterAll(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const GRANT: ConsentEntry = {
  phone: PHONE,
  kind: 'grant',
  level: 'express_written',
  occurredAt: new Date('2026-02-01T12:00:00Z'),
  source: 'Web form',
  origin: 'operator',
  campaign: 'default',
};
const record = (...entries: ConsentEntry[]) =>
  database.transaction().execute((transaction) => ledger.record(transaction, entries));
const found = () =>
  database
    .transaction()
    .execute(async (transaction) => (await findConsents(transaction, [PHONE])).get(PHONE));

describe('ConsentLedger', () => {
  it('keeps what is recorded, and the same statement once', async () => {
    expect(await record(GRANT, GRANT)).toBe(1);
    expect(await record(GRANT, { ...GRANT, seller: 'Sunny Roofs Inc.' })).toBe(1);
    expect((await found())?.grants.map(({ seller }) => seller).toSorted()).toEqual([
      'Sunny Roofs Inc.',
      undefined,
    ]);
    expect(await ledger.ofNumber(database, PHONE)).toHaveLength(2);
  });

  it('gives the rules the last withdrawal, and leaves what leads state to their columns', async () => {
    const withdrawal = { ...GRANT, kind: 'revocation', level: undefined, origin: 'lead-source' } as const;
    await record(
      { ...GRANT, origin: 'lead-source' },
      { ...withdrawal, occurredAt: new Date('2026-03-01T00:00:00Z') },
      { ...withdrawal, occurredAt: new Date('2026-04-01T00:00:00Z') },
    );
    expect(await found()).toEqual({ grants: [], revokedAt: new Date('2026-04-01T00:00:00Z') });
  });

  it('takes a withdrawal without a date to hold from when it reached us', async () => {
    await record({ ...GRANT, kind: 'revocation', level: undefined, occurredAt: undefined });
    expect((await found())?.revokedAt).toEqual(now);
  });
});

describe('importConsents', () => {
  const HEADER = 'Phone,Consent,Consent At,Consent Source,Consent Expires At,Seller';
  const importOf = (text: string) => {
    const file = join(folder, 'consents.csv');
    writeFileSync(file, text);
    return importConsents(database, ledger, file, { campaign: 'default', now });
  };

  it('imports grants and withdrawals once, however often the file is imported', async () => {
    const rows = [
      '"(212) 288-8001",express_written,2026-02-01,"Form, page 2",,Sunny Roofs Inc.',
      '+12122888001,none,2026-03-01T10:00:00Z,Letter,,',
      '',
      '+12122888002,Express Written,2026-02-01,Form,2027-02-01,',
    ];
    const text = `\ufeff${HEADER}\r\n${rows.join('\r\n')}\r\n`;
    expect(await importOf(text)).toEqual({ rows: 3, added: 3 });
    expect(await importOf(text)).toEqual({ rows: 3, added: 0 });
    expect(await found()).toMatchObject({
      grants: [{ level: 'express_written', seller: 'Sunny Roofs Inc.', origin: 'import' }],
      revokedAt: new Date('2026-03-01T10:00:00Z'),
    });
  });

  it.each([
    ['a number that is none', '+1212,express,2026-02-01,Form,,', 'line 3: Phone'],
    ['a word that is no consent', '+12122888003,yes,2026-02-01,Form,,', 'line 3: Consent'],
    ['no date', '+12122888003,express,,Form,,', 'line 3: Consent At'],
    ['a date to come', '+12122888003,express,2027-02-01,Form,,', 'line 3: Consent At'],
    [
      'an expiry that cannot be read',
      '+12122888003,express,2026-02-01,Form,soon,',
      'line 3: Consent Expires At',
    ],
    ['no source', '+12122888003,express,2026-02-01,,,', 'line 3: Consent Source'],
    ['too few cells', '+12122888003,express', 'line 3'],
    ['an open quote', '"+12122888003,express', 'cannot be read as CSV'],
  ])('imports nothing of a file with a row with %s, and names the line', async (_what, row, fault) => {
    const refused = importOf(`${HEADER}\n+12122888001,express,2026-02-01,Form,,\n${row}\n`);
    await expect(refused).rejects.toThrow(ConsentFileError);
    await expect(refused).rejects.toThrow(fault);
    await expect(refused).rejects.not.toThrow('2122888003');
    expect(await database.selectFrom('consents').select('id').execute()).toEqual([]);
  });

  it('refuses a column that it does not know, one that is missing, and an empty file', async () => {
    await expect(importOf('Phone,Consent,Consent At,Consent Source,Expires\n')).rejects.toThrow('Expires');
    await expect(importOf('Phone,Consent,Consent At\n')).rejects.toThrow('Consent Source is missing');
    await expect(importOf(`${HEADER}\n`)).rejects.toThrow('no rows');
    await expect(importOf('')).rejects.toThrow('no rows');
  });
});
