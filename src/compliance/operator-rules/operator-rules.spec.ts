import fc from 'fast-check';
import { decide } from '../decide';
import { allJurisdictions } from '../jurisdictions';
import { aContext } from '../rule-context.factory';
import { OperatorRules } from './operator-rules';
import { parseOperatorRules } from './read-operator-rules';

const NOON_ON_FRIDAY = new Date('2026-12-11T18:00:00Z');
const WASHINGTON = { phone: '+12065550123', consentAt: new Date('2026-01-15T12:00:00Z') };
const OVERRIDE = {
  id: 'wa-2026',
  rule: 'artificial-voice',
  jurisdictions: ['US-WA'],
  who: 'Jo Counsel',
  why: 'Every lead asked for the call by its own form',
  reference: 'Opinion 12/2026',
  signedOn: '2026-01-02',
  expiresOn: '2027-01-02',
};
const REGISTERED = [
  { jurisdiction: 'US-WA', number: '7', attestedBy: 'Jo Seller', attestedOn: '2026-01-01' },
];

const rules = (content: object) => parseOperatorRules(JSON.stringify(content), 'the file');

function judge(operator: OperatorRules, subject = {}, now = NOON_ON_FRIDAY) {
  const context = aContext(subject, { now, policy: { operator } });
  const ruling = decide({ ...context, jurisdictions: operator.narrow(context.jurisdictions) });
  const refused = ruling.findings.filter(({ verdict }) => verdict === 'refuse').map(({ rule }) => rule);
  return { ...ruling, refused };
}

describe('a signed override', () => {
  it('lets the call go that the law bars without it, and every decision says who signed what', () => {
    expect(judge(rules({ registrations: REGISTERED }), WASHINGTON).refused).toEqual(['artificial-voice']);
    const ruling = judge(rules({ registrations: REGISTERED, overrides: [OVERRIDE] }), WASHINGTON);
    expect(ruling.verdict).toBe('allow');
    const finding = ruling.findings.find(({ rule }) => rule === 'artificial-voice');
    expect(finding?.overrides).toEqual([
      expect.stringMatching(
        /^wa-2026: signed by Jo Counsel on 2026-01-02, Opinion 12\/2026: .* \(sha256 [0-9a-f]{64}\)$/,
      ),
    ]);
  });

  it('holds for its rule, its places and its time only', () => {
    const operator = rules({ registrations: REGISTERED, overrides: [OVERRIDE] });
    expect(judge(operator, WASHINGTON, new Date('2027-01-04T18:00:00Z')).refused).toEqual([
      'artificial-voice',
    ]);
    expect(judge(operator, { ...WASHINGTON, phone: '+13075550123' }).refused).toEqual(['artificial-voice']);
    expect(judge(operator, { ...WASHINGTON, consent: 'express' }).refused).toEqual(['consent-level']);
    expect(judge(operator, { ...WASHINGTON, doNotCall: true }).refused).toEqual(['do-not-call']);
  });

  it('of the hours of one place leaves those of the country', () => {
    const hours = { ...OVERRIDE, rule: 'calling-window', jurisdictions: ['US-IN'] };
    const indiana = { phone: '+13175550123' };
    const atHalfPastEight = new Date('2026-12-11T13:30:00Z');
    expect(judge(OperatorRules.NONE, indiana, atHalfPastEight).refused).toContain('calling-window');
    expect(judge(rules({ overrides: [hours] }), indiana, atHalfPastEight).refused).not.toContain(
      'calling-window',
    );
    const atSix = new Date('2026-12-11T11:00:00Z');
    expect(judge(rules({ overrides: [hours] }), indiana, atSix).refused).toContain('calling-window');
  });
});

describe("the operator's stricter rules", () => {
  const narrowing = { jurisdictions: ['*'], because: 'Our own manners' };
  const refusedUnder = (more: object, subject = {}) =>
    judge(rules({ stricter: [{ ...narrowing, ...more }] }), subject).refused;

  it('close hours and days, and cite themselves', () => {
    expect(refusedUnder({ hours: 'mon-fri 14:00-15:00' })).toEqual(['calling-window']);
    expect(refusedUnder({ closedOn: ['2026-12-11'] })).toEqual(['holiday']);
    expect(refusedUnder({ closedOn: ['2026-12-12'] })).toEqual([]);
    const ruling = judge(rules({ stricter: [{ ...narrowing, closedOn: ['2026-12-11'] }] }));
    expect(ruling.findings.find(({ rule }) => rule === 'holiday')?.citation).toContain('Our own manners');
    expect(ruling.nextLegalAt).toEqual(new Date('2026-12-12T13:00:00Z'));
  });

  it('bar places, ask for written consent, and cap calls', () => {
    expect(refusedUnder({ barred: 'No licence yet' })).toEqual(['jurisdiction']);
    expect(refusedUnder({ jurisdictions: ['US-TX'], barred: 'No licence yet' })).toEqual([]);
    const german = { phone: '+4930901820', consent: 'express' };
    expect(refusedUnder({ marketingConsent: 'express_written' }, german)).toContain('consent-level');
  });

  it('never allow what is refused without them', () => {
    const codes = fc.constantFrom('*', ...allJurisdictions().map(({ code }) => code));
    const stricter = fc.array(
      fc.record({
        jurisdictions: fc.array(codes, { minLength: 1, maxLength: 3 }),
        hours: fc.option(fc.constantFrom('mon-sun 00:00-24:00', 'mon-fri 06:00-23:00', 'sat 10:00-12:00'), {
          nil: undefined,
        }),
        closedOn: fc.option(fc.constantFrom([], ['2026-12-11']), { nil: undefined }),
        because: fc.constant('Property'),
      }),
      { maxLength: 3 },
    );
    const phones = fc.constantFrom(
      '+12125550123',
      '+13175550123',
      '+33142685301',
      '+61291234567',
      '+15125550123',
    );
    const instants = fc.date({
      min: new Date('2026-02-01'),
      max: new Date('2027-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(stricter, phones, instants, (content, phone, now) => {
        const without = judge(OperatorRules.NONE, { phone }, now).refused;
        const under = judge(rules({ stricter: content }), { phone }, now).refused;
        for (const rule of without) expect(under).toContain(rule);
      }),
      { numRuns: 300 },
    );
  });
});
