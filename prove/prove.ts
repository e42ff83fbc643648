/**
 * Proves that the engine calls nobody unlawfully: `node dist-prove/prove/prove.js [--leads N] [--days D] [--seed S] [--json]`.
 * A year is lived through with so many households of all jurisdictions, each of one lead or two, and an independent
 * reading of the rule data judges every dial. Exit status 1: some dial was unlawful, or there was none to judge.
 */
import 'reflect-metadata';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Chunk } from './probes/probe-chunk';
import { readOptions } from './prove-options';
import { coverageOf } from './report/coverage';
import { render } from './report/render';
import { addTally, emptyTally, Tally } from './report/tally';

/** A year in which Independence Day and Christmas fall on a weekend and are observed beside it. */
const START_AT = Date.parse('2027-01-01T00:00:00Z');
const CHUNK = 5_000;
const TRIES = 4;

async function main(): Promise<void> {
  const { leads, days, seed, asJson } = readOptions(process.argv.slice(2));
  const period = { startAt: START_AT, days };
  const startedMs = performance.now();
  const sum = emptyTally();
  let from = 0;
  const next = (): Chunk | undefined => {
    const households = Math.min(CHUNK, leads - from);
    if (households === 0) return undefined;
    const chunk = { period, seed, from, households, tries: TRIES, sampleEvery: 50 };
    from += households;
    return chunk;
  };
  const take = (tally: Tally): void => {
    addTally(sum, tally);
    const seconds = (performance.now() - startedMs) / 1_000;
    process.stderr.write(
      `\r${sum.leads} of ${leads} leads, ${sum.dials} dials, ${sum.violations} violations, ${seconds.toFixed(0)} s `,
    );
  };
  const workers = Math.min(availableParallelism(), Math.ceil(leads / CHUNK));
  await Promise.all(Array.from({ length: workers }, () => work(next, take)));
  process.stderr.write('\n');
  const seconds = (performance.now() - startedMs) / 1_000;
  const coverage = coverageOf(sum, period);
  process.stdout.write(
    asJson ? `${JSON.stringify({ ...sum, coverage, seconds })}\n` : render(sum, coverage, seconds),
  );
  if (sum.violations > 0 || sum.dials === 0) process.exitCode = 1;
}

/** Gives a thread chunk after chunk until there are none. */
function work(next: () => Chunk | undefined, take: (tally: Tally) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'prove-worker.js'));
    const feed = (): void => {
      const chunk = next();
      if (chunk) worker.postMessage(chunk);
      else void worker.terminate().then(() => resolve());
    };
    worker.on('message', (tally: Tally) => {
      take(tally);
      feed();
    });
    worker.on('error', reject);
    feed();
  });
}

void main();
