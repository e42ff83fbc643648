import { CampaignRun } from './campaign-run';
import { CampaignReport, quantile, reportOf } from './campaign-report';
import { generatedLeads } from './generated-leads';
import { mixModel } from './mix-model';
import { DEFAULT_MIX } from './outcome-mix';
import { reportAsHtml } from './report-html';
import { reportAsText } from './report-text';
import { simulateCampaign } from './simulate-campaign';
import { options } from './simulation.factory';

const START = new Date('2026-11-23T05:00:00Z');

function runs(seeds: readonly number[], leads = 400): CampaignRun[] {
  const given = options({
    leads: generatedLeads(leads, 1, START),
    startAt: START,
    outcomes: mixModel(DEFAULT_MIX, 600),
  });
  return seeds.map((seed) => simulateCampaign({ ...given, seed }));
}

const INPUT: CampaignReport['input'] = {
  ...{
    leads: '400 made-up leads',
    outcomes: DEFAULT_MIX.origin,
    campaign: 'Roofs & <more>',
    startAt: START.toISOString(),
  },
  ...{
    days: 30,
    zone: 'America/New_York',
    lines: 10,
    callsPerSecond: 1,
    maxAttempts: 3,
    dailyBudgetUsd: null,
  },
};

describe('reportOf', () => {
  const all = runs([1, 2, 3, 4, 5]);
  const report = reportOf(all, INPUT);

  it('tells the middle of the runs and the bounds around them', () => {
    const ends = all.map(({ finishedAt }) => finishedAt ?? '').toSorted();
    expect(report.finish.p50).toBe(ends[2]);
    expect(report.finish.half).toEqual([ends[1], ends[3]]);
    const [low, high] = report.finish.nineTenths;
    expect([ends[0] ?? '', low ?? '', ends[1] ?? '']).toEqual([ends[0], low, ends[1]].toSorted());
    expect([ends[3] ?? '', high ?? '', ends[4] ?? '']).toEqual([ends[3], high, ends[4]].toSorted());
    expect(report.costUsd.p90).toBeGreaterThanOrEqual(report.costUsd.p50);
  });

  it('counts every call of the middle run by day, hour and outcome', () => {
    const middle = all.find(({ finishedAt }) => finishedAt === report.finish.p50);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(report.callsByDay.map(({ calls }) => calls))).toBe(middle?.dials);
    expect(sum(report.callsByDay.flatMap(({ hours }) => hours))).toBe(middle?.dials);
    expect(sum(report.outcomes.map(({ calls }) => calls))).toBe(middle?.dials);
  });

  it('says what can be done about every group that is not called', () => {
    expect(report.neverReachable.length).toBeGreaterThan(2);
    for (const { toDo, what } of report.neverReachable) expect([what, toDo]).not.toContain('');
  });

  it('knows no finish where runs were not done', () => {
    const [short] = runs([1]).map((run) => ({ ...run, finishedAt: null }));
    const { finish } = reportOf([...all.slice(0, 2), ...(short ? [short, short, short] : [])], INPUT);
    expect(finish).toMatchObject({ p50: null, p90: null });
    expect(finish.half[0]).not.toBeNull();
  });

  it('is the same to the byte by the same seeds, as text, JSON and page', () => {
    const again = reportOf(runs([1, 2, 3, 4, 5]), INPUT);
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    expect(reportAsText(again)).toBe(reportAsText(report));
    expect(reportAsHtml(again)).toBe(reportAsHtml(report));
  });

  it('answers the three questions in words', () => {
    const text = reportAsText(report);
    for (const question of [
      'When will it be done?',
      'What will it cost?',
      'Who will not be called, and why?',
    ])
      expect(text).toContain(question);
    expect(text).toContain('Nov 2026');
  });

  it('makes a page that needs nothing else, in which no text is taken for markup', () => {
    const page = reportAsHtml(report);
    expect(page).toContain('Roofs &amp; &lt;more&gt;');
    expect(page).not.toMatch(/<script|src=|href=|@import|url\(/);
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('quantile', () => {
  it.each([
    [[1, 2, 3], 0.5, 2],
    [[1, 2], 0.5, 1.5],
    [[1, Infinity], 0, 1],
    [[1, Infinity], 0.9, Infinity],
    [[7], 0.9, 7],
  ])('of %j at %d is %d', (values, at, wanted) => {
    expect(quantile(values, at)).toBe(wanted);
  });
});
