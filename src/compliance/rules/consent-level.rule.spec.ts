import { aContext } from '../rule-context.factory';
import { consentLevel } from './consent-level.rule';

function verdict(purpose: 'marketing' | 'informational', consent: string): string {
  const policy = { purpose, callingHours: undefined, maxAttemptsPerDay: 3 };
  return consentLevel(aContext({ consent }, { policy })).verdict;
}

describe('consentLevel', () => {
  it.each(['express_written', 'Express Written', 'EXPRESS-WRITTEN', ' express  written '])(
    'lets a marketing call be made on %p',
    (consent) => expect(verdict('marketing', consent)).toBe('allow'),
  );

  it.each([
    'express',
    'none',
    '',
    'yes',
    'written',
    'not express_written',
    'express_written?',
    'constructor',
  ])('refuses a marketing call on %p', (consent) => expect(verdict('marketing', consent)).toBe('refuse'));

  it.each(['express', 'Express', 'express_written'])('lets an informational call be made on %p', (consent) =>
    expect(verdict('informational', consent)).toBe('allow'),
  );

  it.each(['none', '', 'implied'])('refuses an informational call on %p', (consent) =>
    expect(verdict('informational', consent)).toBe('refuse'),
  );

  it('leaves it to a person, not to time, to heal', () => {
    expect(consentLevel(aContext({ consent: 'none' })).retryAt).toBeUndefined();
  });
});
