import { Command, InvalidArgumentError, Option } from 'commander';
import { IdGenerator } from '../common/ids';
import { DatabaseSuppressions } from '../compliance/database-suppressions';
import { allRegistries, registryOf } from '../compliance/do-not-call-lists/do-not-call-registry';
import { findListStates } from '../compliance/do-not-call-lists/find-list-states';
import { importOwnList } from '../compliance/do-not-call-lists/import-own-list';
import { importRegistry } from '../compliance/do-not-call-lists/import-registry';
import { parseListDay } from '../compliance/do-not-call-lists/list-day';
import { ListCoverage } from '../compliance/do-not-call-lists/list-facts';
import { ListRefusedError } from '../compliance/do-not-call-lists/list-refused.error';
import { OWN_LISTS } from '../compliance/do-not-call-lists/own-list';
import { Database } from '../persistence/database';
import { CommandContext, withDatabase } from './command-context';
import { ImportResult, importInWords, stateInWords } from './dnc-words';

interface ImportFlags {
  readonly list: string;
  readonly date: string;
  readonly areaCodes?: readonly string[];
  readonly acceptSmaller: boolean;
  readonly json: boolean;
}

const LISTS = [...allRegistries(), ...OWN_LISTS].map(({ code }) => code);

/**
 * `dnc import` and `dnc lists`: exit status 0, 1 for a file that was refused, 69 if the database can't be used, 78 for
 * configuration.
 */
export function dncCommand(context: CommandContext): Command {
  const dnc = new Command('dnc').description('Do-not-call lists: public registries, and lists of your own.');
  dnc
    .command('import')
    .description('Imports a list, in place of its last version. Exit status 1: the file was refused.')
    .argument('<file>', 'one number a line, or CSV with a column headed "phone"; plain or gzipped')
    .addOption(new Option('--list <code>', 'which list it is').choices(LISTS).makeOptionMandatory())
    .requiredOption('--date <day>', 'the day that the list bears, e.g. 2026-06-01', day)
    .option(
      '--area-codes <codes>',
      'the area codes that the file covers, if not all, e.g. 212,917',
      areaCodes,
    )
    .option('--accept-smaller', 'also if the list has lost more than half of its numbers', false)
    .option('--json', 'print the result as JSON', false)
    .action(async (file: string, flags: ImportFlags) => {
      await withDatabase(context, 'The list was not imported', async (database) => {
        try {
          const result = await importList(context, database, file, flags);
          context.print(flags.json ? JSON.stringify({ imported: true, ...result }) : importInWords(result));
          context.exitWith(0);
        } catch (error) {
          if (!(error instanceof ListRefusedError)) throw error;
          if (flags.json) context.print(JSON.stringify({ imported: false, reason: error.message }));
          else context.printError(`The list was refused: ${error.message}`);
          context.exitWith(1);
        }
      });
    });
  dnc
    .command('lists')
    .description('Shows which version of each public registry is in force, and until when it may be gone by.')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      await withDatabase(context, 'The lists could not be read', async (database) => {
        const states = await findListStates(database, context.now());
        context.print(json ? JSON.stringify({ lists: states }) : states.map(stateInWords).join('\n'));
        context.exitWith(0);
      });
    });
  return dnc;
}

async function importList(
  context: CommandContext,
  database: Database,
  file: string,
  { list, date, areaCodes, acceptSmaller }: ImportFlags,
): Promise<ImportResult> {
  const registry = registryOf(list);
  if (areaCodes && !registry?.byAreaCode)
    throw new ListRefusedError(`The list ${list} is not given out by area code: leave --area-codes out`);
  const now = () => context.now();
  if (registry) {
    const coverage: ListCoverage = areaCodes ?? 'whole';
    const order = { registry, file, versionDate: date, coverage, acceptSmaller };
    const report = await importRegistry({ database, now, holder: new IdGenerator().next() }, order);
    return { list, date, ...report };
  }
  const own = OWN_LISTS.find(({ code }) => code === list);
  if (!own) throw new ListRefusedError(`There is no list ${list}`);
  const suppressions = new DatabaseSuppressions({ now, speed: 1 });
  return { list, date, ...(await importOwnList(database, suppressions, own, file, date)) };
}

function day(text: string): string {
  const parsed = parseListDay(text);
  if (parsed === undefined) throw new InvalidArgumentError('A day is needed, e.g. 2026-06-01.');
  return parsed;
}

function areaCodes(text: string): readonly string[] {
  const codes = text.split(',').map((code) => code.trim());
  if (!codes.every((code) => /^[2-9]\d\d$/.test(code)))
    throw new InvalidArgumentError('Area codes with commas between are needed, e.g. 212,917.');
  return [...new Set(codes)].toSorted();
}
