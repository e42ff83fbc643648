import { OperatorRules } from './operator-rules';
import { parseOperatorRules, readOperatorRules } from './read-operator-rules';

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
const parse = (content: object) => parseOperatorRules(JSON.stringify(content), 'the file');

describe('readOperatorRules', () => {
  it('has none without a file, and says which file cannot be read', () => {
    expect(readOperatorRules(undefined)).toBe(OperatorRules.NONE);
    expect(() => readOperatorRules('/nowhere/rules.json')).toThrow(
      'COMPLIANCE_FILE (/nowhere/rules.json) cannot be read: ENOENT',
    );
  });

  it('names the version after the content', () => {
    expect(parse({}).version).toMatch(/^[0-9a-f]{12}$/);
    expect(parse({}).version).not.toBe(parse({ stricter: [] }).version);
  });

  it.each([
    ['no JSON', '{', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['an unknown part', { looser: [] }, 'looser'],
    ['a misspelt field', { overrides: [{ ...OVERRIDE, until: '2027-01-01' }] }, 'overrides[0].until'],
    ['an unknown place', { overrides: [{ ...OVERRIDE, jurisdictions: ['US-ZZ'] }] }, 'US-ZZ'],
    [
      'an override of everything',
      { overrides: [{ ...OVERRIDE, jurisdictions: ['*'] }] },
      'overrides[0].jurisdictions',
    ],
    [
      'an override without an end',
      { overrides: [{ ...OVERRIDE, expiresOn: undefined }] },
      'overrides[0].expiresOn',
    ],
    [
      'a day that does not exist',
      { overrides: [{ ...OVERRIDE, signedOn: '2026-02-30' }] },
      'overrides[0].signedOn',
    ],
    ['nobody who signed', { overrides: [{ ...OVERRIDE, who: '' }] }, 'overrides[0].who'],
    ['no reason', { overrides: [{ ...OVERRIDE, why: 'because' }] }, 'overrides[0].why'],
    [
      'hours that cannot be read',
      { stricter: [{ jurisdictions: ['*'], hours: '9-5', because: 'x' }] },
      'stricter[0].hours',
    ],
    [
      'a cap of nothing',
      { stricter: [{ jurisdictions: ['*'], cap: { count: 0, perHours: 1 }, because: 'x' }] },
      'stricter[0].cap.count',
    ],
    [
      'a registration of nobody',
      { registrations: [{ jurisdiction: 'US-TX', number: '1', attestedOn: '2026-01-01' }] },
      'registrations[0].attestedBy',
    ],
  ])('refuses a file with %s, naming the place', (_what, content, place) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    expect(() => parseOperatorRules(text, 'the file')).toThrow(place);
  });

  it.each([
    'suppression',
    'do-not-call',
    'consent-level',
    'consent-revocation',
    'dialable-number',
    'time-zone',
    'seller',
  ])('lets nobody sign away the rule %s', (rule) => {
    expect(() => parse({ overrides: [{ ...OVERRIDE, rule }] })).toThrow('nothing else can be loosened');
  });

  it('tells all faults at once', () => {
    const overrides = [{ ...OVERRIDE, who: '', reference: '' }];
    expect(() => parse({ overrides })).toThrow(/overrides\[0\]\.who[^]*overrides\[0\]\.reference/);
  });
});
