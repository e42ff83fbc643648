import { holidayHours, windowHours } from './law-hours';
import { LocalHours, nextOpenInstant } from './open-hours';
import { CallPolicy, SubjectReading } from './rule-context';
import { dialableHours } from './weekly-hours';

/**
 * The earliest instant from `earliest` on at which the windows of all binding jurisdictions and the campaign's hours are
 * open in every zone, and none of them has a holiday there. Undefined: never within six weeks, or the zones or
 * jurisdictions can't be relied on.
 */
export function nextLegalInstant(
  { zones, jurisdictions }: Pick<SubjectReading, 'zones' | 'jurisdictions'>,
  policy: CallPolicy,
  earliest: Date,
): Date | undefined {
  if (zones.fault !== undefined || jurisdictions.fault !== undefined) return undefined;
  const { operator } = policy;
  const windows = windowHours(operator.waive('calling-window', jurisdictions, earliest).jurisdictions, zones);
  if (windows.length === 0) return undefined;
  const days = holidayHours(operator.waive('holiday', jurisdictions, earliest).jurisdictions, zones);
  const all: LocalHours[] = [...windows, ...days];
  if (policy.callingHours) {
    const hours = dialableHours(policy.callingHours);
    for (const { zone } of zones.zones) all.push({ zone, hours });
  }
  const openMs = nextOpenInstant(all, earliest.getTime());
  return openMs === undefined ? undefined : new Date(openMs);
}
