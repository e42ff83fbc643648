import { aContext } from '../rule-context.factory';
import { doNotCallList } from './do-not-call-list.rule';

const SYDNEY = { phone: '+61291234567', consent: 'express' };
const NOW = new Date('2026-06-10T02:00:00Z');
const register = (versionDate: string, listed = false) => ({
  lists: [{ list: 'au-register', versionDate, coverage: 'whole' as const, listed }],
});

describe('doNotCallList', () => {
  it('refuses a sales call to Australia without the register, on one of 31 days, and to a number on it', () => {
    const verdictOn = (facts: object) => doNotCallList(aContext(SYDNEY, { now: NOW, facts })).verdict;
    expect(verdictOn({})).toBe('refuse');
    expect(verdictOn(register('2026-05-10'))).toBe('refuse');
    expect(verdictOn(register('2026-05-11'))).toBe('allow');
    expect(verdictOn(register('2026-06-01', true))).toBe('refuse');
  });

  it('does not send anybody for a register where consent does not suffice', () => {
    const finding = doNotCallList(aContext({ consent: 'express' }));
    expect(finding).toMatchObject({ verdict: 'allow', reason: expect.stringContaining('no consent') });
  });

  it('needs no register for a call on written consent, nor for one that informs', () => {
    const written = aContext({ ...SYDNEY, consent: 'express_written' }, { now: NOW });
    expect(doNotCallList(written).verdict).toBe('allow');
    const informing = aContext(SYDNEY, { now: NOW, policy: { purpose: 'informational' } });
    expect(doNotCallList(informing).verdict).toBe('allow');
  });
});
