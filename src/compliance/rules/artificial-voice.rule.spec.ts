import { Finding } from '../decision';
import { CallPolicy } from '../rule-context';
import { aContext } from '../rule-context.factory';
import { artificialVoice } from './artificial-voice.rule';

function judge(state: string, purpose: CallPolicy['purpose'] = 'marketing'): Finding {
  const policy = { purpose, callingHours: undefined, maxAttemptsPerDay: 3 };
  return artificialVoice(aContext({ state }, { policy }));
}

describe('artificialVoice', () => {
  it.each([
    ['WA', 'RCW 80.36.400'],
    ['WY', 'Wyo. Stat. 40-12-303'],
    ['MA', '201 CMR 12.02(4)'],
    ['MS', 'Miss. Code 77-3-723(2)'],
    ['KY', 'KRS 367.461(2)'],
    ['LA', 'La. R.S. 45:811'],
    ['ME', '10 M.R.S. 1498'],
    ['NM', '57-12-22(A)'],
    ['NV', 'NRS 597.814'],
  ])('refuses to sell in %s, for good, with the law and what is missing', (state, citation) => {
    const finding = judge(state);
    expect(finding).toMatchObject({ verdict: 'refuse', citation: expect.stringContaining(citation) });
    expect(finding.reason).toContain('needs more than consent');
    expect(finding.retryAt).toBeUndefined();
    expect(judge(state, 'informational').verdict).toBe('allow');
  });

  it('refuses to sell where the state cannot be read: it may be one of them', () => {
    expect(judge('Nowhere').verdict).toBe('refuse');
  });

  it.each(['NY', 'CA', 'TX', 'FL', 'PA', 'UT', 'SD', 'OH'])('allows with consent in %s', (state) => {
    expect(judge(state).verdict).toBe('allow');
  });
});
