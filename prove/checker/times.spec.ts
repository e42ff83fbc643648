import { checkDial } from './check-dial';
import { aDial, expectEdge, rulesOf } from './dial.factory';

const TAMPA = '+18135550123';
const NEW_YORK = '+12125550123';
const CHICAGO = '+13125550123';
const PARIS = '+33612345678';
const SYDNEY = '+61412345678';
const LONDON = '+447400123456';
/** A Wednesday. */
const NOON = '2027-06-09T12:00:00-04:00';

describe('the windows', () => {
  it.each([
    ['Florida opens at eight', TAMPA, '2027-06-09T08:00:00-04:00', '2027-06-09T07:59:59-04:00'],
    ['Florida closes at eight', TAMPA, '2027-06-09T19:59:59-04:00', '2027-06-09T20:00:00-04:00'],
    ['New York closes at nine', NEW_YORK, '2027-06-09T20:59:59-04:00', '2027-06-09T21:00:00-04:00'],
    [
      'artificial voices start at nine in Illinois',
      CHICAGO,
      '2027-06-09T09:00:00-05:00',
      '2027-06-09T08:59:59-05:00',
    ],
    ['France rests at noon', PARIS, '2027-06-09T12:59:59+02:00', '2027-06-09T13:00:00+02:00'],
    ['France works on from two', PARIS, '2027-06-09T14:00:00+02:00', '2027-06-09T13:59:59+02:00'],
    ['France does not call on Saturdays', PARIS, '2027-06-11T19:59:00+02:00', '2027-06-12T10:30:00+02:00'],
    [
      'Alabama does not call on Sundays',
      '+12055550123',
      '2027-06-12T12:00:00-05:00',
      '2027-06-13T12:00:00-05:00',
    ],
    [
      'Texas starts at noon on Sundays',
      '+12145550123',
      '2027-06-13T12:00:00-05:00',
      '2027-06-13T11:59:59-05:00',
    ],
    [
      'Canada goes on to half past nine',
      '+14165550123',
      '2027-06-09T21:29:59-04:00',
      '2027-06-09T21:30:00-04:00',
    ],
  ])('%s', (_what, phone, inside, outside) => {
    expectEdge('calling-window', aDial(inside, phone), aDial(outside, phone));
  });

  it('follow the clocks when they are put forward and back', () => {
    expectEdge(
      'calling-window',
      aDial('2027-03-13T13:00:00Z', NEW_YORK),
      aDial('2027-03-13T12:59:59Z', NEW_YORK),
    );
    expectEdge(
      'calling-window',
      aDial('2027-03-14T12:00:00Z', NEW_YORK),
      aDial('2027-03-14T11:59:59Z', NEW_YORK),
    );
    expectEdge(
      'calling-window',
      aDial('2027-11-07T13:00:00Z', NEW_YORK),
      aDial('2027-11-07T12:59:59Z', NEW_YORK),
    );
    expectEdge(
      'calling-window',
      aDial('2027-03-28T08:00:00Z', LONDON),
      aDial('2027-03-28T07:59:59Z', LONDON),
    );
  });

  it('must be open in every zone of an area code', () => {
    const tallahassee = '+18505550123';
    expectEdge(
      'calling-window',
      aDial('2027-06-09T13:00:00Z', tallahassee),
      aDial('2027-06-09T12:59:59Z', tallahassee),
    );
    expectEdge(
      'calling-window',
      aDial('2027-06-09T23:59:59Z', tallahassee),
      aDial('2027-06-10T00:00:00Z', tallahassee),
    );
  });

  it('must be open where the lead says to be, too', () => {
    const california = { state: 'California' };
    expectEdge(
      'calling-window',
      aDial('2027-06-09T16:00:00Z', NEW_YORK, { lead: california }),
      aDial('2027-06-09T15:59:59Z', NEW_YORK, { lead: california }),
    );
    const hawaii = { timezone: 'Pacific/Honolulu' };
    expect(rulesOf(aDial(NOON, NEW_YORK, { lead: hawaii }))).toEqual(['calling-window']);
    expect(rulesOf(aDial('2027-06-09T12:00:00Z', NEW_YORK, { lead: { postalCode: '60601' } }))).toEqual([
      'calling-window',
    ]);
  });

  it('are those of central standard time in Mississippi, even in summer', () => {
    const jackson = '+16015550123';
    expectEdge(
      'calling-window',
      aDial('2027-06-09T14:00:00Z', jackson),
      aDial('2027-06-09T13:59:59Z', jackson),
    );
  });

  it('are the strictest of all where the state is not known', () => {
    const lead = { country: 'US', state: 'Nowhere' };
    expectEdge(
      'calling-window',
      aDial('2027-06-09T16:59:59-04:00', NEW_YORK, { lead }),
      aDial('2027-06-09T17:00:00-04:00', NEW_YORK, { lead }),
    );
  });

  it('are told with the law and the local time', () => {
    expect(checkDial(aDial('2027-06-09T20:00:00-04:00', TAMPA))).toEqual([
      expect.objectContaining({
        rule: 'calling-window',
        jurisdiction: 'US-FL',
        citation: expect.stringContaining('Fla. Stat. 501.616'),
        localTime: 'Wed 2027-06-09 20:00:00 UTC-04:00',
        why: 'America/New_York: not within mon-sun 08:00-20:00',
      }),
    ]);
  });

  it('narrow with the hours of the campaign', () => {
    const campaign = { hours: 'mon-fri 10:00-12:00' };
    expectEdge(
      'campaign-hours',
      aDial('2027-06-09T11:59:59-04:00', NEW_YORK, { campaign }),
      aDial(NOON, NEW_YORK, { campaign }),
    );
  });
});

describe('the holidays', () => {
  it.each([
    ['Mardi Gras in Louisiana', '+15045550123', '2027-02-10T12:00:00-06:00', '2027-02-09T12:00:00-06:00'],
    [
      'Independence Day observed on Monday',
      '+12055550123',
      '2027-07-06T12:00:00-05:00',
      '2027-07-05T12:00:00-05:00',
    ],
    [
      'Christmas observed on Friday',
      '+12055550123',
      '2027-12-23T12:00:00-06:00',
      '2027-12-24T12:00:00-06:00',
    ],
    [
      'New Year observed in the year before',
      '+12155550123',
      '2027-12-30T12:00:00-05:00',
      '2027-12-31T12:00:00-05:00',
    ],
    ['Ascension in France', PARIS, '2027-05-07T11:00:00+02:00', '2027-05-06T11:00:00+02:00'],
    [
      'Boxing Day observed on Tuesday in Australia',
      SYDNEY,
      '2027-12-29T12:00:00+11:00',
      '2027-12-28T12:00:00+11:00',
    ],
    ['Victory Day in Rhode Island', '+14015550123', '2027-08-10T12:00:00-04:00', '2027-08-09T12:00:00-04:00'],
  ])('%s', (_what, phone, before, on) => {
    expectEdge('holiday', aDial(before, phone), aDial(on, phone));
  });
});
