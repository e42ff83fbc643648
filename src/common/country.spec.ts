import { countryCode } from './country';

describe(countryCode.name, () => {
  it.each([
    ['US', 'US'],
    [' us ', 'US'],
    ['USA', 'US'],
    ['U.S.', 'US'],
    ['United States', 'US'],
    ['united states of america', 'US'],
    ['UK', 'GB'],
    ['United Kingdom', 'GB'],
    ['Germany', 'DE'],
    ['Côte d’Ivoire', 'CI'],
  ])('reads %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it.each(['', 'Narnia', 'XX', 'constructor', '12'])('knows no country by %p', (text) => {
    expect(countryCode(text)).toBeUndefined();
  });
});
