import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { aLead } from '../../../test/support/a-lead';
import { readLead } from '../lead-cells';
import { readLeadFile } from './lead-file';
import { isFaulty, readHeader } from './lead-header';
import { readLeadRow } from './lead-row';
import { amend, standingCells } from './standing-lead';

const NOW = new Date('2026-06-10T16:00:00Z');

/** What people put into cells, with all that a CSV file has to quote. */
const cell = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('"', ',', ';', '\t', '\n', '\r\n', "'", 'é', '名'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join('').trim())
  // An apostrophe before these is an export's own, and taken off.
  .filter((text) => !/^'[=+\-@\t]/.test(text));

const row = fc.record({ Name: cell, Notes: cell, Company: cell, 'Consent Evidence': cell, Product: cell });
const instant = fc.date({ min: new Date('2020-01-01'), max: NOW, noInvalidDate: true });

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  await Promise.resolve();
}

async function readAll(file: string, chunkSize: number) {
  const rows = [];
  let header;
  for await (const line of readLeadFile(inChunks(Buffer.from(file), chunkSize))) {
    if (!header) header = readHeader(line.cells, {});
    else if (!isFaulty(header)) rows.push(readLeadRow(header, line, NOW));
  }
  return rows;
}

describe('a file of leads', () => {
  it('says what was written into it, however it is quoted, divided and cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        async (rows, delimiter, record_delimiter, bom, chunkSize) => {
          const records = rows.map((cells, index) => ({ Phone: `+1212555${1000 + index}`, ...cells }));
          const file = stringify(records, {
            header: true,
            delimiter,
            record_delimiter,
            bom,
            quoted_match: /\s/,
          });
          const read = await readAll(file, chunkSize);
          const said = read.map((one) =>
            'cells' in one ? { ...one.cells.known, ...one.cells.further } : one,
          );
          const { Product: _, ...blank } = {
            Name: '',
            Notes: '',
            Company: '',
            'Consent Evidence': '',
            Product: '',
          };
          expect(said).toEqual(
            records.map(({ Product, ...known }) => ({ ...blank, ...known, ...(Product && { Product }) })),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('changes no lead of which it says what stands already', () => {
    fc.assert(
      fc.property(
        fc.record({ name: cell, notes: cell, consent_at: instant, due_at: instant, callback_at: instant }),
        fc.constantFrom('new', 'retry', 'callback', 'called', 'left alone', 'opted out', 'invalid'),
        (facts, status) => {
          const lead = aLead({ ...facts, status: status as 'new', timezone: 'America/New_York' });
          const { known, further } = standingCells(lead);
          const asText = Object.fromEntries(
            Object.entries(known).map(([name, value]) => [
              name,
              value === null || value === undefined ? '' : String(value),
            ]),
          );
          const { before, after } = amend(lead, { known: asText, further }, true);
          expect(after).toEqual(before);
          expect(readLead(lead.source_id, { known, further })).toEqual(before);
        },
      ),
    );
  });
});
