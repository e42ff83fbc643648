import { aContext } from '../rule-context.factory';
import { jurisdiction } from './jurisdiction.rule';

describe('jurisdiction', () => {
  it('allows where all law is known, and names it', () => {
    const finding = jurisdiction(aContext());
    expect(finding.verdict).toBe('allow');
    expect(finding.reason).toContain('New York (area-code, stated-state)');
  });

  it.each([{ phone: '+34912345678' }, { country: 'Spain' }, { country: 'Nowhere' }, { phone: '' }])(
    'refuses for good with %j',
    (change) => {
      const finding = jurisdiction(aContext(change));
      expect(finding.verdict).toBe('refuse');
      expect(finding.retryAt).toBeUndefined();
    },
  );
});
