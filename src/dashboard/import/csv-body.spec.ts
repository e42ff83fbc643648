import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { chunksOf, MOST_BYTES } from './csv-body';

const MEBIBYTE = Buffer.alloc(1_048_576, 'x');

function bodyOf(mebibytes: number): Readable {
  return Readable.from(Array.from({ length: mebibytes }, () => MEBIBYTE));
}

async function size(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

describe('the body of an import', () => {
  it('is taken up to 64 MiB, and refused above', async () => {
    expect(await size(chunksOf(bodyOf(64)))).toBe(MOST_BYTES);
    await expect(size(chunksOf(bodyOf(65)))).rejects.toThrow(PayloadTooLargeException);
  });

  it('arrives in its own time, however long its rows take, and is not handed over as one', async () => {
    const body = bodyOf(8);
    const hasArrived = once(body, 'end');
    const chunks = chunksOf(body)[Symbol.asyncIterator]();
    expect((await chunks.next()).value).toHaveLength(MEBIBYTE.length);
    await hasArrived;
    expect((await chunks.next()).value).toHaveLength(MEBIBYTE.length);
  });

  it('is read to its end, and its connection left alone, when nobody wants more of it', async () => {
    const body = bodyOf(8);
    const hasArrived = once(body, 'end');
    for await (const chunk of chunksOf(body)) {
      expect(chunk).toHaveLength(MEBIBYTE.length);
      break;
    }
    await hasArrived;
    expect(body.errored).toBeNull();
  });

  it('passes on that the connection was cut', async () => {
    const cut = new Readable({ read: () => undefined });
    const reading = size(chunksOf(cut));
    cut.destroy(new Error('aborted'));
    await expect(reading).rejects.toThrow('aborted');
  });

  it('is nothing else than a stream', () => {
    for (const body of [undefined, null, { Phone: 1 }])
      expect(() => chunksOf(body)).toThrow(UnsupportedMediaTypeException);
  });
});
