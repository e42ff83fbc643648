import { Rule } from '../../src/compliance/rule-context';
import { RULES } from '../../src/compliance/rule-set';
import { placesOf } from '../checker/places';
import { Judge, Period } from '../report/judge';
import { count, Tally } from '../report/tally';
import { campaignsFrom } from '../scenario/campaigns';
import { Chance } from '../scenario/chance';
import { aHousehold, Household } from '../scenario/household';
import { Storyteller } from '../scenario/story';
import { policyOf } from './engine-words';
import { probeHousehold } from './probe-household';

export interface Chunk {
  readonly period: Period;
  readonly seed: number;
  /** Index of the first household. */
  readonly from: number;
  readonly households: number;
  /** How often a call to each household is tried, without bursts. */
  readonly tries: number;
  readonly sampleEvery: number;
}

/**
 * Lives through the period with some households, one after the other: nothing of one bears on another. Each draws its
 * own chance, so that a proof comes out the same however it is cut into chunks.
 * @param rules the engine's, or some that a test has broken
 */
export function probeChunk(
  { period, seed, from, households, tries, sampleEvery }: Chunk,
  rules: readonly Rule[] = RULES,
  judge = new Judge(period, sampleEvery),
): Tally {
  const { tally } = judge;
  const campaigns = campaignsFrom(period.startAt, period.days);
  const callers = campaigns.map((campaign) => ({ campaign, policy: policyOf(campaign) }));
  const teller = new Storyteller(period.startAt, period.days, campaigns.length);
  for (let index = from; index < from + households; index += 1) {
    const [household, chance] = householdAt(seed, index, period.startAt);
    const [first] = household.leads;
    const story = first ? teller.tell(chance, household.leads.length, placesOf(first), tries) : [];
    tally.leads += household.leads.length;
    for (const { kind } of story) if (kind !== 'try' && kind !== 'restart') count(tally.happenings, kind);
    probeHousehold(household, story, callers, rules, {
      onDial: (dial) => judge.dial(dial),
      onRefusal: (dial, ruling, again) => judge.ruling(dial, ruling, again),
      onFault: (fault) => count(tally.happenings, fault),
    });
  }
  return tally;
}

/** The household of a number, and the chance that tells the rest of its year. */
export function householdAt(seed: number, index: number, startAt: number): [Household, Chance] {
  const chance = new Chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  return [aHousehold(chance, index, startAt), chance];
}
