import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ListRefusedError } from './list-refused.error';
import { readListFile } from './read-list-file';

let folder: string;

beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'laura-list-'))));
afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array) {
  const file = join(folder, 'list');
  await writeFile(file, content);
  const batches: (readonly string[])[] = [];
  const report = await readListFile(file, 'US', (phones) => {
    batches.push(phones);
    return Promise.resolve();
  });
  return { report, batches, phones: batches.flat() };
}

const numbers = (count: number) =>
  Array.from({ length: count }, (_, at) => `212555${String(at).padStart(4, '0')}`);

describe('readListFile', () => {
  it.each([
    ['LF', '2125550101\n2125550102\n'],
    ['CRLF and no end', '2125550101\r\n\r\n2125550102'],
    ['CR', '2125550101\r2125550102\r'],
    ['a byte order mark and a header', '\uFEFFphone\n2125550101\n2125550102'],
    ['gzip', gzipSync('2125550101\n2125550102\n')],
    ['two gzips one after the other', Buffer.concat([gzipSync('2125550101\n'), gzipSync('2125550102\n')])],
  ])('reads lines with %s', async (_, content) => {
    const { phones, report } = await read(content);
    expect(phones).toEqual(['+12125550101', '+12125550102']);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(report).toEqual({ sha256, goodLines: 2, badLines: 0, firstBadLines: [] });
  });

  it('hands a long list on in batches, across the chunks that it is read in', async () => {
    const { batches, phones } = await read(numbers(10_000).join('\r\n').repeat(2));
    expect(batches.map(({ length }) => length)).toEqual([5_000, 5_000, 5_000, 4_998]);
    expect(new Set(phones).size).toBe(10_000);
  });

  it('leaves bad lines out and says where, up to one in a hundred', async () => {
    const { report, phones } = await read(
      ['bad 2125', ...numbers(99), 'worse', '', ...numbers(99)].join('\n'),
    );
    expect(phones).toHaveLength(198);
    expect(report).toMatchObject({ goodLines: 198, badLines: 1, firstBadLines: [101] });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'with more bad lines',
      ['worse', 'bad', 'bad', ...numbers(99)].join('\n'),
      /2 of 101 lines.*line 2, 3\)/,
    ],
    ['that is empty', '', /no phone number/],
    ['with a header alone', 'phone\n', /no phone number/],
    ['of changes', '212,5550101,2026-06-01,A\n212,5550102,2026-06-01,D\n', /no phone number/],
    ['without line ends', 'x'.repeat(50_000), /too long/],
    ['that is a zip', Buffer.from('PK\u0003\u0004rest', 'latin1'), /unpack/],
    ['whose gzip is cut short', gzipSync(numbers(5_000).join('\n')).subarray(0, -20), /damaged or cut short/],
  ])('refuses a file %s', async (_, content, message) => {
    const refused = read(content);
    await expect(refused).rejects.toThrow(ListRefusedError);
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses a file that is not there, or a folder', async () => {
    const take = () => Promise.resolve();
    await expect(readListFile(join(folder, 'none'), 'US', take)).rejects.toThrow('cannot be read (ENOENT)');
    await expect(readListFile(folder, 'US', take)).rejects.toThrow('cannot be read (EISDIR)');
  });

  it('passes on what goes wrong with whoever takes the numbers, as it is', async () => {
    const file = join(folder, 'gzipped');
    await writeFile(file, gzipSync('2125550101'));
    const away = new Error('The database is away');
    await expect(readListFile(file, 'US', () => Promise.reject(away))).rejects.toBe(away);
  });
});
