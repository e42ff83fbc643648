import * as fc from 'fast-check';
import { isPhoneNumber, parsePhoneNumber } from './phone-number';

describe('parsePhoneNumber', () => {
  it.each([
    '+1 415 555 2671',
    '(415) 555-2671',
    '415.555.2671',
    '4155552671',
    '1-415-555-2671',
    '  +14155552671  ',
  ])('reads “%s”', (text) => {
    expect(parsePhoneNumber(text)).toMatchObject({ e164: '+14155552671', country: 'US' });
  });

  it.each([
    ['020 7946 0958', 'GB', '+442079460958', 'GB'],
    ['020 7946 0958', 'gb', '+442079460958', 'GB'],
    ['+44 20 7946 0958', 'US', '+442079460958', 'GB'],
    ['604 555 2671', 'US', '+16045552671', 'CA'],
  ])('reads %s, written in %s', (text, defaultCountry, e164, country) => {
    expect(parsePhoneNumber(text, defaultCountry)).toMatchObject({ e164, country });
  });

  it.each([
    ['+1 800 555 2671', 'TOLL_FREE'],
    ['+1 900 555 2671', 'PREMIUM_RATE'],
    ['+44 7400 123456', 'MOBILE'],
  ])('knows the kind of %s', (text, type) => {
    expect(parsePhoneNumber(text)).toMatchObject({ type });
  });

  it('knows no country of a number that belongs to none', () => {
    expect(parsePhoneNumber('+800 1234 5678')).toMatchObject({ e164: '+80012345678', country: undefined });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['no phone', 'cannot be read'],
    ['my old number was 415 555 2671', 'cannot be read'],
    ['415 555 2671 or 415 555 2672', ''],
    ['12', ''],
    ['+1 555 555 2671', 'No such'],
    ['+1 415 055 2671', 'No such'],
    ['+1 415 555 26711', 'No such'],
    ['020 7946 0958', 'No such'],
  ])('refuses “%s” and says why without repeating it', (text, words) => {
    const result = parsePhoneNumber(text);
    expect(isPhoneNumber(result)).toBe(false);
    const { reason } = result as { reason: string };
    expect(reason).toContain(words);
    expect(reason).not.toMatch(/\d/);
  });

  it('does not guess a country that does not exist', () => {
    expect(isPhoneNumber(parsePhoneNumber('415 555 2671', 'XX'))).toBe(false);
    expect(parsePhoneNumber('+1 415 555 2671', 'XX')).toMatchObject({ e164: '+14155552671' });
  });

  it('reads back what it has written', () => {
    const number = fc
      .tuple(fc.integer({ min: 2_000_000, max: 9_999_999 }), fc.constantFrom('212', '415', '604'))
      .map(([local, area]) => parsePhoneNumber(`+1${area}${local}`))
      .filter(isPhoneNumber);
    fc.assert(fc.property(number, (found) => expect(parsePhoneNumber(found.e164)).toEqual(found)));
  });

  it('throws for no text whatever', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (text, country) => void parsePhoneNumber(text, country)));
  });
});
