import { aContext } from '../rule-context.factory';
import { Consent } from './consent';
import { periodFault, requiredLevel, revocationFault, scopeFault } from './consent-faults';

const GIVEN: Consent = {
  level: 'express_written',
  seller: undefined,
  purpose: undefined,
  channel: undefined,
  givenAt: new Date('2026-01-15T12:00:00Z'),
  expiresAt: undefined,
  origin: 'import',
};
const MARKETING = { purpose: 'marketing', seller: 'Sunny Roofs Inc.' } as const;
const INFORMATIONAL = { ...MARKETING, purpose: 'informational' } as const;

describe('requiredLevel', () => {
  const bindingOn = (phone: string, changes = {}) => aContext({ phone, ...changes }).jurisdictions;

  it('is a writing for sales calls to the United States, and express consent where that is the law', () => {
    expect(requiredLevel(MARKETING, bindingOn('+12125550123'))).toBe('express_written');
    for (const phone of ['+4930901820', '+33142685301', '+61291234567', '+442079460018'])
      expect(requiredLevel(MARKETING, bindingOn(phone))).toBe('express');
  });

  it('is the stricter of two jurisdictions that bind at once', () => {
    expect(requiredLevel(MARKETING, bindingOn('+4930901820', { country: 'US', state: 'TX' }))).toBe(
      'express_written',
    );
  });

  it('is a writing where no law is known, and express consent for calls that sell nothing', () => {
    expect(requiredLevel(MARKETING, { binding: [], fault: 'unknown' })).toBe('express_written');
    expect(requiredLevel(INFORMATIONAL, bindingOn('+12125550123'))).toBe('express');
  });
});

describe('scopeFault', () => {
  it.each(['Sunny Roofs Inc.', 'SUNNY ROOFS, INC', 'sunny  roofs inc'])(
    'takes %p for the seller',
    (seller) => {
      expect(scopeFault({ ...GIVEN, seller }, MARKETING)).toBeUndefined();
    },
  );

  it.each([
    ['another seller', { seller: 'Sunny Roofs of Texas Inc.' }],
    ['a purpose that does not sell', { purpose: 'informational' }],
    ['a word for the purpose that nobody knows', { purpose: 'surveys' }],
    ['text messages', { channel: 'text' }],
    ['a live voice', { channel: 'live_voice' }],
  ])('refuses a sales call on consent to %s', (_what, scope) => {
    expect(scopeFault({ ...GIVEN, ...scope }, MARKETING)).toEqual(expect.any(String));
  });

  it('lets consent to marketing cover calls that only inform', () => {
    expect(scopeFault({ ...GIVEN, purpose: 'marketing' }, INFORMATIONAL)).toBeUndefined();
  });
});

describe('periodFault and revocationFault', () => {
  const givenAt = new Date('2026-01-15T12:00:00Z');

  it('hold up to the instant of the expiry, and not at it', () => {
    const expiresAt = new Date('2026-06-10T16:00:00Z');
    expect(periodFault({ ...GIVEN, expiresAt }, new Date(expiresAt.getTime() - 1))).toBeUndefined();
    expect(periodFault({ ...GIVEN, expiresAt }, expiresAt)).toMatch('expired');
  });

  it('end a consent given before the withdrawal or at its instant, and leave a later one', () => {
    expect(revocationFault(GIVEN, undefined)).toBeUndefined();
    expect(revocationFault(GIVEN, givenAt)).toMatch('withdrawn on 2026-01-15');
    expect(revocationFault(GIVEN, new Date(givenAt.getTime() - 1))).toBeUndefined();
    expect(revocationFault({ ...GIVEN, givenAt: undefined }, givenAt)).toMatch('withdrawn');
    expect(revocationFault(GIVEN, new Date(NaN))).toMatch('cannot be read');
  });
});
