import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lookBackMs } from '../compliance/judging';
import { readOperatorRules } from '../compliance/operator-rules/read-operator-rules';
import { isKnownZone } from '../compliance/zone-offsets';
import { parseRangeEnd } from '../compliance/ledger/ledger-range';
import { parseInstant } from '../config/checks';
import { Environment } from '../config/environment';
import {
  AirtableSettings,
  CampaignSettings,
  RulesSettings,
  ScriptSettings,
  TelephonySettings,
} from '../config/settings';
import { campaignHistory } from '../simulation/campaign-history';
import { reportOf, ReportInput } from '../simulation/campaign-report';
import { csvLeads } from '../simulation/csv-leads';
import { databaseLeads } from '../simulation/database-leads';
import { findLines } from '../simulation/find-lines';
import { generatedLeads } from '../simulation/generated-leads';
import { LeadColumns } from '../simulation/lead-columns';
import { mixFromHistory } from '../simulation/mix-from-history';
import { DEFAULT_MIX, OutcomeMix } from '../simulation/outcome-mix';
import { reportAsHtml } from '../simulation/report-html';
import { reportAsText } from '../simulation/report-text';
import { SimulationJob } from '../simulation/simulation-job';
import { sandboxTime } from '../sandbox-mode';
import { SimulationRunner } from '../simulation/simulation-runner';
import { CommandContext, withDatabase } from './command-context';

interface SimulateFlags {
  readonly leads?: number;
  readonly csv?: string;
  readonly lines?: number;
  readonly rate?: number;
  readonly days: number;
  readonly start?: Date;
  readonly seeds: number;
  readonly seed: number;
  readonly finishBy?: Date;
  readonly zone: string;
  readonly json: boolean;
  readonly html?: string;
}

/** Whom to call, and how calls go. */
interface Material {
  readonly leads: LeadColumns;
  readonly mix: OutcomeMix;
}

const HOUR_MS = 3_600_000;

/** `simulate`: exit status 0, 1 for a file that can't be read, 69 if the database can't be used, 78 for configuration. */
export function simulateCommand(context: CommandContext, runner: () => SimulationRunner): Command {
  return new Command('simulate')
    .description(
      'Runs the campaign over simulated time: when it will be done, what it will cost, who will not be called and why. ' +
        'Nobody is called. Without --leads or --csv it takes the leads of this deployment, and the outcomes of its own calls.',
    )
    .option('--leads <count>', 'so many made-up leads', whole(1, 10_000_000))
    .option('--csv <file>', 'the leads of a CSV file, as `leads import` reads it')
    .option('--lines <count>', 'calls at once, instead of MAX_CONCURRENT_CALLS', whole(1, 10_000))
    .option('--rate <calls>', 'calls that may begin in a second, instead of CALLS_PER_SECOND', above(0, 100))
    .option('--days <count>', 'end after so many days if it is not done before', whole(1, 730), 60)
    .option(
      '--start <instant>',
      'ISO 8601 instant or day (UTC) at which it starts (default: the next full hour)',
      instant,
    )
    .option('--seeds <count>', 'runs with different chance, from which the bounds come', whole(1, 100), 5)
    .option(
      '--seed <number>',
      'the first seed; the same seeds give the same report',
      whole(0, 1_000_000_000),
      1,
    )
    .option('--finish-by <instant>', 'say how many lines it takes to be done by then', instant)
    .option('--zone <name>', 'IANA time zone in which days and hours are shown', zone, 'UTC')
    .option('--json', 'print the report as JSON', false)
    .option('--html <file>', 'also write the report as one HTML page')
    .action(async (flags: SimulateFlags) => {
      if (flags.leads !== undefined && flags.csv !== undefined)
        throw new InvalidArgumentError('Either --leads or --csv can be given, not both.');
      const environment = withSandboxRules(context.readEnvironment());
      const now = businessTime(environment, context.now());
      const startAt = flags.start ?? new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS);
      const simulate = async (material: Material) =>
        await report(context, runner(), environment, flags, startAt, material);
      if (flags.leads !== undefined)
        await simulate({ leads: generatedLeads(flags.leads, flags.seed, startAt), mix: DEFAULT_MIX });
      else if (flags.csv !== undefined) await fromFile(context, environment, flags.csv, startAt, simulate);
      else
        await withDatabase(context, 'The campaign was not simulated', async (database) => {
          const { name } = new CampaignSettings(environment);
          const back = lookBackMs({
            operator: readOperatorRules(new RulesSettings(environment).complianceFile),
          });
          const mix = mixFromHistory(await campaignHistory(database, name, now));
          const { leads } = await databaseLeads(database, name, startAt, back);
          await simulate({ leads, mix });
        });
    });
}

async function fromFile(
  context: CommandContext,
  environment: Environment,
  file: string,
  startAt: Date,
  simulate: (material: Material) => Promise<void>,
): Promise<void> {
  const { fieldMap } = new AirtableSettings(environment);
  let leads: LeadColumns;
  try {
    leads = await csvLeads(file, fieldMap, startAt);
  } catch (error) {
    context.printError(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    context.exitWith(1);
    return;
  }
  await simulate({ leads, mix: DEFAULT_MIX });
}

async function report(
  context: CommandContext,
  runner: SimulationRunner,
  environment: Environment,
  flags: SimulateFlags,
  startAt: Date,
  { leads, mix }: Material,
): Promise<void> {
  const settings = new CampaignSettings(environment);
  const campaign = {
    ...settings,
    lines: flags.lines ?? settings.lines,
    callsPerSecond: flags.rate ?? settings.callsPerSecond,
  };
  const { phoneIds, twilio } = new TelephonySettings(environment);
  const job: Omit<SimulationJob, 'seed'> = {
    ...{ campaign, script: scriptOf(environment), leads, mix, startAt, days: flags.days, zone: flags.zone },
    complianceFile: new RulesSettings(environment).complianceFile,
    ...(twilio === undefined &&
      phoneIds.length > 0 && { callerNumbers: phoneIds.map((id) => ({ id, number: undefined })) }),
  };
  const runsWith = async (lines: number) => {
    const seeds = Array.from({ length: flags.seeds }, (_, index) => flags.seed + index);
    const jobs = seeds.map((seed) => ({ ...job, campaign: { ...campaign, lines }, seed }));
    return await withBar(`${lines} lines`, (tell) => runner.runAll(jobs, tell));
  };
  const wanted = flags.finishBy ? await findLines(flags.finishBy, runsWith) : null;
  const lines = wanted?.lines ?? campaign.lines;
  const input: ReportInput = {
    ...{ leads: leads.origin, outcomes: mix.origin, campaign: campaign.name, startAt: startAt.toISOString() },
    ...{ days: flags.days, zone: flags.zone, lines, callsPerSecond: campaign.callsPerSecond },
    ...{ maxAttempts: campaign.maxAttempts, dailyBudgetUsd: campaign.dailyBudgetUsd ?? null },
  };
  const result = reportOf(await runsWith(lines), input, wanted);
  if (flags.html !== undefined) await writeFile(flags.html, reportAsHtml(result));
  context.print(flags.json ? JSON.stringify(result, null, 2) : reportAsText(result).trimEnd());
}

/** The sandbox's own time, where the leads are its. */
function businessTime(environment: Environment, now: Date): Date {
  if (environment.LAURA_MODE === 'sandbox') return sandboxTime(environment, now);
  return parseInstant(environment.CLOCK_START ?? '') ?? now;
}

/** The make-believe operator's registrations, once the sandbox has written them. */
function withSandboxRules(environment: Environment): Environment {
  const { LAURA_MODE, COMPLIANCE_FILE, DATA_DIR } = environment;
  const file = join(DATA_DIR, 'sandbox', 'compliance.json');
  const isOurs = LAURA_MODE === 'sandbox' && COMPLIANCE_FILE === undefined && existsSync(file);
  return isOurs ? Object.assign(new Environment(), environment, { COMPLIANCE_FILE: file }) : environment;
}

/** Only what rules go by: the rest of the settings has no business in a thread. */
function scriptOf(environment: Environment): SimulationJob['script'] {
  const { sellerLegalName, callbackNumber } = new ScriptSettings(environment);
  return { sellerLegalName, callbackNumber };
}

/** A bar on a terminal; nothing elsewhere. */
async function withBar<T>(what: string, work: (tell: (share: number) => void) => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return await work(() => undefined);
  const bar = new SingleBar({
    format: `Simulating with ${what} [{bar}] {percentage} %`,
    stream: process.stderr,
  });
  bar.start(1_000, 0);
  try {
    return await work((share) => bar.update(Math.round(share * 1_000)));
  } finally {
    bar.stop();
  }
}

function whole(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
    return value;
  };
}

function above(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!(value > least && value <= most))
      throw new InvalidArgumentError(`A number above ${least}, at most ${most}, is needed.`);
    return value;
  };
}

function instant(text: string): Date {
  const parsed = parseRangeEnd(text);
  if (!parsed) throw new InvalidArgumentError('An ISO 8601 instant or a day is needed, e.g. 2026-11-24.');
  return parsed;
}

function zone(text: string): string {
  if (!isKnownZone(text))
    throw new InvalidArgumentError('An IANA time zone is needed, e.g. America/New_York.');
  return text;
}
