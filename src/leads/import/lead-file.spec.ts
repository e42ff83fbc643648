import { LeadFileError, readLeadFile } from './lead-file';

/** In chunks of one byte: nothing may depend on where the network cuts. */
async function* bytesOf(file: string | Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(file)) yield Uint8Array.of(byte);
  await Promise.resolve();
}

async function rowsOf(file: string | Uint8Array): Promise<(readonly string[])[]> {
  const rows = [];
  for await (const { cells } of readLeadFile(bytesOf(file))) rows.push(cells);
  return rows;
}

describe('readLeadFile', () => {
  it.each([
    ['commas', 'Name,Phone\nAda,1\n'],
    ['semicolons', 'Name;Phone\r\nAda;1\r\n'],
    ['tabs', 'Name\tPhone\nAda\t1'],
    ['a byte order mark', '\uFEFFName;Phone\nAda;1\n'],
    ['quotes around every cell', '"Name","Phone"\n"Ada","1"\n'],
    ['spaces around cells', 'Name , Phone\n Ada , "1" \n'],
    ['old line ends', 'Name,Phone\rAda,1\r'],
  ])('reads a file with %s', async (_what, file) => {
    expect(await rowsOf(file)).toEqual([
      ['Name', 'Phone'],
      ['Ada', '1'],
    ]);
  });

  it('takes what stands between quotes as it is, line ends and other delimiters too', async () => {
    expect(await rowsOf('Name,"Notes; or, what\nelse"\n"Über, Ada","one\r\n""two"""\n')).toEqual([
      ['Name', 'Notes; or, what\nelse'],
      ['Über, Ada', 'one\r\n"two"'],
    ]);
  });

  it('counts blank rows, as a spreadsheet does, and leaves them out', async () => {
    const rows = [];
    for await (const { row } of readLeadFile(bytesOf('Name,Phone\n\nAda,1\n,\nBob,2\n'))) rows.push(row);
    expect(rows).toEqual([1, 3, 5]);
  });

  it('hands on what it has read before the file has come to its end', async () => {
    async function* halted(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('Name,Phone\nAda,1\n');
      await new Promise(() => undefined);
    }
    const { value } = await readLeadFile(halted()).next();
    expect(value).toEqual({ row: 1, cells: ['Name', 'Phone'] });
  });

  it.each([
    ['is not in UTF-8', Buffer.from('Name,Phone\nJos\xE9,1\n', 'latin1'), 'UTF-8'],
    ['is in UTF-16', Buffer.from('\uFEFFName,Phone\n', 'utf16le'), 'UTF-8'],
    ['ends within a letter', Buffer.from('Name\nÉ').subarray(0, -1), 'UTF-8'],
    ['opens a quotation mark for good', 'Name,Phone\n"Ada,1\n', 'never closed'],
    ['goes on behind a quotation mark', 'Name,Phone\n"Ada"x,1\n', 'row 2'],
    ['has no end of its first row', 'x'.repeat(70_000), 'no header'],
  ])('refuses a file that %s, and says so', async (_what, file, words) => {
    const refusal = rowsOf(file);
    await expect(refusal).rejects.toThrow(LeadFileError);
    await expect(refusal).rejects.toThrow(words);
  });

  it('passes on what goes wrong with the connection', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('Name,Phone\nAda,1\n');
      await Promise.reject(new Error('cut off'));
    }
    const all = async () => {
      for await (const { row } of readLeadFile(broken())) expect(row).toBeLessThan(3);
    };
    await expect(all()).rejects.toThrow('cut off');
  });
});
