import { config as readDotEnv } from 'dotenv';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { Clock, RunningClock, SystemClock } from './common/clock';
import { ConfigurationError, toError } from './common/errors';
import { parseInstant } from './config/checks';
import { Environment } from './config/environment';
import { EnvironmentError, EXIT_CONFIG, readEnvironment } from './config/read-environment';
import { createApp } from './configure-app';
import { enterSandbox, SandboxMode } from './sandbox-mode';

/** A stop that takes longer than this (ms) is cut short: all that matters is durable at every line. */
const STOP_WITHIN_MS = 9_500;

async function main(): Promise<void> {
  const signals = listenToSignals();
  if (process.env.NODE_ENV !== 'production') readDotEnv({ quiet: true });
  const given = readEnvironment(process.env);
  const sandboxed = given.LAURA_MODE === 'sandbox' ? await enterSandbox(given, new Date()) : undefined;
  const environment = sandboxed?.environment ?? given;
  const app = await createApp(AppModule.for(environment, sandboxed?.clock ?? liveClock(environment)));
  const logger = app.get(Logger);
  signals.stop = stopper(app, logger, sandboxed);
  dieOnDefects(logger);
  await app.listen(environment.PORT, environment.HOST ?? (sandboxed ? '127.0.0.1' : '0.0.0.0'));
  if (sandboxed) greet(sandboxed);
}

function liveClock(environment: Environment): Clock {
  const start = parseInstant(environment.CLOCK_START ?? '');
  return start ? new RunningClock(start) : new SystemClock();
}

/** Until the service is made nothing is in hand; yet a process with id 1 dies of no signal that it does not listen to. */
function listenToSignals(): { stop: (signal: string) => void } {
  const signals = { stop: (_signal: string): void => process.exit(0) };
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => signals.stop(name));
  return signals;
}

/** What SIGTERM and SIGINT do: begin no dial, finish or release what is in hand, exit 0 in good time. */
function stopper(
  app: NestFastifyApplication,
  logger: Logger,
  sandboxed: SandboxMode | undefined,
): (signal: string) => void {
  let stopping = false;
  return (signal) => {
    if (stopping) return;
    stopping = true;
    logger.log(`${signal}: stopping`);
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    app
      .close()
      .then(() => sandboxed?.sandbox.close())
      .catch((error: unknown) => logger.error({ err: toError(error) }, 'The stop did not go smoothly'))
      .finally(() => process.exit(0));
  };
}

/** What nobody caught is a defect: it is told in full, and the process ends, since all that matters is in the database. */
function dieOnDefects(logger: Logger): void {
  const die = (thrown: unknown): void => {
    logger.fatal({ err: toError(thrown) }, 'A defect ended the process');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

function greet({ environment, clock, sandbox }: SandboxMode): void {
  process.stdout.write(
    [
      '',
      'Laura runs in the sandbox: simulated Airtable and VAPI, spoken to over HTTP.',
      `  Open       ${environment.PUBLIC_URL}/#token=${encodeURIComponent(environment.ADMIN_TOKEN ?? '')}&name=Sandbox`,
      `  Token      ${environment.ADMIN_TOKEN}`,
      `  Clock      ${clock.now().toUTCString()}, ${clock.speed} times as fast as yours`,
      ...(environment.LEAD_SOURCE === 'local'
        ? ['  Leads      by import: a CSV file on the page, or POST /api/leads/import']
        : [
            `  Leads      ${sandbox.airtable.url}/_sandbox/records/Leads`,
            `  Calls      ${sandbox.airtable.url}/_sandbox/records/Calls`,
          ]),
      '  Start over by removing the folder data/sandbox. Stop with Ctrl-C.',
      '',
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  if (error instanceof EnvironmentError || error instanceof ConfigurationError) {
    process.stderr.write(`Laura could not start. ${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
  // The stack begins with the message.
  const { message, stack } = toError(error);
  process.stderr.write(`Laura could not start. ${stack ?? message}\n`);
  process.exit(1);
});
