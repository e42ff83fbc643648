import { aContext } from '../rule-context.factory';
import { suppression } from './suppression.rule';

describe('suppression', () => {
  it('refuses a number that asked not to be called, for good', () => {
    const finding = suppression(aContext({}, { facts: { suppressed: true, recentDialsAt: [] } }));
    expect(finding.verdict).toBe('refuse');
    expect(finding.retryAt).toBeUndefined();
  });

  it('allows any other', () => {
    expect(suppression(aContext()).verdict).toBe('allow');
  });
});
