/**
 * What judging and reserving cost: `node dist-bench/bench/compliance.js [--json]`. Figures of different machines can't be
 * compared; the ratios can.
 */
import 'reflect-metadata';
import { measureJudging } from './judging';
import { measureReserving } from './reserving';

const SIZES = [10_000, 1_000_000];

async function main(): Promise<void> {
  const judging = measureJudging();
  const reserving = await measureReserving(SIZES);
  const [few, many] = reserving.map(({ medianMs }) => medianMs);
  const ratio = (many ?? NaN) / (few ?? NaN);
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ judging, reserving, ratio })}\n`);
    return;
  }
  const lines = [
    'Judging, per second on one core',
    ...Object.entries(judging).map(([what, value]) => `  ${what.padEnd(18)} ${String(value).padStart(10)}`),
    'Reserving ten leads in one transaction',
    ...reserving.map(
      ({ rows, medianMs, slowestOf100Ms }) =>
        `  ${String(rows).padStart(9)} leads and suppressions: median ${medianMs.toFixed(2)} ms, 99 % below ${slowestOf100Ms.toFixed(2)} ms`,
    ),
    `  many rows take ${ratio.toFixed(2)} times as long as few`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

void main();
