import { CampaignRun } from './campaign-run';
import { findLines } from './find-lines';
import { generatedLeads } from './generated-leads';
import { mixModel } from './mix-model';
import { DEFAULT_MIX } from './outcome-mix';
import { simulateCampaign } from './simulate-campaign';
import { options } from './simulation.factory';

const START = new Date('2026-11-23T14:00:00Z');
const given = options({
  leads: generatedLeads(300, 1, START),
  startAt: START,
  outcomes: mixModel(DEFAULT_MIX, 600),
});

function runsWith(lines: number): Promise<CampaignRun[]> {
  const campaign = { ...given.campaign, lines };
  return Promise.resolve([1, 2, 3].map((seed) => simulateCampaign({ ...given, campaign, seed })));
}

async function latest(lines: number): Promise<string> {
  return (
    (await runsWith(lines))
      .map(({ finishedAt }) => finishedAt ?? '')
      .toSorted()
      .at(-1) ?? ''
  );
}

describe('findLines', () => {
  it('finds the fewest lines with which the campaign is done in time', async () => {
    const finishBy = new Date(await latest(4));
    const { lines } = await findLines(finishBy, runsWith);
    expect(lines).toBeLessThanOrEqual(4);
    expect(lines).not.toBeNull();
    const fewer = (lines ?? 0) - 1;
    if (fewer > 0) expect((await latest(fewer)) > finishBy.toISOString()).toBe(true);
  });

  it('says so when no number of lines is enough', async () => {
    const { lines, why } = await findLines(new Date(START.getTime() + 60_000), runsWith);
    expect(lines).toBeNull();
    expect(why).toContain('not the lines');
  });
});
