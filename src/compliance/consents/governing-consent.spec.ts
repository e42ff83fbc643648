import fc from 'fast-check';
import { aContext, NOON_IN_NEW_YORK } from '../rule-context.factory';
import { Consent } from './consent';
import { governingConsent } from './governing-consent';

const NOW_MS = Date.parse(NOON_IN_NEW_YORK);
const DAY_MS = 86_400_000;

function aGrant(changes: Partial<Consent> = {}): Consent {
  return {
    level: 'express_written',
    seller: undefined,
    purpose: undefined,
    channel: undefined,
    givenAt: new Date(NOW_MS - 30 * DAY_MS),
    expiresAt: undefined,
    origin: 'operator',
    ...changes,
  };
}

const governing = (consent: string, grants: readonly Consent[], revokedAt?: Date) =>
  governingConsent(aContext({ consent }, { facts: { consents: { grants, revokedAt } } }));

describe('governingConsent', () => {
  it('is the lead’s own where that suffices', () => {
    expect(governing('express_written', [aGrant()])?.origin).toBe('lead-source');
  });

  it('is one of the ledger where the lead states nothing, or less than the call needs', () => {
    for (const own of ['', '  ', 'express']) expect(governing(own, [aGrant()])?.origin).toBe('operator');
  });

  it('is the lead’s own `none`, against whatever the ledger holds', () => {
    for (const own of ['none', 'no', 'revoked']) expect(governing(own, [aGrant()])?.level).toBe('none');
  });

  it('passes over grants to others, for other things, too old, or not yet given', () => {
    const sound = aGrant({ origin: 'import' });
    const unsound = [
      aGrant({ seller: 'Other Roofs' }),
      aGrant({ purpose: 'informational' }),
      aGrant({ channel: 'text' }),
      aGrant({ expiresAt: new Date(NOW_MS) }),
      aGrant({ givenAt: new Date(NOW_MS + 1) }),
      aGrant({ givenAt: undefined }),
      aGrant({ level: 'express' }),
    ];
    expect(governing('', [...unsound, sound])).toBe(sound);
  });

  it('counts only what was given after the last withdrawal', () => {
    const revokedAt = new Date(NOW_MS - 10 * DAY_MS);
    const later = aGrant({ givenAt: new Date(NOW_MS - DAY_MS) });
    expect(governing('express_written', [aGrant(), later], revokedAt)).toBe(later);
  });

  it('is nobody’s where nobody says anything', () => {
    expect(governing('', [])).toBeUndefined();
  });

  it('never suffices by being one among many: what no grant allows alone, none allows together', () => {
    const insufficient = fc.constantFrom(
      aGrant({ seller: 'Other Roofs' }),
      aGrant({ channel: 'live_voice' }),
      aGrant({ givenAt: undefined }),
      aGrant({ level: 'express' }),
    );
    fc.assert(
      fc.property(fc.array(insufficient, { minLength: 1 }), (grants) => {
        expect(grants).toContain(governing('', grants));
      }),
    );
  });
});
