import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isError } from '../../common/errors';
import { bareLineReader, columnReader, isHeader, LineReader } from './list-line';
import { ListRefusedError } from './list-refused.error';
import { textLines } from './text-lines';

/** Numbers handed on at a time: enough to be quick, few enough that writing them holds nobody up. */
const BATCH = 5_000;
const LARGEST_BAD_SHARE = 0.01;
const SHOWN_BAD_LINES = 5;

export interface ListFileReport {
  /** Of the file as it lies there, hexadecimal. */
  readonly sha256: string;
  /** Lines that hold a number. */
  readonly goodLines: number;
  readonly badLines: number;
  /** Where the first bad ones are, from 1 on; never their text. */
  readonly firstBadLines: readonly number[];
}

/**
 * Reads a list of numbers, one a line or in a headed column of CSV, plain or gzipped, without ever holding all of it.
 * @param country of numbers without a country code
 * @param take is handed the numbers in E.164, some thousands at a time, before it is known whether the file is sound
 * @throws ListRefusedError when more than one line in a hundred, or every one, holds no number, or it isn't text
 */
export async function readListFile(
  file: string,
  country: string,
  take: (phones: readonly string[]) => Promise<void>,
): Promise<ListFileReport> {
  const hash = createHash('sha256');
  const tally = { goodLines: 0, badLines: 0, firstBadLines: [] as number[] };
  const hashing = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  const reading = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    let readLine: LineReader | undefined;
    let lineNumber = 0;
    let batch: string[] = [];
    for await (const line of textLines(chunks)) {
      lineNumber += 1;
      if (line.trim() === '') continue;
      if (!readLine) {
        const headed = isHeader(line);
        readLine = headed ? columnReader(line, country) : bareLineReader(country);
        if (headed) continue;
      }
      const phone = readLine(line);
      if (phone === undefined) {
        tally.badLines += 1;
        if (tally.firstBadLines.length < SHOWN_BAD_LINES) tally.firstBadLines.push(lineNumber);
        continue;
      }
      tally.goodLines += 1;
      batch.push(phone);
      if (batch.length < BATCH) continue;
      await take(batch);
      batch = [];
    }
    if (batch.length > 0) await take(batch);
  };
  const gzipped = await isGzipped(file);
  const source = createReadStream(file);
  if (gzipped) await pipeline(source, hashing, createGunzip(), reading).catch(refuseDamaged);
  else await pipeline(source, hashing, reading);
  if (tally.goodLines === 0)
    throw new ListRefusedError('The file holds no phone number: nothing was changed');
  const lines = tally.goodLines + tally.badLines;
  if (tally.badLines > lines * LARGEST_BAD_SHARE)
    throw new ListRefusedError(
      `${tally.badLines} of ${lines} lines hold no phone number (the first: line ${tally.firstBadLines.join(', ')}): nothing was changed. One number a line is expected, or a column headed "phone"`,
    );
  return { sha256: hash.digest('hex'), ...tally };
}

/** @throws ListRefusedError for a file that can't be read or is a zip */
async function isGzipped(file: string): Promise<boolean> {
  const head = Buffer.alloc(4);
  try {
    const handle = await open(file);
    await handle.read(head, 0, 4, 0).finally(() => handle.close());
  } catch (error) {
    throw new ListRefusedError(`The file cannot be read (${codeOf(error)})`, { cause: error });
  }
  if (head.readUInt32BE() === 0x504b0304)
    throw new ListRefusedError('The file is a zip archive: unpack it and import the list that is in it');
  return head.readUInt16BE() === 0x1f8b;
}

/** Errors of unzipping are the file's; any other is of whoever took the numbers. */
function refuseDamaged(error: unknown): never {
  if (!codeOf(error).startsWith('Z_')) throw error;
  throw new ListRefusedError('The gzipped file is damaged or cut short: download it again', { cause: error });
}

function codeOf(error: unknown): string {
  return isError(error) && 'code' in error ? String(error.code) : 'unknown';
}
