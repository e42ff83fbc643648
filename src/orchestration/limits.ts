import { Selectable } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { CampaignTable } from '../persistence/schema';

/** How much a campaign may do at once, over all replicas. */
export interface Limits {
  /** Calls that may be up. */
  readonly lines: number;
  readonly callsPerSecond: number;
}

/**
 * What holds: an operator's limit, but never more than is configured. A limit set while more was configured stays in the
 * row and is cut to what is configured now.
 */
export function limitsOf(
  row: Pick<Selectable<CampaignTable>, 'lines_limit' | 'calls_per_second_limit'>,
  configured: Pick<CampaignSettings, 'lines' | 'callsPerSecond'>,
): Limits {
  return {
    lines: Math.min(row.lines_limit ?? configured.lines, configured.lines),
    callsPerSecond: Math.min(
      row.calls_per_second_limit ?? configured.callsPerSecond,
      configured.callsPerSecond,
    ),
  };
}
