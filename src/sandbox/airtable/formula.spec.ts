import { AirtableRefusal } from './airtable-refusal';
import { compileFormula } from './formula';
import type { Row, Table } from './table';

const now = new Date('2026-11-23T15:00:00.000Z');
const clock = { now: () => now, speed: 1 };
const names: [string, string][] = [
  ['Name', 'singleLineText'],
  ['Status', 'singleSelect'],
  ['Do Not Call', 'checkbox'],
  ['Attempts', 'number'],
  ['Callback At', 'dateTime'],
];
const table: Table = {
  id: 'tbl1',
  name: 'Leads',
  primaryFieldId: 'fld0',
  fields: names.map(([name, type], index) => ({ id: `fld${index}`, name, type })),
  views: [],
};
const row: Row = {
  id: 'recAAAAAAAAAAAAAA',
  createdAt: '2026-11-01T10:00:00.000Z',
  cells: { fld0: "Seán O'Malley", fld1: 'new', fld2: true, fld3: 2, fld4: '2026-11-23T14:00:00.000Z' },
  changedAt: { fld1: '2026-11-23T14:59:50.000Z', fld3: '2026-11-20T00:00:00.000Z' },
};
const empty: Row = { ...row, id: 'recBBBBBBBBBBBBBB', cells: {}, changedAt: {} };

const matches = (formula: string, of = row): boolean => compileFormula(formula, table, clock)(of);

describe('compileFormula', () => {
  it.each([
    ["{Status}='new'", true],
    ["{Status} = 'New'", false],
    ['{fld1}="new"', true],
    ["{Status}!='new'", false],
    ["AND({Status}='new', {Do Not Call}, {Attempts}=2)", true],
    ["OR({Status}='x', NOT({Do Not Call}))", false],
    ["{Name}='Seán O\\'Malley'", true],
    ['{Attempts} >= 2', true],
    ["RECORD_ID()='recAAAAAAAAAAAAAA'", true],
    ["IS_AFTER(LAST_MODIFIED_TIME(), DATEADD(NOW(), -30, 'seconds'))", true],
    ["IS_AFTER(LAST_MODIFIED_TIME({Attempts}), '2026-11-22T00:00:00.000Z')", false],
    ["IS_BEFORE(CREATED_TIME(), DATETIME_PARSE('2026-11-02'))", true],
    ["IS_BEFORE({Callback At}, DATEADD(NOW(), -30, 'minutes'))", true],
    ["IS_AFTER('no date', NOW())", false],
    ['TRUE()', true],
    ['FALSE()', false],
  ])('%s is %s', (formula, expected) => {
    expect(matches(formula)).toBe(expected);
  });

  it.each([
    ["{Status}=''", true],
    ['{Status}=BLANK()', true],
    ['NOT({Do Not Call})', true],
    ['{Attempts}=0', true],
    ['IS_BEFORE({Callback At}, NOW())', false],
  ])('takes empty cells in %s as Airtable does', (formula, expected) => {
    expect(matches(formula, empty)).toBe(expected);
  });

  it.each([
    ["{Nothing}='x'", 'Unknown field names: nothing'],
    ["REGEX_MATCH({Name}, 'x')", 'Unknown function REGEX_MATCH'],
    ['AND(', 'Invalid formula'],
    ["{Name}='a' 'b'", 'Invalid formula'],
    ["{Name}='it's'", 'Invalid formula'],
    ['DATEADD(NOW(), 1)', 'Wrong number of arguments'],
  ])('refuses %s', (formula, detail) => {
    let refusal: unknown;
    try {
      matches(formula);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(AirtableRefusal);
    expect(refusal).toMatchObject({
      status: 422,
      body: { error: { type: 'INVALID_FILTER_BY_FORMULA', message: expect.stringContaining(detail) } },
    });
  });
});
