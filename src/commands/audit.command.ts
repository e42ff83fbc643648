import { Command, InvalidArgumentError } from 'commander';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { toError } from '../common/errors';
import { exportLedger } from '../compliance/ledger/export-ledger';
import { parseRangeEnd } from '../compliance/ledger/ledger-range';
import { LedgerVerification, verifyLedger } from '../compliance/ledger/verify-ledger';
import { Environment } from '../config/environment';
import { EnvironmentError } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { pendingMigrations } from '../persistence/migrate';

/** Exit status when the ledger could not be looked at (EX_UNAVAILABLE): neither sound nor faulty. */
const EXIT_UNAVAILABLE = 69;

/** What the commands need of the process around them. */
export interface AuditCommandContext {
  /** @throws EnvironmentError */
  readEnvironment(): Environment;
  now(): Date;
  print(text: string): void;
  printError(text: string): void;
  exitWith(status: number): void;
}

interface ExportFlags {
  readonly from?: Date;
  readonly to?: Date;
  readonly phone?: string;
  readonly out: string;
  readonly json: boolean;
}

/** `audit verify` and `audit export`: exit status 0, 1 for a ledger with faults, 69 if it can't be read, 78 for configuration. */
export function auditCommand(context: AuditCommandContext): Command {
  const audit = new Command('audit').description('The ledger of every decision to call or not to call.');
  audit
    .command('verify')
    .description('Checks that no recorded decision was changed, removed or inserted. Exit status 1: faults.')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      await withDatabase(context, async (database) => {
        const result = await verifyLedger(database);
        context.print(json ? JSON.stringify(result) : inWords(result));
        context.exitWith(result.ok ? 0 : 1);
      });
    });
  audit
    .command('export')
    .description('Writes decisions, calls, suppressions and the verification to a zip.')
    .requiredOption('--out <file>', 'the zip to write; must not exist')
    .option('--from <instant>', 'from this ISO 8601 instant or day (UTC) on', rangeEnd)
    .option('--to <instant>', 'until before this instant or day', rangeEnd)
    .option('--phone <number>', 'of this number alone', phoneNumber)
    .option('--json', 'print the result as JSON', false)
    .action(async ({ out, json, ...range }: ExportFlags) => {
      await withDatabase(context, async (database) => {
        await pipeline(
          await exportLedger(database, range, context.now()),
          createWriteStream(out, { flags: 'wx', mode: 0o600 }),
        );
        context.print(json ? JSON.stringify({ file: out }) : `Written to ${out}`);
      });
    });
  return audit;
}

/** Opens the database that the service uses, without bringing it up to date: a check changes nothing. */
async function withDatabase(
  context: AuditCommandContext,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  try {
    const environment = context.readEnvironment();
    const open = await openDatabase(databaseOf(environment), () => undefined);
    try {
      const pending = await pendingMigrations(open.database);
      if (pending.length > 0)
        throw new Error('The database is not up to date with this version: start the service once');
      await work(open.database);
    } finally {
      await open.database.destroy();
      open.lock?.release();
    }
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    context.printError(`The ledger could not be read: ${toError(error).message}`);
    context.exitWith(EXIT_UNAVAILABLE);
  }
}

/** The sandbox keeps its state, the database with it, in a folder of its own. */
function databaseOf(environment: Environment): DatabaseSettings {
  const { LAURA_MODE, DATA_DIR } = environment;
  const folder = LAURA_MODE === 'sandbox' ? join(DATA_DIR, 'sandbox') : DATA_DIR;
  return new DatabaseSettings(Object.assign(new Environment(), environment, { DATA_DIR: folder }));
}

function inWords({ ok, rows, head, faults }: LedgerVerification): string {
  if (ok) return `Sound: ${rows} decisions. The last has the hash ${head.hash}`;
  const lines = faults.map(
    ({ sequence, id, what }) => `  ${sequence}${id === null ? '' : ` (${id})`}: ${what}`,
  );
  return [`Not sound: ${faults.length} faults in ${rows} decisions.`, ...lines].join('\n');
}

function rangeEnd(text: string): Date {
  const parsed = parseRangeEnd(text);
  if (!parsed) throw new InvalidArgumentError('An ISO 8601 instant or a day is needed, e.g. 2026-11-24.');
  return parsed;
}

function phoneNumber(text: string): string {
  const number = parsePhoneNumber(text);
  if (!isPhoneNumber(number)) throw new InvalidArgumentError(`${number.reason}.`);
  return number.e164;
}
