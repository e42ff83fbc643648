import { Intervention } from './intervention';
import { DialRecord, simulateCampaign, SimulationOptions } from './simulate-campaign';
import { aLead, everyCall, leadsOf, NOON, options } from './simulation.factory';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Runs a campaign and keeps what was dialed. */
function simulated(given: SimulationOptions, ...interventions: readonly Intervention[]) {
  const dials: DialRecord[] = [];
  const run = simulateCampaign(given, { onDial: (dial) => dials.push(dial), interventions });
  return { run, dials, minutes: dials.map(({ at }) => (at.getTime() - NOON.getTime()) / MINUTE_MS) };
}

function after(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * MINUTE_MS);
}

function many(count: number) {
  return leadsOf(...Array.from({ length: count }, (_, nth) => aLead(nth)));
}

describe('simulateCampaign', () => {
  it('calls a lead once who is reached, and is then done', () => {
    const { run, dials } = simulated(options());
    expect(dials).toMatchObject([{ at: NOON, leadId: 'lead 1', attempt: 1, ruling: { verdict: 'allow' } }]);
    expect(run).toMatchObject({
      dials: 1,
      outcomes: { completed: 1 },
      leadsByStatus: { called: 1 },
      costUsd: 0.1,
    });
    // The call, then its report.
    expect(run.finishedAt).toBe(after(35 / 60).toISOString());
  });

  it('tries again by the retry delays, within the calling hours, until the attempts are used up', () => {
    const given = options(
      { outcomes: everyCall('no-answer') },
      { MAX_ATTEMPTS: '3', RETRY_DELAYS: 'no-answer=4h,1d' },
    );
    const { run, dials } = simulated(given);
    expect(run).toMatchObject({ dials: 3, leadsByStatus: { exhausted: 1 }, outcomes: { 'no-answer': 3 } });
    const hours = dials.map(({ at }) => Math.floor((at.getTime() - NOON.getTime()) / HOUR_MS));
    expect(hours).toEqual([0, 4, 28]);
  });

  it('keeps leads waiting through the night, and dials them when their window opens', () => {
    const midnight = new Date('2026-06-10T04:00:00Z');
    const { run, dials } = simulated(
      options({ startAt: midnight, leads: leadsOf(aLead(1, { dueAt: midnight })) }),
    );
    expect(dials.map(({ at }) => at.toISOString())).toEqual(['2026-06-10T12:00:00.000Z']);
    expect(run).toMatchObject({ refusals: 1, dials: 1 });
  });

  it('calls back at the time that the person asked for', () => {
    const { minutes, run } = simulated(options({ outcomes: everyCall('callback', 'interested') }));
    expect(minutes).toEqual([0, 120.5 + 0]);
    expect(run.outcomes).toEqual({ 'callback-requested': 1, completed: 1 });
  });

  it.each([
    ['opt-out', 'opted out', 1],
    ['wrong-number', 'invalid', 1],
    ['declined', 'called', 1],
    ['doubtful-opt-out', 'needs review', 1],
    ['bad-number', 'invalid', 1],
    ['carrier-failure', 'needs review', 3],
  ] as const)('leaves a lead whose calls end with %s as %s after %i calls', (end, status, calls) => {
    const { run } = simulated(options({ outcomes: everyCall(end) }));
    expect(run.leadsByStatus[status]).toBe(1);
    expect(run.dials).toBe(calls);
  });

  it('tells who cannot be called, by the rule and its words', () => {
    const leads = leadsOf(
      aLead(1, { consent: 'none' }),
      aLead(2, { consent: 'none' }),
      aLead(3, { doNotCall: true }),
      aLead(4, { phone: undefined, status: 'invalid', statusReason: 'The phone number cannot be read' }),
      aLead(5),
    );
    const { run } = simulated(options({ leads }));
    expect(run.unreached).toEqual([
      {
        rule: 'consent-level',
        what: 'A marketing call needs express written consent',
        leads: 2,
        isWaiting: false,
      },
      { rule: 'do-not-call', what: 'The lead is marked Do Not Call', leads: 1, isWaiting: false },
      { rule: 'number', what: 'The phone number cannot be read', leads: 1, isWaiting: false },
    ]);
  });

  it('never has two calls to one number, and keeps the second lead waiting', () => {
    const leads = leadsOf(aLead(1), aLead(2, { phone: aLead(1).phone }));
    expect(simulated(options({ leads })).minutes).toEqual([0, 15]);
  });

  it('stops for the day when another call could pass the budget', () => {
    const variables = { DAILY_BUDGET_USD: '3', MAX_CALL_COST_USD: '1', CALLS_PER_SECOND: '100' };
    const { run } = simulated(options({ leads: many(40) }, variables));
    for (const usd of Object.values(run.costByDay)) expect(usd).toBeLessThanOrEqual(3);
    expect(Object.keys(run.costByDay).length).toBeGreaterThan(1);
    expect(run.hoursByHoldup['no-budget']).toBeGreaterThan(1);
  });

  it('spreads calls over its numbers, and stops when each has made the calls of its day', () => {
    const callerNumbers = ['one', 'two'].map((id) => ({ id, number: undefined }));
    const { dials, run } = simulated(options({ leads: many(7), callerNumbers }, { NUMBER_DAILY_CAP: '3' }));
    expect(dials.slice(0, 6).map(({ callerId }) => callerId)).toEqual([
      'one',
      'two',
      'one',
      'two',
      'one',
      'two',
    ]);
    expect((dials[6]?.at.getTime() ?? 0) - NOON.getTime()).toBeGreaterThanOrEqual(24 * HOUR_MS);
    expect(run.hoursByHoldup['no-number']).toBeGreaterThan(20);
  });

  it('dials nobody whose number was suppressed between the reservation and the dial', () => {
    const given = options({ markMs: 2_000 });
    const { run } = simulated(given, { kind: 'opt-out', at: after(1 / 60), phone: '+12122340001' });
    expect(run).toMatchObject({ dials: 0, leadsByStatus: { 'opted out': 1 } });
  });

  it.each([
    [{ kind: 'revoke-consent', at: after(60), phone: '+12122340001' }, 'blocked'],
    [{ kind: 'do-not-call', at: after(60), leadId: 'lead 1' }, 'blocked'],
    [{ kind: 'opt-out', at: after(60), phone: '+12122340001' }, 'opted out'],
  ] as const)('does not try again after %o', (intervention, status) => {
    const { run } = simulated(options({ outcomes: everyCall('no-answer') }), intervention);
    expect(run.dials).toBe(1);
    expect(run.leadsByStatus[status]).toBe(1);
  });

  it('counts the calls of other campaigns to the number', () => {
    const elsewhere = [1, 2, 3].map((minutes) => ({
      ...({ kind: 'dial-elsewhere', at: after(minutes), phone: '+12122340001' } as const),
    }));
    const leads = leadsOf(aLead(1, { dueAt: after(10) }));
    const { minutes } = simulated(options({ leads }, { MAX_ATTEMPTS_PER_DAY: '3' }), ...elsewhere);
    expect(minutes).toEqual([24 * 60 + 1]);
  });

  it('dials nobody while it is paused', () => {
    const leads = leadsOf(aLead(1, { dueAt: after(10) }));
    const { minutes } = simulated(
      options({ leads }),
      { kind: 'pause', at: after(5) },
      { kind: 'resume', at: after(65) },
    );
    expect(minutes).toEqual([65]);
  });

  it('dials nobody while the process is dead, gives back what it held, and loses no outcome', () => {
    const leads = leadsOf(aLead(1), aLead(2, { dueAt: after(1 / 60) }));
    const given = options({ leads, markMs: 2_000 });
    const { run, minutes } = simulated(given, { kind: 'restart', at: after(2.5 / 60), until: after(5) });
    expect(run.leadsByStatus.called).toBe(2);
    expect(minutes[0]).toBeCloseTo(2 / 60);
    // Back after five minutes; its lease has to run out first.
    expect(minutes[1]).toBeGreaterThanOrEqual(5.75);
  });

  it('suspends itself while the provider refuses every call, and goes on with a probe', () => {
    const given = options({ leads: many(30) });
    const { run, minutes } = simulated(given, { kind: 'provider-outage', at: after(-1), until: after(30) });
    expect(run).toMatchObject({ suspensions: 1, dials: 30, leadsByStatus: { called: 30 } });
    expect(minutes[0]).toBeGreaterThanOrEqual(30);
  });

  it('ends with the time that it was given, and says who is left', () => {
    const { run } = simulated(options({ leads: many(2_000), days: 0.01 }));
    expect(run.finishedAt).toBeNull();
    expect(run.leadsByStatus.new).toBeGreaterThan(0);
    expect(run.unreached).toMatchObject([{ rule: 'time', isWaiting: true }]);
  });

  it('refuses to run for no time', () => {
    expect(() => simulateCampaign(options({ days: 0 }))).toThrow(RangeError);
  });
});
