import fc from 'fast-check';
import { decide } from '../compliance/decide';
import { judgedContext } from '../compliance/judging';
import { readSubject } from '../compliance/rule-context';
import { generatedLeads } from './generated-leads';
import { mixModel } from './mix-model';
import { DEFAULT_MIX } from './outcome-mix';
import { DialRecord, simulateCampaign, SimulationOptions } from './simulate-campaign';
import { options } from './simulation.factory';

const HOUR_MS = 3_600_000;

/** A campaign of made-up leads, with settings of all sorts. */
const campaigns = fc
  .record({
    leads: fc.integer({ min: 1, max: 120 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    lines: fc.integer({ min: 1, max: 12 }),
    rate: fc.constantFrom(0.05, 0.5, 1, 4),
    budget: fc.constantFrom(undefined, 5, 20),
    hour: fc.integer({ min: 0, max: 24 * 7 }),
    attempts: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ leads, seed, lines, rate, budget, hour, attempts }): SimulationOptions => {
    const startAt = new Date(Date.parse('2026-11-23T00:00:00Z') + hour * HOUR_MS);
    const variables = {
      MAX_CONCURRENT_CALLS: String(lines),
      CALLS_PER_SECOND: String(rate),
      MAX_ATTEMPTS: String(attempts),
      ...(budget !== undefined && { DAILY_BUDGET_USD: String(budget) }),
    };
    const outcomes = mixModel(DEFAULT_MIX, 600);
    return options(
      { leads: generatedLeads(leads, seed, startAt), startAt, seed, days: 12, outcomes },
      variables,
    );
  });

function dialsOf(given: SimulationOptions) {
  const dials: DialRecord[] = [];
  const run = simulateCampaign(given, { onDial: (dial) => dials.push(dial) });
  return { run, dials };
}

describe('a simulated campaign', () => {
  it('leaves every lead in exactly one state, and every call with one outcome', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        const run = simulateCampaign(given);
        const sum = (counts: Readonly<Record<string, number>>) =>
          Object.values(counts).reduce((a, b) => a + b, 0);
        expect(sum(run.leadsByStatus)).toBe(given.leads.count);
        expect(sum(run.outcomes) + run.inCallAtEnd).toBe(run.dials);
        expect(
          Object.values(run.calendar)
            .flat()
            .reduce((a, b) => a + b, 0),
        ).toBe(run.dials);
        if (run.finishedAt !== null) expect(run.leadsByStatus['in progress'] + run.inCallAtEnd).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('never uses more lines than it has, dials faster than it may, or spends more than a day allows', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        const { run, dials } = dialsOf(given);
        const { lines, callsPerSecond, dailyBudgetUsd = Infinity } = given.campaign;
        expect(run.peakLines).toBeLessThanOrEqual(lines);
        for (const [index, { at }] of dials.entries()) {
          const before = dials[index - 1];
          if (before)
            expect(at.getTime() - before.at.getTime()).toBeGreaterThanOrEqual(
              Math.floor(1000 / callsPerSecond) - 1,
            );
        }
        for (const usd of Object.values(run.costByDay)) expect(usd).toBeLessThanOrEqual(dailyBudgetUsd);
      }),
      { numRuns: 40 },
    );
  });

  it('dials nobody whom the rules refuse at that very instant', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        for (const { subject, facts, at } of dialsOf(given).dials) {
          const ruling = decide(judgedContext(readSubject(subject), facts, given.policy, at));
          expect(ruling.verdict).toBe('allow');
        }
      }),
      { numRuns: 20 },
    );
  });

  it('comes to the same whether leads share refusals or are each judged alone', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        const { decisions: _shared, ...quick } = simulateCampaign(given);
        const { decisions: _alone, ...thorough } = simulateCampaign({ ...given, isThorough: true });
        expect(quick).toEqual(thorough);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same again by the same seed, and another by another', () => {
    const startAt = new Date('2026-11-23T15:00:00Z');
    const given = options({
      leads: generatedLeads(300, 1, startAt),
      startAt,
      outcomes: mixModel(DEFAULT_MIX, 600),
    });
    const text = (seed: number) => JSON.stringify(simulateCampaign({ ...given, seed }));
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });
});
