import { CampaignRun } from './campaign-run';
import { CampaignSimulation } from './campaign-simulation';
import { SimulationHooks, SimulationOptions } from './simulation-options';

export type { DialRecord, RefusalRecord, SimulationHooks, SimulationOptions } from './simulation-options';

/**
 * Runs a campaign over virtual time, in memory: the service's own rules decide who is claimed, whether the law allows the
 * call, what it may cost, how fast calls go out and what becomes of the lead; only the telephone is made up. Goes from
 * event to event, so nights and idle lines cost nothing. Pure but for the hooks: no clock, no chance but the seed's.
 * @throws RangeError for a time without days, or an instant that is none
 */
export function simulateCampaign(options: SimulationOptions, hooks: SimulationHooks = {}): CampaignRun {
  return new CampaignSimulation(options, hooks).run();
}
