import { readOptions } from './prove-options';

describe('the options of the proof', () => {
  it('are a million leads and a year unless something is said', () => {
    expect(readOptions([])).toEqual({ leads: 1_000_000, days: 365, seed: 1, asJson: false });
  });

  it('are read from the command line', () => {
    const args = ['--leads', '5000', '--days', '30', '--seed', '7', '--json'];
    expect(readOptions(args)).toEqual({ leads: 5_000, days: 30, seed: 7, asJson: true });
  });

  it.each([
    ['--leads', '0'],
    ['--leads', 'many'],
    ['--days', '400'],
    ['--seed', '1.5'],
    ['--lines', '5'],
  ])('are refused when they make no sense: %s %s', (option, value) => {
    expect(() => readOptions([option, value])).toThrow(option);
  });
});
