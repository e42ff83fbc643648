import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningClock } from '../common/clock';
import { parseInstant } from '../config/checks';
import { Environment } from '../config/environment';
import { EnvironmentError, EXIT_CONFIG } from '../config/read-environment';
import { CheckReport } from '../doctor/check';
import { examine, unsound } from '../doctor/doctor';
import { enterSandbox } from '../sandbox-mode';
import { CommandContext } from './command-context';

/** `doctor`: exit status 0 without a fault (warnings allowed), 1 with one, 78 for configuration. */
export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('Checks all that a campaign needs and says what to do about each fault. Calls nobody.')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      Logger.overrideLogger(false);
      const [reports, badly] = await diagnosis(context);
      const ok = reports.every(({ status }) => status !== 'fail');
      context.print(json ? JSON.stringify({ ok, checks: reports }) : inWords(reports));
      context.exitWith(ok ? 0 : badly);
    });
}

/** @returns the reports, with the exit status if there is a fault among them */
async function diagnosis(context: CommandContext): Promise<[readonly CheckReport[], number]> {
  let environment: Environment;
  try {
    environment = context.readEnvironment();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return [unsound(error), EXIT_CONFIG];
  }
  const realNow = () => context.now();
  if (environment.LAURA_MODE === 'sandbox') return [await examineSandbox(environment, realNow), 1];
  const start = parseInstant(environment.CLOCK_START ?? '');
  const clock = start ? new RunningClock(start) : { now: realNow, speed: 1 };
  return [await examine({ environment, clock, realNow }), 1];
}

/**
 * The sandbox of a running service is that process's own: the doctor takes simulators of its own, in a folder of its
 * own, with the database and the secrets of the sandbox's folder.
 */
async function examineSandbox(given: Environment, realNow: () => Date): Promise<readonly CheckReport[]> {
  const folder = join(given.DATA_DIR, 'sandbox');
  // On a read-only file system the data folder may be the only place to write.
  const own = await mkdtemp(join(tmpdir(), 'laura-doctor-')).catch(() =>
    mkdtemp(join(given.DATA_DIR, '.doctor-')),
  );
  try {
    const secrets = join(folder, 'secrets.json');
    await mkdir(join(own, 'sandbox'));
    if (existsSync(secrets)) await copyFile(secrets, join(own, 'sandbox', 'secrets.json'));
    const mode = await enterSandbox(Object.assign(new Environment(), given, { DATA_DIR: own }), realNow());
    const environment = Object.assign(new Environment(), mode.environment, { DATA_DIR: folder });
    try {
      return await examine({ environment, clock: mode.clock, realNow });
    } finally {
      await mode.sandbox.close();
    }
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function inWords(reports: readonly CheckReport[]): string {
  const width = Math.max(...reports.map(({ name }) => name.length));
  const lines = reports.flatMap(({ name, status, said, findings }) => [
    `${status.padEnd(4)}  ${name.padEnd(width)}  ${said}`,
    ...findings.flatMap(({ severity, what, remedy }) => [
      `      ${severity === 'fail' ? 'FAULT' : 'Warning'}: ${indented(what)}`,
      `        -> ${indented(remedy)}`,
    ]),
  ]);
  const all = reports.flatMap(({ findings }) => findings);
  const faults = all.filter(({ severity }) => severity === 'fail').length;
  return [...lines, '', `${counted(faults, 'fault')}, ${counted(all.length - faults, 'warning')}.`].join(
    '\n',
  );
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n           ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
