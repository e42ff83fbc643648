import { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { NoOutbox } from '../airtable/no-outbox';
import { Outbox } from '../airtable/outbox';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { ConsentLedger } from '../compliance/consents/consent-ledger';
import { DatabaseSuppressions } from '../compliance/database-suppressions';
import { parseInstant } from '../config/checks';
import { Environment } from '../config/environment';
import { AirtableSettings, CampaignSettings } from '../config/settings';
import { ImportReport } from '../leads/import/import-report';
import { AirtableDestination, LeadDestination, LocalDestination } from '../leads/import/lead-destination';
import { LeadFileError } from '../leads/import/lead-file';
import { LeadImport } from '../leads/import/lead-import';
import { LeadAdoption } from '../leads/lead-adoption';
import { LeadStore } from '../leads/lead-store';
import { Database } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { sandboxTime } from '../sandbox-mode';
import { CommandContext, withDatabase } from './command-context';

/** Faults that are told to people; `--json` tells the first thousand. */
const MOST_FAULTS = 20;

interface ImportFlags {
  readonly dryRun: boolean;
  readonly skipInvalid: boolean;
  readonly allowMissingConsent: boolean;
  readonly json: boolean;
}

/** `leads import`: exit status 0, 1 when the file or a row of it was refused, 69 if the database can't be used, 78 for configuration. */
export function leadsCommand(context: CommandContext): Command {
  const leads = new Command('leads').description('The people to call.');
  leads
    .command('import')
    .description('Imports leads from a CSV file: all of them or, if a row is at fault, none.')
    .argument(
      '<file>',
      'CSV in UTF-8 with a header of the columns of the leads table; Phone is indispensable',
    )
    .option('--dry-run', 'only say what would come of it', false)
    .option('--skip-invalid', 'import the rows without a fault although others have one', false)
    .option('--allow-missing-consent', 'take rows that state no consent; such leads are not called', false)
    .option('--json', 'print the result as JSON', false)
    .action(async (file: string, { json, ...options }: ImportFlags) => {
      await withDatabase(context, 'The leads were not imported', async (database) => {
        try {
          const report = await importInto(database, context).run(createReadStream(file), options);
          context.print(json ? JSON.stringify(report) : inWords(report));
          const isRefused = report.errors.length > 0 && !(options.skipInvalid && report.rows > 0);
          context.exitWith(isRefused ? 1 : 0);
        } catch (error) {
          if (!(error instanceof LeadFileError)) throw error;
          context.printError(json ? JSON.stringify({ refused: error.message }) : error.message);
          context.exitWith(1);
        }
      });
    });
  return leads;
}

function importInto(database: Database, context: CommandContext): LeadImport {
  const environment = context.readEnvironment();
  const campaign = new CampaignSettings(environment);
  const airtable = new AirtableSettings(environment);
  const clock = { now: () => businessTime(environment, context.now()), speed: 1 };
  const ids = new IdGenerator();
  return new LeadImport(
    database,
    destinationOf(campaign, airtable, clock, ids),
    new Leases(database),
    clock,
    ids,
    campaign,
    airtable,
  );
}

/** As the service's own module has it. */
function destinationOf(
  campaign: CampaignSettings,
  { isUsed }: AirtableSettings,
  clock: Clock,
  ids: IdGenerator,
): LeadDestination {
  if (isUsed) return new AirtableDestination(new Outbox(campaign));
  const outbox = new NoOutbox(campaign);
  const adoption = new LeadAdoption(
    new LeadStore(outbox),
    outbox,
    new ConsentLedger(clock, ids),
    new DatabaseSuppressions(clock),
    clock,
    ids,
    campaign,
  );
  return new LocalDestination(adoption);
}

/** A lead that is due by our clock must be due by the service's. */
function businessTime(environment: Environment, now: Date): Date {
  if (environment.LAURA_MODE === 'sandbox') return sandboxTime(environment, now);
  return parseInstant(environment.CLOCK_START ?? '') ?? now;
}

function inWords({ rows, imported, updated, unchanged, rejected, errors, dryRun }: ImportReport): string {
  const counts = `${imported} new, ${updated} changed, ${unchanged} as they were, ${rejected} with a fault`;
  const told = errors
    .slice(0, MOST_FAULTS)
    .map(
      ({ row, column, code, message }) =>
        `  row ${row}${column === null ? '' : `, ${column}`}: ${message} (${code})`,
    );
  const more = errors.length > MOST_FAULTS ? ['  …'] : [];
  const outcome = dryRun
    ? 'Nothing was written (--dry-run).'
    : imported + updated === 0
      ? 'Nothing was imported.'
      : 'Imported.';
  return [`${rows} rows: ${counts}. ${outcome}`, ...told, ...more].join('\n');
}
