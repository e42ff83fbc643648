import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvLeads } from './csv-leads';
import { idOf, phoneOf, subjectOf } from './lead-columns';
import { simulateCampaign } from './simulate-campaign';
import { NOON, options } from './simulation.factory';

const folder = mkdtempSync(join(tmpdir(), 'laura-simulate-'));

afterAll(() => rmSync(folder, { recursive: true }));

function aFile(...lines: readonly string[]): string {
  const file = join(folder, 'leads.csv');
  writeFileSync(file, lines.join('\n'));
  return file;
}

describe('csvLeads', () => {
  it('reads a file as the import does, and keeps the rows that it would refuse as leads that cannot be called', async () => {
    const file = aFile(
      'Id,Phone,State,Consent,Consent At,Do Not Call,Attempts',
      'a,(212) 234-0001,NY,express_written,2026-01-15,,1',
      'b,212-234-0002,NY,express_written,2026-01-15,yes,',
      'c,call the office,NY,express_written,2026-01-15,,',
    );
    const leads = await csvLeads(file, {}, NOON);
    expect(leads.count).toBe(3);
    expect([idOf(leads, 0), phoneOf(leads, 0), leads.attempts[0]]).toEqual(['a', '+12122340001', 1]);
    expect(subjectOf(leads, 1, '+12122340002')).toMatchObject({ state: 'NY', doNotCall: true });
    const run = simulateCampaign(options({ leads }));
    expect(run).toMatchObject({ dials: 1, leadsByStatus: { called: 1, blocked: 1, invalid: 1 } });
    expect(run.unreached).toMatchObject([
      { rule: 'do-not-call' },
      { rule: 'number', what: 'The phone number cannot be read' },
    ]);
  });

  it.each([['Name\nAda'], ['']])('refuses a file without a column of numbers: %j', async (content) => {
    await expect(csvLeads(aFile(content), {}, NOON)).rejects.toThrow(/Phone|empty/);
  });
});
