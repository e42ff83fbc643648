import { aContext } from '../rule-context.factory';
import { refusalRest } from './refusal-rest.rule';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-06-10T10:00:00Z');
const PARIS = '+33142685301';

const after = (days: number, phone: string) =>
  refusalRest(
    aContext({ phone }, { now: NOW, facts: { lastRefusalAt: new Date(NOW.getTime() - days * DAY_MS) } }),
  );

describe('refusalRest', () => {
  it('gives people in France 60 days of rest after they have refused, and says when they are over', () => {
    expect(after(59, PARIS)).toMatchObject({ verdict: 'refuse', retryAt: new Date(NOW.getTime() + DAY_MS) });
    expect(after(60, PARIS).verdict).toBe('allow');
  });

  it('gives none where the law gives none', () => {
    expect(after(1, '+12125550123').verdict).toBe('allow');
  });

  it('fails closed on a date that cannot be read', () => {
    const facts = { lastRefusalAt: new Date(NaN) };
    const finding = refusalRest(aContext({ phone: PARIS }, { now: NOW, facts }));
    expect(finding.verdict).toBe('refuse');
    expect(finding.retryAt).toBeUndefined();
  });
});
