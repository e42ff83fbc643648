import { aContext } from '../rule-context.factory';
import { doNotCall } from './do-not-call.rule';

describe('doNotCall', () => {
  it('refuses a lead that is marked, for good', () => {
    const finding = doNotCall(aContext({ doNotCall: true }));
    expect(finding.verdict).toBe('refuse');
    expect(finding.retryAt).toBeUndefined();
  });

  it('allows a lead that is not', () => {
    expect(doNotCall(aContext()).verdict).toBe('allow');
  });
});
