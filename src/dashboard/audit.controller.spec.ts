import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { Bench } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { aDecisionEntry, record, tamper } from '../compliance/ledger/decision-entry.factory';
import { AuditController } from './audit.controller';

const OTHER_PHONE = '+12125550124';
let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([AuditController]);
  ({ bench } = routes);
});

beforeEach(async () => {
  await bench.reset();
  await record(
    bench.database,
    [aDecisionEntry({ decided_at: new Date('2026-06-09T23:59:59.999Z') }), aDecisionEntry()],
    [
      aDecisionEntry({ phone: OTHER_PHONE }),
      aDecisionEntry({ decided_at: new Date('2026-06-11T00:00:00Z') }),
    ],
  );
});

afterAll(() => routes.close());

const get = (path: string, token?: string) => routes.get(`/api/audit/${path}`, token);

async function listed(query: string): Promise<number[]> {
  const page = (await get(`decisions?${query}`)).json<{ decisions: { sequence: number }[] }>();
  return page.decisions.map(({ sequence }) => sequence);
}

/** The files of a zip, by the directory at its end. */
function unzip(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {};
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const start = zip.readUInt32LE(at + 42);
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(data, data + zip.readUInt32LE(at + 20));
    const content = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    files[zip.toString('utf8', at + 46, at + 46 + nameLength)] = content.toString();
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

const lines = (text = '') => text.split('\n').filter((line) => line !== '');

describe('AuditController', () => {
  it.each(['verify', 'decisions', 'export'])('answers %s to operators alone', async (path) => {
    expect((await get(path, 'somebody')).statusCode).toBe(401);
    expect((await get(path)).statusCode).toBe(200);
  });

  it('says whether the ledger is sound, and what is not', async () => {
    expect((await get('verify')).json()).toMatchObject({
      ok: true,
      rows: 4,
      head: { sequence: 4 },
      faults: [],
    });
    await tamper(bench.database, `update decisions set verdict = 'allow' where sequence = 2`);
    expect((await get('verify')).json()).toMatchObject({ ok: false, faults: [{ sequence: 2 }] });
  });

  it('lists decisions newest first, page by page', async () => {
    const first = (await get('decisions?limit=3')).json<{ decisions: object[]; nextCursor: string }>();
    expect(first.decisions).toMatchObject([
      { sequence: 4 },
      { sequence: 3, phone: OTHER_PHONE },
      { sequence: 2 },
    ]);
    expect(await listed(`limit=3&cursor=${first.nextCursor}`)).toEqual([1]);
    expect((await get('decisions?limit=4')).json()).toMatchObject({ nextCursor: null });
  });

  it('narrows them by number and by time, whose end is left out', async () => {
    expect(await listed(`phone=${encodeURIComponent(OTHER_PHONE)}`)).toEqual([3]);
    expect(await listed(`phone=${OTHER_PHONE}`)).toEqual([3]);
    expect(await listed('from=2026-06-10&to=2026-06-11')).toEqual([3, 2]);
    expect(await listed('from=2026-06-10T16:00:00.002Z')).toEqual([4]);
  });

  it.each([
    ['phone=nobody', 'phone'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
    ['cursor=-1', 'cursor'],
    ['limit=501', 'limit'],
  ])('names what is wrong with %s', async (query, field) => {
    const answer = await get(`decisions?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(`"field":"${field}"`);
  });

  it('gives the evidence away as a zip that can be checked without us', async () => {
    const call = { campaign: 'default', status: 'ended', opted_out: false, updated_at: bench.clock.now() };
    const calls = [
      {
        ...call,
        id: 'c1',
        phone: OTHER_PHONE,
        control_url: 'https://secret.example',
        created_at: bench.clock.now(),
      },
      { ...call, id: 'c2', phone: OTHER_PHONE, created_at: new Date('2026-06-12T00:00:00Z') },
    ];
    await bench.database.insertInto('calls').values(calls).execute();
    const suppression = { reason: 'Asked', channel: 'call', created_at: new Date('2026-01-01T00:00:00Z') };
    await bench.database
      .insertInto('suppressions')
      .values([OTHER_PHONE, '+12125550125'].map((phone) => ({ ...suppression, phone })))
      .execute();
    const consent = { kind: 'grant', origin: 'import', campaign: 'default', phone: OTHER_PHONE };
    const recorded = ['2026-01-01', '2026-06-12'].map((day, index) => ({
      ...consent,
      id: `01a203e7-f1d8-76c9-a419-29600000000${index}`,
      fingerprint: String(index),
      recorded_at: new Date(day),
    }));
    await bench.database.insertInto('consents').values(recorded).execute();
    const answer = await get(`export?from=2026-06-10&to=2026-06-11`);
    expect(answer.headers['content-type']).toBe('application/zip');
    const files = unzip(answer.rawPayload);
    const decisions = lines(files['decisions.jsonl']);
    expect(decisions).toHaveLength(2);
    for (const line of decisions) {
      const { sequence, previousHash, hash, phone } = JSON.parse(line) as Record<string, string>;
      expect(phone).toMatch(/^\+12125550/);
      const entry = line.slice(line.indexOf('"entry":') + '"entry":'.length, -1);
      const computed = createHash('sha256').update(`${sequence}\n${previousHash}\n${entry}`).digest('hex');
      expect(computed).toBe(hash);
      expect(entry).not.toContain('2125550');
    }
    expect(lines(files['calls.jsonl']).map((line) => JSON.parse(line) as object)).toMatchObject([
      { id: 'c1' },
    ]);
    expect(files['calls.jsonl']).not.toContain('secret');
    expect(lines(files['suppressions.jsonl'])).toHaveLength(2);
    const consents = lines(files['consents.jsonl']).map((line) => JSON.parse(line) as { id: string });
    expect(consents.map(({ id }) => id)).toEqual([recorded[0]?.id]);
    expect(files['do-not-call-lists.jsonl']).toBe('');
    expect(JSON.parse(files['verification.json'] ?? '')).toMatchObject({
      range: { from: '2026-06-10T00:00:00.000Z', to: '2026-06-11T00:00:00.000Z' },
      verification: { ok: true, rows: 4 },
    });
  });
});
