import { Command, InvalidArgumentError } from 'commander';
import { DatabaseSuppressions } from '../compliance/database-suppressions';
import { CommandContext, phoneNumber, withDatabase } from './command-context';

const LONGEST_REASON = 500;

/** `suppress`: exit status 0, 69 if the database can't be used, 78 for configuration. */
export function suppressCommand(context: CommandContext): Command {
  return new Command('suppress')
    .description('Never calls a number again, in any campaign. There is no way back.')
    .argument('<number>', 'in any common form; without a country code, of the United States', phoneNumber)
    .requiredOption('--reason <text>', 'who asked, and how; kept with the number for good', reasonOf)
    .option('--json', 'print the result as JSON', false)
    .action(async (phone: string, { reason, json }: { readonly reason: string; readonly json: boolean }) => {
      await withDatabase(context, 'The number was not suppressed', async (database) => {
        const suppressions = new DatabaseSuppressions({ now: () => context.now(), speed: 1 });
        const added = await database
          .transaction()
          .execute((transaction) =>
            suppressions.addAll(transaction, [phone], { reason, channel: 'operator' }),
          );
        const isNew = added > 0;
        const words = isNew
          ? 'The number is suppressed.'
          : 'The number was suppressed already; its first entry stands.';
        context.print(json ? JSON.stringify({ phone, isNew }) : words);
        context.exitWith(0);
      });
    });
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '' || reason.length > LONGEST_REASON || reason.includes('\0'))
    throw new InvalidArgumentError(`A reason of 1 to ${LONGEST_REASON} characters is needed.`);
  return reason;
}
