import { aContext } from '../rule-context.factory';
import { dialableNumber } from './dialable-number.rule';

describe('dialableNumber', () => {
  it.each([
    ['in the United States', '+12125550123'],
    ['in Puerto Rico', '+17872345678'],
    ['fixed in Britain', '+442079460123'],
    ['mobile in Germany', '+4915123456789'],
  ])('allows a line %s', (_where, phone) => {
    expect(dialableNumber(aContext({ phone })).verdict).toBe('allow');
  });

  it.each([
    '+18002345678',
    '+19002345678',
    '+15002345678',
    '+448432345678',
    '+443031231234',
    '+447640123456',
  ])('refuses %s, which the numbering plan gives to no person', (phone) =>
    expect(dialableNumber(aContext({ phone })).reason).toMatch(/^Numbers of this kind are not called/),
  );

  it.each([
    'TOLL_FREE',
    'PREMIUM_RATE',
    'SHARED_COST',
    'UAN',
    'VOICEMAIL',
    'PAGER',
    'PERSONAL_NUMBER',
    'SOMETHING_NEW',
  ])('refuses the type %s', (type) => {
    const number = { e164: '+12125550123', country: 'US', type };
    expect(dialableNumber(aContext({}, { number })).verdict).toBe('refuse');
  });

  it('refuses a kind that is unknown', () => {
    const number = { e164: '+12125550123', country: 'US', type: undefined };
    expect(dialableNumber(aContext({}, { number })).verdict).toBe('refuse');
  });

  it('refuses a number of no country', () => {
    expect(dialableNumber(aContext({ phone: '+870773111632' })).reason).toContain('no country');
  });

  it.each(['', 'call me', '+1212', '+1 212 555 0123', '2125550123', '+12125550123;ext=5', '+12125550123 '])(
    'refuses %p, which is not a number in E.164 form',
    (phone) => expect(dialableNumber(aContext({ phone })).verdict).toBe('refuse'),
  );
});
