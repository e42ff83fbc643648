import { parentPort } from 'node:worker_threads';
import { Chunk } from './probes/probe-chunk';
import { proveChunk } from './prove-chunk';

/** A thread: takes a chunk, gives back its tally. */
parentPort?.on('message', (chunk: Chunk) => {
  parentPort?.postMessage(proveChunk(chunk));
});
