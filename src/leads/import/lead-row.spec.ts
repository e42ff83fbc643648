import { isFaulty, readHeader } from './lead-header';
import { readLeadRow } from './lead-row';

const NOW = new Date('2026-06-10T16:00:00Z');

function read(cells: Readonly<Record<string, string>>, fieldMap: Readonly<Record<string, string>> = {}) {
  const header = readHeader(Object.keys(cells), fieldMap);
  if (isFaulty(header)) throw new Error(JSON.stringify(header));
  return readLeadRow(header, { row: 7, cells: Object.values(cells) }, NOW);
}

describe('readHeader', () => {
  it.each(['phone', ' PHONE ', 'Phone'])('knows our columns however they are written (%p)', (name) => {
    expect(readHeader([name], {})).toEqual([{ kind: 'known', name: 'Phone' }]);
  });

  it('goes by the names that the operator has given to columns, and still knows our own', () => {
    const map = { Phone: 'Mobile' };
    expect(readHeader(['mobile', 'consent_at', 'Roof Size', ''], map)).toEqual([
      { kind: 'known', name: 'Phone' },
      { kind: 'known', name: 'Consent At' },
      { kind: 'further', name: 'Roof Size' },
      undefined,
    ]);
    expect(readHeader(['Phone'], map)).toEqual([{ kind: 'known', name: 'Phone' }]);
  });

  it.each([
    [['Name', 'Mobile'], 'missing-column', 'Phone'],
    [['Phone', 'PHONE'], 'bad-value', 'Phone'],
    [['Phone', 'Id', 'External Id'], 'bad-value', 'Id'],
  ])('refuses %p', (names, code, column) => {
    expect(readHeader(names, {})).toMatchObject([{ row: 1, code, column }]);
  });
});

describe('readLeadRow', () => {
  it('reads a full row: the number as E.164, instants as ISO 8601, further columns by their names', () => {
    const row = read({
      ...{ Id: 'crm-1', Phone: '(212) 555-0123', Name: 'Ada', Status: 'Retry', Consent: 'express written' },
      ...{ 'Consent At': '2026-01-02', 'Next Attempt At': '2026-06-11 09:30', Product: 'Roof', Score: '' },
    });
    expect(row).toEqual({
      ...{ row: 7, externalId: 'crm-1', phone: '+12125550123' },
      cells: {
        known: {
          ...{ Phone: '+12125550123', Name: 'Ada', Status: 'Retry', Consent: 'express written' },
          ...{ 'Consent At': '2026-01-02T00:00:00.000Z', 'Next Attempt At': '2026-06-11T09:30:00.000Z' },
        },
        further: { Product: 'Roof' },
      },
    });
  });

  it("reads a number by the row's country", () => {
    expect(read({ Phone: '020 7946 0018', Country: 'UK' })).toMatchObject({ phone: '+442079460018' });
  });

  it('takes off the apostrophe by which exports disarm a cell', () => {
    expect(read({ Phone: "'+12125550123", Name: "'Aoife" })).toMatchObject({
      ...{ phone: '+12125550123', cells: { known: { Name: "'Aoife" } } },
    });
  });

  it.each([
    ['Phone', 'n/a', 'bad-number'],
    ['Phone', '', 'bad-number'],
    ['Timezone', 'Eastern', 'bad-value'],
    ['Country', 'Utopia', 'bad-value'],
    ['Status', 'nwe', 'bad-value'],
    ['Consent', 'yes', 'bad-value'],
    ['Consent At', '03/04/2026', 'bad-value'],
    ['Consent At', '2026-02-30', 'bad-value'],
    ['Consent At', '2026-06-11', 'bad-value'],
    ['Consent Expires At', 'next June', 'bad-value'],
    ['Next Attempt At', 'soon', 'bad-value'],
    ['Attempts', '-1', 'bad-value'],
  ])('refuses %s %p as %s, without quoting it', (column, cell, code) => {
    const faults = read({ Phone: '+12125550123', [column]: cell });
    expect(faults).toMatchObject([{ row: 7, column, code }]);
    if (cell !== '') expect(JSON.stringify(faults)).not.toContain(cell);
  });

  it('names every fault of a row', () => {
    expect(read({ Phone: '12', Timezone: 'x', Consent: 'y' })).toHaveLength(3);
  });

  it('refuses a row with more or fewer cells than the header', () => {
    const header = readHeader(['Name', 'Phone'], {});
    if (isFaulty(header)) throw new Error('The header is sound');
    for (const cells of [['Ada'], ['Ada', '+12125550123', 'x']])
      expect(readLeadRow(header, { row: 2, cells }, NOW)).toMatchObject([
        { code: 'bad-value', column: null },
      ]);
  });
});
