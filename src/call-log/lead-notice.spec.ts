import { leadNotice } from './lead-notice';
import { Outcome } from './outcome';

const COMPLETED: Omit<Outcome, 'conversation'> = { disposition: 'completed', counts: true };

describe('a notice of a finished call', () => {
  it.each([
    ['a hot lead', COMPLETED, 'hot', 'hot-lead', 'Lead lead-1 is hot.'],
    [
      'a callback at a time',
      { ...COMPLETED, disposition: 'callback-requested', callbackAt: new Date('2026-06-11T15:00:00Z') },
      undefined,
      'callback',
      'Lead lead-1 asked for a callback for 2026-06-11T15:00:00.000Z.',
    ],
    [
      'a callback without a time, however hot',
      { ...COMPLETED, disposition: 'callback-requested' },
      'hot',
      'callback',
      'Lead lead-1 asked for a callback without a time.',
    ],
  ] as const)('tells of %s', (_what, outcome, interest, kind, text) => {
    const notice = leadNotice(outcome, interest ? { interest } : {}, 'lead-1', 'call-1');
    expect(notice).toEqual({ kind, text, path: '/#/leads/lead-1', dedupKey: `${kind}:call-1` });
  });

  it.each([
    ['a lead that is merely warm', COMPLETED, 'warm'],
    ['a completed call without an analysis', COMPLETED, undefined],
    ['a wrong number', { ...COMPLETED, fault: { status: 'invalid', reason: 'Wrong number' } }, 'hot'],
    ['an opt-out', { ...COMPLETED, disposition: 'opted-out' }, 'hot'],
    ['nobody who answered', { ...COMPLETED, disposition: 'no-answer' }, 'hot'],
  ] as const)('is not made of %s', (_what, outcome, interest) => {
    expect(leadNotice(outcome, interest ? { interest } : {}, 'lead-1', 'call-1')).toBeUndefined();
  });
});
