import { Command, InvalidArgumentError } from 'commander';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportLedger } from '../compliance/ledger/export-ledger';
import { parseRangeEnd } from '../compliance/ledger/ledger-range';
import { LedgerVerification, verifyLedger } from '../compliance/ledger/verify-ledger';
import { CommandContext, phoneNumber, withDatabase } from './command-context';

const UNREADABLE = 'The ledger could not be read';

interface ExportFlags {
  readonly from?: Date;
  readonly to?: Date;
  readonly phone?: string;
  readonly out: string;
  readonly json: boolean;
}

/** `audit verify` and `audit export`: exit status 0, 1 for a ledger with faults, 69 if it can't be read, 78 for configuration. */
export function auditCommand(context: CommandContext): Command {
  const audit = new Command('audit').description('The ledger of every decision to call or not to call.');
  audit
    .command('verify')
    .description('Checks that no recorded decision was changed, removed or inserted. Exit status 1: faults.')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      await withDatabase(context, UNREADABLE, async (database) => {
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
      await withDatabase(context, UNREADABLE, async (database) => {
        await pipeline(
          await exportLedger(database, range, context.now()),
          createWriteStream(out, { flags: 'wx', mode: 0o600 }),
        );
        context.print(json ? JSON.stringify({ file: out }) : `Written to ${out}`);
      });
    });
  return audit;
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
