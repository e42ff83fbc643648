import { readEnvironment } from '../config/read-environment';
import { AirtableSettings } from '../config/settings';
import { AirtableTable } from './airtable-record';
import { COLUMNS, TableKind } from './columns';
import { partInWords, planSetup, wholePlan } from './setup-plan';

const settings = (variables: Record<string, string> = {}) => new AirtableSettings(readEnvironment(variables));

/** A table with all that is needed, but for the changed types and names; '' takes a column away. */
function aTable(kind: TableKind, types: Record<string, string> = {}, names: Record<string, string> = {}) {
  const fields = COLUMNS[kind]
    .map(({ name, type }) => ({ name: names[name] ?? name, type: types[name] ?? type }))
    .filter(({ name }) => name !== '');
  return { id: `tbl${kind}`, name: kind === 'leads' ? 'Leads' : 'Calls', fields };
}

const plan = (leads: AirtableTable, calls = aTable('calls'), variables: Record<string, string> = {}) =>
  planSetup([leads, calls], settings(variables));

describe(planSetup.name, () => {
  it('finds nothing to do in a base that has everything', () => {
    expect(plan(aTable('leads'))).toEqual({ missing: [], conflicts: [] });
  });

  it.each([
    ['leads', 'Phone', 'singleLineText'],
    ['leads', 'Name', 'formula'],
    ['leads', 'Consent At', 'date'],
    ['leads', 'State', 'singleSelect'],
    ['calls', 'Lead', 'multipleRecordLinks'],
    ['calls', 'Duration', 'duration'],
    ['calls', 'CostUSD', 'currency'],
  ] as const)('is content with %s.%s of the type %s', (kind, name, type) => {
    const changed = aTable(kind, { [name]: type });
    const { conflicts } = kind === 'leads' ? plan(changed) : plan(aTable('leads'), changed);
    expect(conflicts).toEqual([]);
  });

  it.each([
    ['leads', 'Phone', 'number', true, 'Phone number'],
    ['leads', 'Status', 'formula', true, 'Single select (new, in progress, '],
    ['leads', 'Next Attempt At', 'date', false, 'Date, with a time field, in GMT'],
    ['leads', 'Do Not Call', 'singleLineText', false, 'Checkbox'],
    ['leads', 'Attempts', 'singleLineText', false, 'Number (whole)'],
    ['calls', 'CallId', 'richText', true, 'Single line text'],
    ['calls', 'CostUSD', 'singleLineText', false, 'Number (4 decimals)'],
  ] as const)('says what to make of %s.%s that is of the type %s', (kind, name, type, isFatal, wanted) => {
    const changed = aTable(kind, { [name]: type });
    const { missing, conflicts } = kind === 'leads' ? plan(changed) : plan(aTable('leads'), changed);
    expect(missing).toEqual([]);
    expect(conflicts).toMatchObject([{ isFatal }]);
    expect(conflicts[0]?.what).toMatch(new RegExp(`\`${name}\`.*\`(Leads|Calls)\`.*${type}`));
    expect(conflicts[0]?.remedy).toContain(`Change its type to ${wanted}`);
  });

  it('makes no column beside one whose name differs in case only', () => {
    const { missing, conflicts } = plan(aTable('leads', {}, { Phone: 'phone ' }));
    expect([missing, conflicts.length, conflicts[0]?.isFatal]).toEqual([[], 1, true]);
    expect(conflicts[0]?.remedy).toContain('{"Phone":"phone "}');
  });

  it('makes no table beside one whose name differs in case only', () => {
    const { missing, conflicts } = plan({ ...aTable('leads'), name: 'leads' });
    expect([missing, conflicts]).toMatchObject([[], [{ isFatal: true }]]);
    expect(conflicts[0]?.remedy).toBe('Set AIRTABLE_LEADS_TABLE to `leads`, exactly so.');
  });

  it('makes no table for an id that the base does not have', () => {
    const { missing, conflicts } = planSetup(
      [aTable('leads')],
      settings({ AIRTABLE_TABLE_NAME: 'tbl12345678901234' }),
    );
    expect([missing, conflicts]).toMatchObject([[], [{ isFatal: true }]]);
  });

  it('refuses one table for both leads and calls', () => {
    const { missing, conflicts } = plan(aTable('leads'), aTable('calls'), { AIRTABLE_TABLE_NAME: 'Leads' });
    expect([missing, conflicts]).toMatchObject([[], [{ isFatal: true }]]);
  });

  it('warns of a field map that is the wrong way round', () => {
    const { conflicts } = plan(aTable('leads'), aTable('calls'), {
      AIRTABLE_FIELD_MAP: '{"Mobile":"Phone"}',
    });
    expect(conflicts).toMatchObject([
      { isFatal: false, what: expect.stringContaining('`Mobile`') as string },
    ]);
  });
});

describe(partInWords.name, () => {
  it('lists columns with the types that Airtable shows', () => {
    const [leads, calls] = wholePlan(settings()).missing.map(partInWords);
    expect(leads?.[0]).toBe('A table named `Leads`:');
    expect(leads).toContain('  Consent: Single select (express_written, express, none)');
    expect(calls).toContain('  Timestamp: Date, with a time field, in GMT');
  });
});
