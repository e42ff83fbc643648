import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { commandAirtable } from '../airtable/command-airtable';
import { MissingPart, partInWords } from '../airtable/setup-plan';
import { setUpBase, SetupReport } from '../airtable/setup-base';
import { ExternalApiError } from '../common/errors';
import { scrub } from '../common/redaction';
import { AirtableSettings } from '../config/settings';
import { CommandContext } from './command-context';

/** Exit status when Airtable could not be asked (EX_UNAVAILABLE). */
const EXIT_UNAVAILABLE = 69;

const TOKENS = 'https://airtable.com/create/tokens';

interface SetupFlags {
  readonly json: boolean;
  readonly dryRun: boolean;
}

/**
 * `airtable setup`: exit status 0 when nothing is left to do (or on a dry run, nothing that a person must do), 1 when
 * something is left for a person, 69 when Airtable can't be asked, 78 for configuration.
 */
export function airtableCommand(context: CommandContext): Command {
  const airtable = new Command('airtable').description('The Airtable base with the leads and the call log.');
  airtable
    .command('setup')
    .description('Makes the tables and columns that are missing; changes and deletes nothing that is there.')
    .option('--dry-run', 'only say what would be made', false)
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json, dryRun }: SetupFlags) => {
      Logger.overrideLogger(false);
      const environment = context.readEnvironment();
      if (environment.LEAD_SOURCE === 'local') {
        const words = 'Leads and call log are local (LEAD_SOURCE=local): there is no base to set up.';
        context.print(json ? JSON.stringify({ made: [], left: [], conflicts: [] }) : words);
        return context.exitWith(0);
      }
      if (environment.LAURA_MODE === 'sandbox') {
        const words = 'In the sandbox the base is simulated, and complete. Set LAURA_MODE=live for your own.';
        context.print(json ? JSON.stringify({ made: [], left: [], conflicts: [] }) : words);
        return context.exitWith(0);
      }
      const settings = new AirtableSettings(environment);
      const clock = { now: () => context.now(), speed: 1 };
      try {
        const report = await setUpBase(commandAirtable(settings, clock, undefined).gateway, settings, dryRun);
        context.print(json ? JSON.stringify(report) : inWords(report, dryRun).join('\n'));
        context.exitWith(isDone(report, dryRun) ? 0 : 1);
      } catch (error) {
        if (!(error instanceof ExternalApiError)) throw error;
        context.printError(`The base was not set up: ${scrub(error.message)}. ${adviceOn(error)}`);
        context.exitWith(EXIT_UNAVAILABLE);
      }
    });
  return airtable;
}

function isDone({ left, conflicts, lacks }: SetupReport, isDryRun: boolean): boolean {
  const isComplete = left.length === 0 || (isDryRun && lacks === undefined);
  return isComplete && !conflicts.some(({ isFatal }) => isFatal);
}

function inWords({ made, left, conflicts, lacks }: SetupReport, isDryRun: boolean): string[] {
  const lines = made.flatMap((part) => ['Made.', ...partInWords(part)]);
  if (left.length > 0) lines.push(...remainder(left, lacks, isDryRun));
  for (const { what, remedy } of conflicts) lines.push(what, `  -> ${remedy}`);
  return lines.length > 0 ? lines : ['Nothing to do: the base has every table and column.'];
}

function remainder(
  left: readonly MissingPart[],
  lacks: SetupReport['lacks'],
  isDryRun: boolean,
): readonly string[] {
  const parts = left.flatMap(partInWords);
  if (lacks === 'schema.bases:write') {
    const cure = `add the scope schema.bases:write at ${TOKENS} and run this again, or make them by hand.`;
    return [`The token may not make columns: ${cure}`, 'Missing:', ...parts];
  }
  if (lacks === 'schema.bases:read') {
    const cure = `check AIRTABLE_BASE_ID, and at ${TOKENS} that the token has access to the base and the scopes schema.bases:read and schema.bases:write; or make by hand what is missing of this:`;
    return [`The token may not see the tables of the base: ${cure}`, ...parts];
  }
  return [isDryRun ? 'Would be made.' : 'Still missing, run this again:', ...parts];
}

function adviceOn(error: ExternalApiError): string {
  if (error.detail.status === 401)
    return `Set AIRTABLE_API_KEY to a personal access token (pat…, made at ${TOKENS}).`;
  if (error.retryable) return 'Nothing that was made is lost: run this again in a minute.';
  return 'Airtable gives the reason above: mend it, and run this again.';
}
