import { CampaignRun } from './campaign-run';
import { LinesWanted, quantile } from './campaign-report';

/** More lines are not asked for: providers do not give them. */
const MOST_LINES = 2_048;

/**
 * The fewest lines with which nine runs in ten are done in time: doubled until they are, then halved in between.
 * @param runsWith the campaign's runs with so many lines
 */
export async function findLines(
  finishBy: Date,
  runsWith: (lines: number) => Promise<readonly CampaignRun[]>,
): Promise<LinesWanted> {
  const wanted = finishBy.toISOString();
  let [enough, tooFew, before] = [1, 0, Infinity];
  for (;;) {
    const endMs = await finishMs(runsWith, enough);
    if (endMs <= finishBy.getTime()) break;
    if (enough >= MOST_LINES || (endMs >= before && Number.isFinite(endMs))) {
      const why =
        'What takes the time are calling hours, the waits between attempts, the dial rate or the budget, not the lines.';
      return { finishBy: wanted, lines: null, why };
    }
    [tooFew, before, enough] = [enough, endMs, enough * 2];
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if ((await finishMs(runsWith, middle)) <= finishBy.getTime()) enough = middle;
    else tooFew = middle;
  }
  return {
    finishBy: wanted,
    lines: enough,
    why: 'With one line fewer, fewer than nine runs in ten are done in time.',
  };
}

async function finishMs(
  runsWith: (lines: number) => Promise<readonly CampaignRun[]>,
  lines: number,
): Promise<number> {
  const ends = (await runsWith(lines)).map(({ finishedAt }) =>
    finishedAt ? Date.parse(finishedAt) : Infinity,
  );
  return quantile(
    ends.toSorted((one, other) => one - other),
    0.9,
  );
}
