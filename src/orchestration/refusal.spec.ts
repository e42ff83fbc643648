import { Decision, Finding } from '../compliance/decision';
import { refusalChange } from './refusal';

const LATER = new Date('2026-06-11T12:00:00Z');

function refusal(rules: Record<string, Date | undefined>, nextLegalAt?: Date): Decision {
  const findings = Object.entries(rules).map(([rule, retryAt]): Finding => {
    const words = { reason: `because of ${rule}`, citation: 'a law' };
    return { rule, verdict: 'refuse', ...words, ...(retryAt && { retryAt }) };
  });
  const ids = { id: 'd', leadId: 'l', moment: 'reserve', decidedAt: new Date(0) } as const;
  return { ...ids, verdict: 'refuse', findings, nextLegalAt };
}

describe('refusalChange', () => {
  it('postpones what time heals, and leaves the status', () => {
    expect(refusalChange(refusal({ 'calling-window': LATER }, LATER))).toEqual({
      due_at: LATER,
      status_reason: 'Waits: because of calling-window',
    });
  });

  it('blocks what only a person can mend, with that reason rather than the hour', () => {
    const decision = refusal({ 'calling-window': LATER, 'consent-level': undefined });
    expect(refusalChange(decision)).toEqual({ status: 'blocked', status_reason: 'because of consent-level' });
  });

  it('calls a suppressed person opted out', () => {
    expect(refusalChange(refusal({ suppression: undefined })).status).toBe('opted out');
  });

  it('never lets a lead stay dialable without a time to wait for', () => {
    expect(refusalChange(refusal({})).status).toBe('blocked');
  });
});
