import 'reflect-metadata';
import { Command, InvalidArgumentError } from 'commander';
import { config as readDotEnv } from 'dotenv';
import { airtableCommand } from './commands/airtable.command';
import { auditCommand } from './commands/audit.command';
import { CommandContext } from './commands/command-context';
import { consentsCommand } from './commands/consents.command';
import { dncCommand } from './commands/dnc.command';
import { doctorCommand } from './commands/doctor.command';
import { eraseCommand } from './commands/erase.command';
import { leadsCommand } from './commands/leads.command';
import { simulateCommand } from './commands/simulate.command';
import { suppressCommand } from './commands/suppress.command';
import { RunningClock, SystemClock } from './common/clock';
import { toError } from './common/errors';
import { parseInstant } from './config/checks';
import { EnvironmentError, EXIT_CONFIG, readEnvironment } from './config/read-environment';
import { startSandbox } from './sandbox/sandbox';
import { WorkerSimulationRunner } from './simulation/simulation-runner';

const program = new Command('laura').description('Commands beside the service itself.').showHelpAfterError();

interface SandboxFlags {
  readonly airtablePort: number;
  readonly vapiPort: number;
  readonly twilioPort: number;
  readonly leads: number;
  readonly pace: number;
  readonly now: Date | undefined;
  readonly journal: string | undefined;
  readonly json: boolean;
}

program
  .command('sandbox')
  .description(
    'Runs the simulated Airtable, VAPI and Twilio alone, for a service that is started with LAURA_MODE=live.',
  )
  .option('--airtable-port <port>', 'port of the simulated Airtable', wholeNumber, 8081)
  .option('--vapi-port <port>', 'port of the simulated VAPI', wholeNumber, 8082)
  .option('--twilio-port <port>', 'port of the simulated Twilio', wholeNumber, 8083)
  .option('--leads <count>', 'sample leads to make', wholeNumber, 200)
  .option('--pace <factor>', 'how many times shorter calls are than real ones', wholeNumber, 30)
  .option('--now <instant>', 'ISO 8601 instant at which the clock starts (default: the present)', instant)
  .option('--journal <folder>', 'keep the state there, over restarts')
  .option('--json', 'print the addresses and keys as JSON', false)
  .action(async (flags: SandboxFlags) => {
    const clock = flags.now ? new RunningClock(flags.now) : new SystemClock();
    const { airtablePort, vapiPort, twilioPort, leads, pace } = flags;
    const journal = flags.journal === undefined ? {} : { journalDirectory: flags.journal };
    const sandbox = await startSandbox({
      clock,
      airtablePort,
      vapiPort,
      twilioPort,
      leads,
      pace,
      ...journal,
    });
    const variables = {
      LAURA_MODE: 'live',
      AIRTABLE_ENDPOINT_URL: sandbox.airtable.url,
      AIRTABLE_API_KEY: sandbox.airtable.apiKey,
      AIRTABLE_BASE_ID: sandbox.airtable.baseId,
      VAPI_BASE_URL: sandbox.vapi.url,
      VAPI_API_TOKEN: sandbox.vapi.apiKey,
      VAPI_PHONE_ID: sandbox.vapi.phoneNumberId,
      TWILIO_BASE_URL: sandbox.twilio.url,
      TWILIO_ACCOUNT_SID: sandbox.twilio.accountSid,
      TWILIO_AUTH_TOKEN: sandbox.twilio.authToken,
      TWILIO_FROM_NUMBER: sandbox.twilio.number,
      ...(flags.now && { CLOCK_START: flags.now.toISOString() }),
    };
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    print(flags.json ? JSON.stringify(variables) : lines.join('\n'));
    const stop = () => void sandbox.close().finally(() => process.exit(0));
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });

const context: CommandContext = {
  readEnvironment: () => {
    if (process.env.NODE_ENV !== 'production') readDotEnv({ quiet: true });
    return readEnvironment(process.env);
  },
  now: () => new Date(),
  print,
  printError: (text) => process.stderr.write(`${text}\n`),
  exitWith: (status) => (process.exitCode = status),
};
program.addCommand(doctorCommand(context));
program.addCommand(airtableCommand(context));
program.addCommand(auditCommand(context));
program.addCommand(consentsCommand(context));
program.addCommand(dncCommand(context));
program.addCommand(eraseCommand(context));
program.addCommand(leadsCommand(context));
program.addCommand(simulateCommand(context, () => new WorkerSimulationRunner()));
program.addCommand(suppressCommand(context));

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(text);
}

function instant(text: string): Date {
  const parsed = parseInstant(text);
  if (!parsed) throw new InvalidArgumentError('An ISO 8601 instant is needed, e.g. 2026-11-24T17:00:00Z.');
  return parsed;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${toError(error).message}\n`);
  process.exit(error instanceof EnvironmentError ? EXIT_CONFIG : 1);
});
