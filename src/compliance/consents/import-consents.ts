import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { LauraError } from '../../common/errors';
import { Database } from '../../persistence/database';
import { CONSENT_COLUMNS, readConsentRow } from './consent-csv';
import { ConsentEntry, ConsentLedger } from './consent-ledger';

const BATCH = 500;
/** Faults that are told; whoever sees as many mends the file as a whole. */
const MOST_FAULTS = 20;

/** A file that is not imported, with what is wrong by line; no cell is quoted. */
export class ConsentFileError extends LauraError {
  constructor(readonly faults: readonly string[]) {
    super('CONSENT_FILE_INVALID', `Nothing was imported:\n  ${faults.join('\n  ')}`);
  }
}

/**
 * Imports a CSV file of consents whole or not at all: it is read once to find every fault, and once more to be written in
 * one transaction, never held in memory. Imported twice, it adds nothing the second time.
 * @throws ConsentFileError naming the lines at fault
 */
export async function importConsents(
  database: Database,
  ledger: ConsentLedger,
  file: string,
  { campaign, now }: { readonly campaign: string; readonly now: Date },
): Promise<{ readonly rows: number; readonly added: number }> {
  const faults: string[] = [];
  let rows = 0;
  for await (const { line, entry } of entriesIn(file, campaign, now)) {
    rows += 1;
    if (isFaulty(entry)) faults.push(`line ${line}: ${entry.join('; ')}`);
    if (faults.length >= MOST_FAULTS) throw new ConsentFileError([...faults, '… and perhaps more']);
  }
  if (rows === 0) faults.push('the file has no rows');
  if (faults.length > 0) throw new ConsentFileError(faults);
  const added = await database.transaction().execute(async (transaction) => {
    let written = 0;
    let batch: ConsentEntry[] = [];
    for await (const { line, entry } of entriesIn(file, campaign, now)) {
      if (isFaulty(entry)) throw new ConsentFileError([`line ${line}: the file changed while it was read`]);
      batch.push(entry);
      if (batch.length < BATCH) continue;
      written += await ledger.record(transaction, batch);
      batch = [];
    }
    return written + (await ledger.record(transaction, batch));
  });
  return { rows, added };
}

async function* entriesIn(
  file: string,
  campaign: string,
  now: Date,
): AsyncGenerator<{ readonly line: number; readonly entry: ReturnType<typeof readConsentRow> }> {
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: checkHeader,
      info: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 100_000,
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRow>) {
      yield { line: info.lines, entry: readConsentRow(record, campaign, now) };
    }
  } catch (error) {
    if (error instanceof ConsentFileError || !(error instanceof Error) || !('code' in error)) throw error;
    const line = 'lines' in error ? `line ${String(error.lines)}: ` : '';
    throw new ConsentFileError([`${line}it cannot be read as CSV (${String(error.code)})`]);
  }
}

interface ParsedRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** A misspelt column would drop an expiry or a scope without a word. */
function checkHeader(header: readonly string[]): string[] {
  const known: readonly string[] = CONSENT_COLUMNS;
  const strange = header.filter((name) => !known.includes(name));
  const missing = ['Phone', 'Consent', 'Consent At', 'Consent Source'].filter(
    (name) => !header.includes(name),
  );
  const faults = [
    ...strange.map((name) => `the column ${name.slice(0, 40)} is none of ${known.join(', ')}`),
    ...missing.map((name) => `the column ${name} is missing`),
  ];
  if (faults.length > 0) throw new ConsentFileError(faults);
  return [...header];
}

function isFaulty(entry: ReturnType<typeof readConsentRow>): entry is readonly string[] {
  return Array.isArray(entry);
}
