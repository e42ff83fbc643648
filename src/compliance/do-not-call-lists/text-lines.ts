import { StringDecoder } from 'node:string_decoder';
import { ListRefusedError } from './list-refused.error';

/** No line of a list is longer (characters); a file without line ends must not be gathered in memory. */
const LONGEST_LINE = 10_000;

/**
 * Splits bytes into lines of text (UTF-8), without their ends (LF, CRLF or CR) and without the mark of the byte order.
 * `node:readline` is not used: it gathers a line of any length.
 * @throws ListRefusedError for a line that is too long
 */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    let text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (isFirst && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      isFirst = false;
    }
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE || lines.some(({ length }) => length > LONGEST_LINE))
      throw new ListRefusedError(
        'The file has a line too long for a list of numbers: it should be text, one number a line',
      );
    yield* lines;
  }
  const last = (rest + decoder.end()).replace(/\r$/, '');
  if (last !== '') yield last;
}
