import { InvalidArgumentError } from 'commander';
import { join } from 'node:path';
import { LauraError, toError } from '../common/errors';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { Environment } from '../config/environment';
import { EnvironmentError } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { pendingMigrations } from '../persistence/migrate';

/** Exit status when the database could not be used (EX_UNAVAILABLE): the command's question has no answer. */
const EXIT_UNAVAILABLE = 69;

/** What the commands need of the process around them. */
export interface CommandContext {
  /** @throws EnvironmentError */
  readEnvironment(): Environment;
  now(): Date;
  print(text: string): void;
  printError(text: string): void;
  exitWith(status: number): void;
}

/**
 * Opens the database that the service uses, without bringing it up to date: no command changes the tables. What goes
 * wrong is printed, and ends in exit status 69.
 * @param failure what then could not be done, e.g. `The ledger could not be read`
 * @throws EnvironmentError
 */
export async function withDatabase(
  context: CommandContext,
  failure: string,
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
    context.printError(`${failure}: ${toError(error).message}${adviceOn(error)}`);
    context.exitWith(EXIT_UNAVAILABLE);
  }
}

/** For commander: a phone number in any common form, as E.164. */
export function phoneNumber(text: string): string {
  const number = parsePhoneNumber(text);
  if (!isPhoneNumber(number)) throw new InvalidArgumentError(`${number.reason}.`);
  return number.e164;
}

/** The sandbox keeps its state, the database with it, in a folder of its own. */
function databaseOf(environment: Environment): DatabaseSettings {
  const { LAURA_MODE, DATA_DIR } = environment;
  const folder = LAURA_MODE === 'sandbox' ? join(DATA_DIR, 'sandbox') : DATA_DIR;
  return new DatabaseSettings(Object.assign(new Environment(), environment, { DATA_DIR: folder }));
}

function adviceOn(error: unknown): string {
  return error instanceof LauraError && error.code === 'DATA_DIR_IN_USE'
    ? '. The embedded database is for one process at a time: stop the service for the while, use its API (/api), or move to PostgreSQL (DATABASE_URL), where commands work beside it'
    : '';
}
