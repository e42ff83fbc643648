import { setFaults, takes, type Occasions } from './fault-switches';

describe('fault switches', () => {
  it('happen as often as they are set, then no more', () => {
    const faults: { broken: Occasions } = { broken: 2 };
    expect([takes(faults, 'broken'), takes(faults, 'broken'), takes(faults, 'broken')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('go on until they are switched off', () => {
    const faults: { broken: Occasions } = { broken: true };
    expect(takes(faults, 'broken') && takes(faults, 'broken')).toBe(true);
    setFaults(faults, { broken: false });
    expect(takes(faults, 'broken')).toBe(false);
  });

  it('set nothing when one of the names is unknown or a value is of the wrong shape', () => {
    const faults = { broken: 0, types: ['a'] };
    expect(setFaults(faults, { broken: 3, brokn: 1 })).toEqual([
      'Unknown fault brokn; known are broken, types',
    ]);
    expect(setFaults(faults, { types: 'b' })).toHaveLength(1);
    expect(setFaults(faults, { broken: -1 })).toHaveLength(1);
    expect(faults).toEqual({ broken: 0, types: ['a'] });
  });
});
