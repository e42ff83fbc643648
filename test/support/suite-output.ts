import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers set aside for fiction, and those that `aPhone` makes: no test speaks of any other. */
const NUMBERS = /\d{3}55501\d\d|7700900\d{3}|4915701\d{5}|1212200\d{4}/;
const DIGITS = /\d(?:[^\w\n]{0,3}\d){9,}/g;
/** What tests use as secrets says so itself. */
const SECRETS = /[\w-]*(?:secret|token)-(?:of|before)-[\w-]+|\bpat[A-Za-z0-9]{10,}\.\w{20,}/;

/** The lines of a text that hold a number or a secret of the tests. */
export function leaksOf(output: string): string[] {
  return output.split('\n').filter((line) => {
    const runs = [...line.matchAll(DIGITS)].map(([run]) => run.replace(/\D/g, ''));
    return SECRETS.test(line) || runs.some((run) => NUMBERS.test(run));
  });
}

/** After the last test: reads all that services under test have written, and fails the run if any of it is private. */
export default function checkSuiteOutput(): void {
  const folder = process.env.SUITE_OUTPUT;
  if (folder === undefined) return;
  const leaks = readdirSync(folder).flatMap((file) => leaksOf(readFileSync(join(folder, file), 'utf8')));
  rmSync(folder, { recursive: true, force: true });
  if (leaks.length > 0)
    throw new Error(`Private data in what services wrote:\n${leaks.slice(0, 20).join('\n')}`);
}
