import { isUsTerritory, usStateOf } from './us-states';

describe('usStateOf', () => {
  it.each([
    ['NY', 'NY'],
    ['us-ny', 'NY'],
    ['New York', 'NY'],
    [' north  dakota ', 'ND'],
    ['D.C.', 'DC'],
    ['Washington, DC', 'DC'],
    ['Washington', 'WA'],
    ['U.S. Virgin Islands', 'VI'],
    ['Puerto Rico', 'PR'],
  ])('reads "%s" as %s', (text, state) => {
    expect(usStateOf(text)).toBe(state);
  });

  it.each(['', 'N', 'NYC', 'UN', 'UNKNOWN', 'US', 'ON', 'NY or NJ', '纽约', 'constructor', '__proto__'])(
    'reads no state in "%s"',
    (text) => {
      expect(usStateOf(text)).toBeUndefined();
    },
  );
});

describe('isUsTerritory', () => {
  it('knows the territories with postal codes of their own', () => {
    expect(['PR', 'VI', 'GU', 'MP', 'AS'].every(isUsTerritory)).toBe(true);
    expect(['US', 'CA', 'DC'].some(isUsTerritory)).toBe(false);
  });
});
