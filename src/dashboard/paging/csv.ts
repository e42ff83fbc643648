import { StreamableFile } from '@nestjs/common';
import { stringify } from 'csv-stringify';
import { pipeline, Readable } from 'node:stream';

type Cell = string | number | boolean | null | undefined;

/** A row by its column names; what is absent stays empty. */
export type CsvRow = Readonly<Record<string, Cell>>;

/**
 * A table as a file to save, written as it is read. Spreadsheets take a cell for a formula by its first character, and
 * what leads and calls hold comes from strangers: such a cell gets an apostrophe in front, a number with its `+` too.
 */
export function csvFile(
  name: string,
  columns: readonly string[],
  rows: AsyncIterable<CsvRow>,
): StreamableFile {
  const csv = stringify({
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String },
  });
  // The reading ends with the download, however that ends.
  pipeline(Readable.from(rows), csv, () => undefined);
  return new StreamableFile(csv, {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
}
