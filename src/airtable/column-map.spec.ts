import { COLUMNS } from './columns';
import { ColumnMap } from './column-map';

describe(ColumnMap.name, () => {
  const map = new ColumnMap(COLUMNS.leads, { Phone: 'Mobile', 'Do Not Call': 'DNC' });

  it('gives our columns the names that the operator has for them', () => {
    expect(map.toOperator({ Phone: '1', 'Do Not Call': true, Status: 'new' })).toEqual({
      Mobile: '1',
      DNC: true,
      Status: 'new',
    });
  });

  it('tells our columns from the further ones', () => {
    expect(map.fromOperator({ Mobile: '1', Shoes: 43 })).toEqual({
      known: { Phone: '1' },
      further: { Shoes: 43 },
    });
  });

  it('does not take an old column for the one that is mapped in its place', () => {
    expect(map.fromOperator({ Phone: 'old' })).toEqual({ known: {}, further: { Phone: 'old' } });
  });

  it('is not fooled by columns named like parts of every object', () => {
    expect(map.toOperator({ constructor: 1 })).toEqual({ constructor: 1 });
  });

  it('comes back to the same fields', () => {
    const fields = { Name: 'Jane', Phone: '1', 'Postal Code': 'x' };
    expect(map.fromOperator(map.toOperator(fields)).known).toEqual(fields);
  });
});
