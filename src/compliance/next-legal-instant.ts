import { FEDERAL_CALLING_HOURS } from './rule-data/federal-calling-hours';
import { nextOpenInstant } from './open-hours';
import { CallPolicy } from './rule-context';
import { ZoneReading } from './zones';

/**
 * The earliest instant from `earliest` on at which the law's window and the campaign's hours are open in every zone.
 * Undefined: never within two weeks, or the zones can't be relied on.
 */
export function nextLegalInstant(zones: ZoneReading, policy: CallPolicy, earliest: Date): Date | undefined {
  if (zones.fault !== undefined) return undefined;
  const weeks = [FEDERAL_CALLING_HOURS.hours, ...(policy.callingHours ? [policy.callingHours] : [])];
  const all = zones.zones.flatMap(({ zone }) => weeks.map((hours) => ({ zone, hours })));
  const openMs = nextOpenInstant(all, earliest.getTime());
  return openMs === undefined ? undefined : new Date(openMs);
}
