import { Command } from 'commander';
import { Database } from '../persistence/database';
import { erasePerson, Erasure, ErasureOutcome, ErasureRequest } from '../retention/erase-person';
import { CommandContext, phoneNumber, withDatabase } from './command-context';

/** Exit status when a call with the number is open: nothing was erased. */
const EXIT_CALL_OPEN = 1;
/** Exit status without `--yes`: nothing was erased, what would be was shown. */
const EXIT_NOT_CONFIRMED = 2;

interface EraseFlags {
  readonly reason: string;
  readonly json: boolean;
  readonly yes: boolean;
}

/** `erase +NUMBER`: exit status 0, 1 while a call is open, 2 without `--yes`, 69 without a database, 78 for configuration. */
export function eraseCommand(context: CommandContext): Command {
  return new Command('erase')
    .description(
      'Erases all that is stored about the person at a number, and keeps only that the number must not be called.',
    )
    .argument('<number>', 'in any common form; without a country code, of the United States', phoneNumber)
    .option('--reason <text>', 'kept with the suppression', 'The person asked to be erased')
    .option('--yes', 'erase; without it only show what would be erased', false)
    .option('--json', 'print the result as JSON', false)
    .action(async (phone: string, { reason, json, yes }: EraseFlags) => {
      await withDatabase(context, 'The person could not be erased', async (database) => {
        const request = { phone, reason, now: context.now() };
        const outcome = await (yes ? erase(database, request) : rehearse(database, request));
        const isOpen = outcome === 'call-open';
        const result = { erased: yes && !isOpen, ...(isOpen ? { refused: outcome } : outcome) };
        const isLocal = context.readEnvironment().LEAD_SOURCE === 'local';
        context.print(json ? JSON.stringify(result) : inWords(outcome, yes, isLocal));
        context.exitWith(isOpen ? EXIT_CALL_OPEN : yes ? 0 : EXIT_NOT_CONFIRMED);
      });
    });
}

async function erase(database: Database, request: ErasureRequest): Promise<ErasureOutcome> {
  return await database.transaction().execute((transaction) => erasePerson(transaction, request));
}

/** The same work, taken back: so that what is shown is what would happen. */
async function rehearse(database: Database, request: ErasureRequest): Promise<ErasureOutcome> {
  const transaction = await database.startTransaction().execute();
  try {
    return await erasePerson(transaction, request);
  } finally {
    await transaction.rollback().execute();
  }
}

function inWords(outcome: ErasureOutcome, done: boolean, isLocal: boolean): string {
  if (outcome === 'call-open') {
    const suppressed = done ? ' The number is suppressed from now on.' : '';
    return `Nothing was erased: a call with this number is open.${suppressed} Run this again when the call is over.`;
  }
  const { leadRecords, calls, attempts, webhooks, consents } = outcome;
  const counts = `${leadRecords.length} leads, ${attempts} attempts, what was said in ${calls.length} calls, ${webhooks} webhooks, ${consents} consents`;
  if (!done) return `Would be erased: ${counts}. Nothing was: add --yes.`;
  return [`Erased: ${counts}. The number stays suppressed.`, ...copies(outcome, isLocal)].join('\n');
}

/** What we can't or may not erase ourselves. Nobody can look these ids up afterwards. */
function copies({ leadRecords, calls }: Erasure, isLocal: boolean): string[] {
  if (isLocal) return calls.length > 0 ? [`To delete at the provider: ${calls.join(', ')}`] : [];
  return [
    ...(leadRecords.length > 0 ? [`To delete in Airtable's leads table: ${leadRecords.join(', ')}`] : []),
    ...(calls.length > 0
      ? [`To delete in Airtable's call log (by CallId) and at the provider: ${calls.join(', ')}`]
      : []),
  ];
}
