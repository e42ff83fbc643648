import { parseCallingHours } from '../config/calling-hours';
import { decide } from './decide';
import { Rule, RuleContext } from './rule-context';
import { aContext, NOON_IN_NEW_YORK } from './rule-context.factory';
import { RULES } from './rule-set';

const HOUR_MS = 3_600_000;

function refusedRules(context: RuleContext): string[] {
  return decide(context)
    .findings.filter((finding) => finding.verdict === 'refuse')
    .map((finding) => finding.rule);
}

describe('decide', () => {
  it('allows when every rule does, and shows each finding', () => {
    const ruling = decide(aContext());
    expect(ruling).toMatchObject({ verdict: 'allow', nextLegalAt: undefined });
    expect(ruling.findings).toHaveLength(RULES.length);
    for (const finding of ruling.findings) {
      expect(finding.verdict).toBe('allow');
      expect(finding.citation).not.toBe('');
    }
    expect(new Set(ruling.findings.map((finding) => finding.rule)).size).toBe(RULES.length);
  });

  it('reports every refusal, not the first only', () => {
    const context = aContext(
      { doNotCall: true, consent: 'none', timezone: 'Eastern-ish' },
      {
        facts: { suppressed: true, recentDialsAt: [0, 0, 0].map(() => new Date(NOON_IN_NEW_YORK)) },
        now: new Date('2026-06-10T05:00:00Z'),
      },
    );
    expect(refusedRules(context).toSorted()).toEqual([
      'calling-window',
      'consent-level',
      'do-not-call',
      'frequency',
      'suppression',
      'time-zone',
    ]);
    expect(decide(context)).toMatchObject({ verdict: 'refuse', nextLegalAt: undefined });
  });

  it('never lets the number into a finding', () => {
    for (const phone of ['+12125550123', '+18005550123', '+1 212 555 0123', '+12115550123']) {
      expect(JSON.stringify(decide(aContext({ phone })).findings)).not.toContain(phone);
    }
  });

  it('says when it may be tried again if time alone is in the way', () => {
    const ruling = decide(aContext({}, { now: new Date('2026-06-10T05:00:00Z') }));
    expect(ruling).toMatchObject({ verdict: 'refuse', nextLegalAt: new Date('2026-06-10T12:00:00Z') });
  });

  it('goes on to the next window when the limit on calls ends outside of one', () => {
    const dialedMs = Date.parse('2026-06-10T12:30:00Z');
    const facts = {
      suppressed: false,
      recentDialsAt: [0, 1, 2].map((n) => new Date(dialedMs + n * HOUR_MS)),
    };
    // The limit ends on Thursday 08:30, the campaign opens on Thursday at 10:00 in New York.
    const policy = {
      purpose: 'marketing' as const,
      callingHours: parseCallingHours('mon-fri 10:00-18:00'),
      maxAttemptsPerDay: 3,
    };
    expect(decide(aContext({}, { facts, policy })).nextLegalAt).toEqual(new Date('2026-06-11T14:00:00Z'));
    expect(decide(aContext({}, { facts })).nextLegalAt).toEqual(new Date('2026-06-11T12:30:00Z'));
  });

  it('names no time where a refusal remains that time does not heal', () => {
    const context = aContext({ doNotCall: true }, { now: new Date('2026-06-10T05:00:00Z') });
    expect(decide(context).nextLegalAt).toBeUndefined();
  });

  it('names no time at which the consent will have run out', () => {
    const now = new Date('2026-06-10T05:00:00Z');
    const until = (consentExpiresAt: string) =>
      decide(aContext({ consentExpiresAt: new Date(consentExpiresAt) }, { now })).nextLegalAt;
    expect(until('2026-06-10T12:00:00Z')).toBeUndefined();
    expect(until('2026-06-10T12:00:00.001Z')).toEqual(new Date('2026-06-10T12:00:00Z'));
  });

  it('takes a rule that throws for a refusal, keeps the others, and repeats nothing the error said', () => {
    const broken: Rule = () => {
      throw new TypeError('no such thing as +12125550123');
    };
    const ruling = decide(aContext(), [...RULES, broken]);
    expect(ruling.verdict).toBe('refuse');
    expect(ruling.nextLegalAt).toBeUndefined();
    expect(ruling.findings).toHaveLength(RULES.length + 1);
    expect(ruling.findings.at(-1)).toMatchObject({ rule: 'rule-fault', verdict: 'refuse' });
    expect(ruling.findings.at(-1)?.reason).toContain('TypeError');
    expect(ruling.findings.at(-1)?.reason).not.toContain('555');
  });

  it('allows nothing without rules', () => {
    expect(decide(aContext(), []).verdict).toBe('refuse');
  });

  it('refuses at an instant that is none', () => {
    expect(decide(aContext({}, { now: new Date(NaN) }))).toMatchObject({
      verdict: 'refuse',
      nextLegalAt: undefined,
    });
  });
});
