import { runCampaign } from './campaigns/run-campaign';
import { Chunk, householdAt, probeChunk } from './probes/probe-chunk';
import { Judge } from './report/judge';
import { Tally } from './report/tally';
import { campaignsFrom } from './scenario/campaigns';
import { Chance } from './scenario/chance';
import { Household } from './scenario/household';

/**
 * Proves a chunk twice over: the service's simulation calls all its households in one campaign, and then each is tried
 * where rules turn, of its own.
 */
export function proveChunk(chunk: Chunk): Tally {
  const { period, seed, from, households, sampleEvery } = chunk;
  const judge = new Judge(period, sampleEvery);
  const chance = new Chance(seed ^ Math.imul(from + 1, 0xc2b2ae35));
  const byPhone = new Map<string, Household>();
  for (let index = from; index < from + households; index += 1) {
    const [household] = householdAt(seed, index, period.startAt);
    byPhone.set(household.phone, household);
  }
  const campaigns = campaignsFrom(period.startAt, period.days);
  runCampaign([...byPhone.values()], chance.pick(campaigns.slice(0, SOUND)), period, chance, judge);
  return probeChunk(chunk, undefined, judge);
}

/** The first campaigns are those whose callers may call at all. */
const SOUND = 9;
