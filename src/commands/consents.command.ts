import { Command } from 'commander';
import { IdGenerator } from '../common/ids';
import { ConsentLedger } from '../compliance/consents/consent-ledger';
import { CONSENT_COLUMNS } from '../compliance/consents/consent-csv';
import { ConsentFileError, importConsents } from '../compliance/consents/import-consents';
import { CommandContext, withDatabase } from './command-context';

/** `consents import`: exit status 0, 1 for a file that was refused, 69 if the database can't be used, 78 for configuration. */
export function consentsCommand(context: CommandContext): Command {
  const consents = new Command('consents').description('The ledger of who has agreed to be called.');
  consents
    .command('import')
    .description('Adds grants and withdrawals from a CSV file, all of them or, if a row is at fault, none.')
    .argument('<file>', `CSV with a header of: ${CONSENT_COLUMNS.join(', ')}`)
    .option('--json', 'print the result as JSON', false)
    .action(async (file: string, { json }: { readonly json: boolean }) => {
      await withDatabase(context, 'The consents were not imported', async (database) => {
        const ledger = new ConsentLedger({ now: () => context.now(), speed: 1 }, new IdGenerator());
        const campaign = context.readEnvironment().CAMPAIGN_NAME;
        try {
          const result = await importConsents(database, ledger, file, { campaign, now: context.now() });
          const words = `${result.rows} rows read, ${result.added} entries new.`;
          context.print(json ? JSON.stringify(result) : words);
          context.exitWith(0);
        } catch (error) {
          if (!(error instanceof ConsentFileError)) throw error;
          context.printError(json ? JSON.stringify({ faults: error.faults }) : error.message);
          context.exitWith(1);
        }
      });
    });
  return consents;
}
