import { Judge } from './judge';
import { coverageOf } from './coverage';
import { render } from './render';
import { aDial } from '../checker/dial.factory';
import { addTally, emptyTally } from './tally';

const PERIOD = { startAt: Date.parse('2027-01-01T00:00:00Z'), days: 365 };

describe('the report', () => {
  it('tells of a violation with the jurisdiction, the law, the local time and the reason, and never the number', () => {
    const judge = new Judge(PERIOD, 1);
    judge.dial(aDial('2027-06-09T20:00:00-04:00', '+18135550123'));
    const text = render(judge.tally, coverageOf(judge.tally, PERIOD), 1);
    expect(text).toContain(
      '2027-06-10T00:00:00.000Z lead-1: calling-window, US-FL, Wed 2027-06-09 20:00:00 UTC-04:00: ' +
        'America/New_York: not within mon-sun 08:00-20:00 [Fla. Stat. 501.616',
    );
    expect(text).toContain('VIOLATIONS     1 (calling-window 1)');
    expect(text).not.toContain('8135550123');
  });

  it('names the cause of a refusal that the plain reading does not share, and of one out of caution', () => {
    const judge = new Judge(PERIOD, 1);
    judge.refusal(aDial('2027-06-09T19:59:30-04:00', '+18135550123'), ['calling-window']);
    judge.refusal(aDial('2027-06-09T12:59:59Z', '+18505550123'), ['calling-window']);
    judge.refusal(aDial('2027-06-09T19:00:00Z', '+447400123456'), ['calling-window']);
    judge.refusal(aDial('2027-06-09T20:30:00Z', '+447400123456'), ['calling-window']);
    expect(judge.tally.needless).toEqual({
      'calling-window: the last minute of a window is kept for the ringing': 1,
      'calling-window: no cause is known': 1,
    });
    expect(judge.tally.cautious).toEqual({
      'open in one of the zones in which the person may be, closed in another': 1,
      'only rows of low confidence are closed': 1,
    });
  });

  it('says what was never met', () => {
    const coverage = coverageOf(emptyTally(), PERIOD);
    expect(coverage.neverDialed).toHaveLength(65);
    expect(coverage.holidaysMissed).toContain('US-LA 2027-02-09');
    expect(coverage.changesMissed).toContain('America/New_York 2027-03-14T07:00:00.000Z');
    expect(coverage.changesMissed).toContain('Europe/Berlin 2027-10-31T01:00:00.000Z');
  });

  it('adds up what parts have seen', () => {
    const sum = emptyTally();
    for (let part = 0; part < 2; part += 1) {
      const judge = new Judge(PERIOD, 1);
      judge.dial(aDial('2027-06-09T20:00:00-04:00', '+18135550123'));
      addTally(sum, judge.tally);
    }
    expect(sum).toMatchObject({ dials: 2, violations: 2, dialsByJurisdiction: { US: 2, 'US-FL': 2 } });
    expect(sum.offences).toHaveLength(2);
  });
});
