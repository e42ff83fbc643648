import { checkDial } from './check-dial';
import { aDial, expectEdge, rulesOf } from './dial.factory';

const TAMPA = '+18135550123';
const NEW_YORK = '+12125550123';
const LONDON = '+447400123456';
const SEATTLE = '+12065550123';
/** A Wednesday. */
const NOON = '2027-06-09T12:00:00-04:00';
const NOON_MS = Date.parse(NOON);

describe('the caller', () => {
  it('says who it is and where to call back', () => {
    expect(rulesOf(aDial(NOON, NEW_YORK, { campaign: { seller: '' } }))).toEqual(['seller']);
    expect(rulesOf(aDial(NOON, NEW_YORK, { campaign: { callbackNumber: ' ' } }))).toEqual(['seller']);
  });

  it('attests the registrations that a sale asks for, while they hold', () => {
    const until = { registrations: [{ jurisdiction: 'US-FL', from: 0, until: NOON_MS }] };
    const beyond = { registrations: [{ jurisdiction: 'US-FL', from: 0, until: NOON_MS + 1 }] };
    expectEdge(
      'registration',
      aDial(NOON, TAMPA, { campaign: { purpose: 'marketing', ...beyond } }),
      aDial(NOON, TAMPA, { campaign: { purpose: 'marketing', ...until } }),
    );
  });

  it('does not sell by an artificial voice where more than consent is asked for', () => {
    const at = '2027-06-09T12:00:00-07:00';
    expectEdge(
      'artificial-voice',
      aDial(at, SEATTLE),
      aDial(at, SEATTLE, { campaign: { purpose: 'marketing' } }),
    );
  });

  it('asks a register that is new enough and covers the number, unless a written consent excepts', () => {
    const campaign = (date: string, areaCodes: 'all' | readonly string[] = 'all') => ({
      purpose: 'marketing' as const,
      lists: [{ list: 'gb-tps', date, importedAt: 0, areaCodes }],
    });
    const lead = { consent: 'express' };
    expectEdge(
      'do-not-call-list',
      aDial(NOON, LONDON, { lead, campaign: campaign('2027-05-12') }),
      aDial(NOON, LONDON, { lead, campaign: campaign('2027-05-11') }),
    );
    const listed = { registers: ['gb-tps'] };
    const fresh = campaign('2027-06-01');
    expectEdge(
      'do-not-call-list',
      aDial(NOON, LONDON, { campaign: fresh, history: listed }),
      aDial(NOON, LONDON, { lead, campaign: fresh, history: listed }),
    );
    expect(rulesOf(aDial(NOON, LONDON, { lead, campaign: campaign('2027-06-01', ['212']) }))).toEqual([
      'do-not-call-list',
    ]);
    expect(rulesOf(aDial(NOON, LONDON, { lead, campaign: { purpose: 'marketing' } }))).toEqual([
      'do-not-call-list',
    ]);
  });
});

describe('numbers and places', () => {
  it.each([
    ['freephone', '+18005550123'],
    ['premium rate', '+449098790000'],
    ['personal', '+447012345678'],
    ['not in E.164 form', '(212) 555-0123'],
    ['too short', '+1212555'],
  ])('are not called: %s', (_what, phone) => {
    expect(rulesOf(aDial(NOON, phone))).toContain('dialable-number');
  });

  it.each([
    ['the number', '+34612345678', {}],
    ['a number of +1', '+18765550123', {}],
    ['the lead', NEW_YORK, { country: 'Spain' }],
    ['nobody understands', NEW_YORK, { country: 'Atlantis' }],
  ])('are not called in a country without law in the data, named by %s', (_what, phone, lead) => {
    expect(rulesOf(aDial(NOON, phone, { lead }))).toContain('jurisdiction');
  });

  it('are not called in a zone that does not exist', () => {
    expect(rulesOf(aDial(NOON, NEW_YORK, { lead: { timezone: 'Mars/Olympus_Mons' } }))).toContain(
      'time-zone',
    );
  });

  it('bind by the area code, the address and the country at once', () => {
    const dial = aDial(NOON, TAMPA, { lead: { state: 'AL', postalCode: '70112', country: 'US' } });
    const codes = checkDial({ ...dial, at: Date.parse('2027-06-09T03:00:00Z') }).map(
      ({ jurisdiction }) => jurisdiction,
    );
    expect([...new Set(codes)].toSorted()).toEqual(['US', 'US-AL', 'US-FL', 'US-LA']);
  });

  it('take a postal code without its zeros for certain only where the number agrees', () => {
    const sunday = '2027-06-13T15:00:00-04:00';
    const boston = '+16175550123';
    expectEdge(
      'calling-window',
      aDial(sunday, boston, { lead: { postalCode: '2134' } }),
      aDial(sunday, NEW_YORK, { lead: { postalCode: '2134' } }),
    );
  });
});
