import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { LauraError } from '../../common/errors';

/** A file that is not read to its end, whatever its rows say: it is no CSV, or not in UTF-8. */
export class LeadFileError extends LauraError {
  constructor(message: string, options?: ErrorOptions) {
    super('LEAD_FILE_INVALID', message, options);
  }
}

/** A line of the file: a record, which may go over several lines of text. */
export interface FileRow {
  /** As a spreadsheet counts: 1 is the header. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** What a header is read from at most; one without an end is no header. */
const LONGEST_HEADER = 65_536;
/** Characters of one record; Airtable's longest text is 100,000. */
const LONGEST_RECORD = 400_000;

/**
 * The rows of a CSV file as they come in, never all of them in memory: UTF-8 with or without a byte order mark, quoted as
 * RFC 4180 says, cells divided by whichever of `,`, `;` and tab the header has most of. Blank rows are left out, yet counted.
 * @throws LeadFileError for what can't be read; whatever the chunks themselves throw
 */
export async function* readLeadFile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileRow> {
  const texts = decoded(chunks);
  const head = await headOf(texts);
  const parser = Readable.from(continued(head, texts)).compose(
    parse({
      delimiter: delimiterOf(head),
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      trim: true,
    }),
  );
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<readonly string[]>) {
      row += 1;
      if (cells.some((cell) => cell !== '')) yield { row, cells };
    }
  } catch (error) {
    const code = codeOf(error);
    if (!code.startsWith('CSV_')) throw error;
    throw new LeadFileError(`The file cannot be read as CSV: ${faultOf(code)} (row ${row + 1})`);
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new LeadFileError('The file is not in UTF-8: save it as "CSV UTF-8"', { cause: error });
  }
}

/** The text up to the end of the header at least. */
async function headOf(texts: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (!/[\r\n]/.test(unquoted(head).trimStart())) {
    if (head.length > LONGEST_HEADER)
      throw new LeadFileError('The file has no header: its first row does not end');
    const { value, done } = await texts.next();
    if (done) break;
    head += value;
  }
  return head;
}

async function* continued(head: string, texts: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* texts;
}

function delimiterOf(head: string): string {
  const [header = ''] = unquoted(head)
    .trimStart()
    .split(/[\r\n]/);
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}

/** Without what stands between quotes, closed or not yet. */
function unquoted(text: string): string {
  return text.replace(/"[^"]*("|$)/g, '');
}

function faultOf(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is opened and never closed';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `a row is longer than ${LONGEST_RECORD} characters, perhaps by a quotation mark that is not closed`;
  return `a quotation mark stands where none may, ${code}`;
}

/** Of an error made in any realm; empty without one. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
