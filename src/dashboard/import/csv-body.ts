import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { PassThrough, Readable } from 'node:stream';

/** The one route that takes a file, as it comes in. */
const ROUTE = '/api/leads/import';
/** The whole of it; 50,000 leads with notes are about 15 MiB. */
export const MOST_BYTES = 64 * 1_048_576;

/**
 * Hands bodies of `text/csv` on unread to the route that reads them; any other route answers 415 as before.
 * Fastify's limit is about bodies that it keeps in memory: this route's own is kept by {@link chunksOf}.
 */
export function acceptCsv(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('text/csv', (request, payload, done) => {
    if (request.routeOptions.url === ROUTE) done(null, payload);
    else done(new UnsupportedMediaTypeException('This service does not accept bodies of this media type'));
  });
}

/**
 * The chunks of a body that {@link acceptCsv} handed on.
 * @throws UnsupportedMediaTypeException for any other body; PayloadTooLargeException
 */
export function chunksOf(body: unknown): AsyncIterable<Uint8Array> {
  if (!(body instanceof Readable))
    throw new UnsupportedMediaTypeException('The file must be sent as text/csv');
  return limited(body);
}

/**
 * A request has half a minute to arrive, however long its rows take to be stored: it is taken in as it comes, which at most
 * means all of it in memory. What is left of it after a refusal is read and thrown away: a connection that is cut while the
 * caller still sends may lose the answer.
 */
async function* limited(body: Readable): AsyncGenerator<Uint8Array> {
  // In object mode chunks stay as they came: bytes that wait would be handed over as one.
  const arrived = new PassThrough({ objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  let bytes = 0;
  body.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) arrived.destroy(tooLarge());
  });
  body.once('error', (error) => arrived.destroy(error));
  body.pipe(arrived);
  try {
    yield* arrived as AsyncIterable<Uint8Array>;
  } finally {
    body.unpipe(arrived);
    body.resume();
  }
}

function tooLarge(): PayloadTooLargeException {
  const limit = `${MOST_BYTES / 1_048_576} MiB`;
  return new PayloadTooLargeException(
    `The file is larger than ${limit}: divide it, or use the command \`leads import\``,
  );
}
