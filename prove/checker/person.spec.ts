import { aDial, aRecordedGrant, expectEdge, rulesOf } from './dial.factory';

const TAMPA = '+18135550123';
const NEW_YORK = '+12125550123';
const PARIS = '+33612345678';
/** A Wednesday. */
const NOON = '2027-06-09T12:00:00-04:00';
const NOON_MS = Date.parse(NOON);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('what happened before', () => {
  it('counts calls in rolling windows', () => {
    const dials = [24, 2, 1].map((hours) => NOON_MS - hours * HOUR_MS);
    const later = dials.map((dial) => dial + 1);
    expectEdge(
      'frequency',
      aDial(NOON, TAMPA, { history: { dials } }),
      aDial(NOON, TAMPA, { history: { dials: later } }),
    );
    expectEdge(
      'frequency',
      aDial(NOON, NEW_YORK, { campaign: { callsPerDay: 4 }, history: { dials } }),
      aDial(NOON, NEW_YORK, { campaign: { callsPerDay: 2 }, history: { dials } }),
    );
  });

  it('counts thirty days in France, and sixty of rest after a refusal', () => {
    const at = '2027-06-09T11:00:00+02:00';
    const ago = (days: number): number => Date.parse(at) - days * DAY_MS;
    const four = [30, 20, 10, 5].map(ago);
    expectEdge(
      'frequency',
      aDial(at, PARIS, { history: { dials: four } }),
      aDial(at, PARIS, { history: { dials: [ago(29.9), ...four] } }),
    );
    expectEdge(
      'refusal-rest',
      aDial(at, PARIS, { history: { refusals: [ago(60)] } }),
      aDial(at, PARIS, { history: { refusals: [ago(60) + 1] } }),
    );
  });

  it('never forgets who asked not to be called', () => {
    expectEdge(
      'suppression',
      aDial(NOON, NEW_YORK, { history: { optOuts: [NOON_MS + 1] } }),
      aDial(NOON, NEW_YORK, { history: { optOuts: [NOON_MS] } }),
    );
    expect(rulesOf(aDial(NOON, NEW_YORK, { history: { optOuts: [0] } }))).toEqual(['suppression']);
    expect(rulesOf(aDial(NOON, NEW_YORK, { lead: { doNotCall: true } }))).toEqual(['do-not-call']);
  });
});

describe('consent', () => {
  const fetched = { list: 'us-national', date: '2027-06-01', importedAt: 0, areaCodes: 'all' } as const;
  const marketing = { purpose: 'marketing', lists: [fetched] } as const;
  const silent = { consent: '', consentAt: undefined };

  it('must be in writing for a sale where one law asks for it', () => {
    expectEdge(
      'consent-level',
      aDial(NOON, NEW_YORK, { lead: { consent: 'express' } }),
      aDial(NOON, NEW_YORK, { lead: { consent: 'express' }, campaign: marketing }),
    );
    expect(
      rulesOf(
        aDial('2027-06-09T12:00:00Z', '+4915112345678', {
          lead: { consent: 'express' },
          campaign: marketing,
        }),
      ),
    ).toEqual([]);
  });

  it('must be there, and what the lead says itself goes before the ledger', () => {
    const grants = [aRecordedGrant()];
    expectEdge(
      'consent-level',
      aDial(NOON, NEW_YORK, { lead: silent, history: { grants } }),
      aDial(NOON, NEW_YORK, { lead: { consent: 'none' }, history: { grants } }),
    );
    expect(rulesOf(aDial(NOON, NEW_YORK, { lead: silent }))).toEqual(['consent-level']);
  });

  it('lasts from its date to its end', () => {
    expectEdge(
      'consent-period',
      aDial(NOON, NEW_YORK, { lead: { consentAt: NOON_MS } }),
      aDial(NOON, NEW_YORK, { lead: { consentAt: NOON_MS + 1 } }),
    );
    expectEdge(
      'consent-period',
      aDial(NOON, NEW_YORK, { lead: { consentExpiresAt: NOON_MS + 1 } }),
      aDial(NOON, NEW_YORK, { lead: { consentExpiresAt: NOON_MS } }),
    );
    expect(rulesOf(aDial(NOON, NEW_YORK, { lead: { consentAt: undefined } }))).toEqual(['consent-period']);
  });

  it('ends when it is withdrawn, until it is given anew', () => {
    const revocations = [NOON_MS];
    const anew = { ...silent, consent: '' };
    expectEdge(
      'consent-revocation',
      aDial(NOON, NEW_YORK, { history: { revocations: [NOON_MS + 1] } }),
      aDial(NOON, NEW_YORK, { history: { revocations } }),
    );
    const grants = [aRecordedGrant({ givenAt: NOON_MS + DAY_MS })];
    const dayAfter = '2027-06-10T12:00:00-04:00';
    expect(rulesOf(aDial(dayAfter, NEW_YORK, { lead: anew, history: { revocations, grants } }))).toEqual([]);
  });

  it.each([
    ['another seller', { seller: 'Moonlight Doors Ltd' }],
    ['another purpose', { purpose: 'informational' }],
    ['another channel', { channel: 'text' }],
  ])('does not reach to %s', (_what, scope) => {
    const dial = aDial(NOON, NEW_YORK, {
      lead: silent,
      campaign: marketing,
      history: { grants: [aRecordedGrant(scope)] },
    });
    expect(rulesOf(dial)).toEqual(['consent-scope']);
  });
});
