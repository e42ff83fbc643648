import { resolve } from 'node:path';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings } from '../config/settings';
import { generatedLeads } from './generated-leads';
import { DEFAULT_MIX } from './outcome-mix';
import { SimulationJob } from './simulation-job';
import { InlineSimulationRunner, WorkerSimulationRunner } from './simulation-runner';
import { NOON } from './simulation.factory';

/** As the build makes it, which runs before the tests. */
const FILE = resolve('dist', 'simulation', 'simulation.worker.js');

function aJob(seed: number, changes: Partial<SimulationJob> = {}): SimulationJob {
  return {
    campaign: new CampaignSettings(readEnvironment({})),
    script: { sellerLegalName: 'Sunny Roofs Inc.', callbackNumber: '+12025550100' },
    complianceFile: undefined,
    ...{ leads: generatedLeads(200, 1, NOON), mix: DEFAULT_MIX, startAt: NOON, days: 20, seed, zone: 'UTC' },
    ...changes,
  };
}

describe('WorkerSimulationRunner', () => {
  it('comes to the same in threads as in one, in the order of the jobs, and tells how far it is', async () => {
    const jobs = [1, 2, 3].map((seed) => aJob(seed));
    const shares: number[] = [];
    const runs = await new WorkerSimulationRunner(2, FILE).runAll(jobs, (share) => shares.push(share));
    expect(runs).toEqual(await new InlineSimulationRunner().runAll(jobs));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  });

  it('rejects with what went wrong in a thread', async () => {
    const runner = new WorkerSimulationRunner(1, FILE);
    await expect(runner.runAll([aJob(1, { days: 0 })])).rejects.toThrow('A simulation needs');
  });

  it('breaks off what is running when it is stopped', async () => {
    const runner = new WorkerSimulationRunner(1, FILE);
    const running = runner.runAll([aJob(1, { leads: generatedLeads(20_000, 1, NOON) })]);
    const [outcome] = await Promise.all([running.catch((error: unknown) => error), runner.stop()]);
    expect(outcome).toMatchObject({ message: expect.stringContaining('ended') as string });
  });
});
