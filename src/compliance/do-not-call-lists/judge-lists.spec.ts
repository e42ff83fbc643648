import { judgeLists, ListQuestion } from './judge-lists';
import { ListFact } from './list-facts';

const NOW = new Date('2026-06-10T16:00:00Z');

function aFact(changes: Partial<ListFact> = {}): ListFact {
  return { list: 'us-national', versionDate: '2026-06-01', coverage: 'whole', listed: false, ...changes };
}

function judge(changes: Partial<ListQuestion> = {}) {
  return judgeLists({
    jurisdictionCodes: ['US', 'US-NY'],
    consentLevel: 'express',
    purpose: 'marketing',
    lists: [aFact()],
    phone: '+12125550123',
    now: NOW,
    ...changes,
  });
}

describe('judgeLists', () => {
  it('lets a call be made to a number that is on no list of its jurisdiction', () => {
    expect(judge()).toEqual({
      rule: 'do-not-call-list',
      verdict: 'allow',
      reason:
        'The number is not on the National Do Not Call Registry of the United States (version of 2026-06-01)',
      citation: '47 CFR 64.1200(c)(2)(i)(D); 16 CFR 310.4(b)(3)(iv)',
    });
  });

  it.each<[string, readonly ListFact[], RegExp]>([
    [
      'no list is imported',
      [],
      /not been imported; run: npm run laura -- dnc import FILE --list us-national/,
    ],
    ['only that of another country is', [aFact({ list: 'ca-national' })], /not been imported/],
    [
      'the version is too old',
      [aFact({ versionDate: '2026-05-09' })],
      /32 days old, more than the 31 allowed/,
    ],
    ['the version is dated in the future', [aFact({ versionDate: '2026-06-11' })], /future, 2026-06-11/],
    ['a date that cannot be read', [aFact({ versionDate: 'May' })], /days old/],
    ['its area code is not covered', [aFact({ coverage: ['213', '917'] })], /do not cover the number/],
    ['it is listed', [aFact({ listed: true })], /The number is on the National/],
    [
      'the part that covers it is too old, though another is new',
      [aFact({ coverage: ['212'], versionDate: '2026-05-01' }), aFact({ coverage: ['917'] })],
      /40 days old/,
    ],
    [
      'any version in force lists it',
      [aFact({ versionDate: '2026-05-01', listed: true }), aFact({ coverage: ['212'] })],
      /The number is on/,
    ],
  ])('refuses when %s', (_, lists, reason) => {
    for (const consentLevel of ['express', 'none'] as const) {
      const finding = judge({ lists, consentLevel });
      expect(finding).toMatchObject({ verdict: 'refuse', reason: expect.stringMatching(reason) as string });
      expect(finding.reason).not.toMatch(/2125550123/);
      expect(finding.retryAt).toBeUndefined();
    }
  });

  it.each([
    ['us-national', 'US', '+12125550123', '2026-05-10', '2026-05-09'],
    ['ca-national', 'CA', '+14165550123', '2026-05-10', '2026-05-09'],
    ['gb-tps', 'GB', '+442079460018', '2026-05-13', '2026-05-12'],
    ['au-register', 'AU', '+61212345678', '2026-05-11', '2026-05-10'],
  ])('keeps %s to its age, whose last day still counts', (list, code, phone, last, over) => {
    const verdict = (versionDate: string, now: string) =>
      judge({ jurisdictionCodes: [code], phone, lists: [aFact({ list, versionDate })], now: new Date(now) })
        .verdict;
    expect(verdict(last, '2026-06-10T23:59:59.999Z')).toBe('allow');
    expect(verdict(last, '2026-06-11T00:00:00Z')).toBe('refuse');
    expect(verdict(over, '2026-06-10T00:00:00Z')).toBe('refuse');
    expect(verdict('2026-06-10', '2026-06-10T00:00:00Z')).toBe('allow');
    expect(verdict('2026-06-10', '2026-06-09T23:59:59.999Z')).toBe('refuse');
  });

  it('goes by the newest of the versions that cover the number', () => {
    const lists = [
      aFact({ versionDate: '2026-04-01', coverage: ['212', '917'] }),
      aFact({ coverage: ['212'] }),
    ];
    expect(judge({ lists }).verdict).toBe('allow');
    expect(judge({ lists: lists.toReversed() }).verdict).toBe('allow');
  });

  it('holds written consent for an exception, and says how the lists stand', () => {
    const reasonFor = (lists: readonly ListFact[]) => {
      const finding = judge({ lists, consentLevel: 'express_written' });
      expect(finding.verdict).toBe('allow');
      return finding.reason;
    };
    expect(reasonFor([aFact({ listed: true })])).toMatch(
      /excepts.*64\.1200\(c\)\(2\)\(ii\); the number is on it/,
    );
    expect(reasonFor([aFact()])).toMatch(/the number is not on it \(version of 2026-06-01\)/);
    expect(reasonFor([])).toMatch(/no version of it that covers the number is imported/);
  });

  it('does not bind calls that inform, nor places without a register', () => {
    const lists = [aFact({ listed: true })];
    expect(judge({ lists, purpose: 'informational' }).verdict).toBe('allow');
    expect(judge({ lists, jurisdictionCodes: ['DE', 'EU'] })).toMatchObject({
      verdict: 'allow',
      reason: 'No public do-not-call list binds the call',
    });
  });

  it('asks every register that binds, and names those that refuse', () => {
    const finding = judge({ jurisdictionCodes: ['US', 'CA'], lists: [aFact()] });
    expect(finding).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringMatching(/^The National Do Not Call List of Canada has not/) as string,
      citation: 'CRTC Unsolicited Telecommunications Rules',
    });
    expect(judge({ jurisdictionCodes: ['US', 'CA'], lists: [] }).reason).toMatch(
      /Registry.*; The National.*Canada/,
    );
  });
});
