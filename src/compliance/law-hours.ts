import { WeeklyHours } from '../config/calling-hours';
import { holidayName } from './holidays';
import { Jurisdiction } from './jurisdiction';
import { JurisdictionReading } from './jurisdictions-of';
import { LocalHours } from './open-hours';
import { dialableHours } from './weekly-hours';
import { ZoneReading } from './zones';

/** Hours that one jurisdiction prescribes in one zone. */
export interface LawHours extends LocalHours {
  readonly jurisdiction: Jurisdiction;
}

const ALL_DAY: WeeklyHours = Array.from({ length: 7 }, () => [{ startMinute: 0, endMinute: 1_440 }]);

/**
 * The hours in which the law lets a call be dialed: those of each binding jurisdiction in each zone. Since it isn't known
 * which of the places the person is in, every pair counts.
 */
export const windowHours = remembered((binding, zones) => {
  const all: LawHours[] = [];
  for (const { jurisdiction } of binding) {
    const hours = dialableHours(jurisdiction.hours);
    for (const { zone } of zones) all.push({ zone, hours, jurisdiction });
    for (const zone of jurisdiction.alsoInZones) all.push({ zone, hours, jurisdiction });
  }
  return all;
});

/** All hours of the days that no binding jurisdiction closes, by a holiday or the operator; empty if none closes any. */
export const holidayHours = remembered((binding, zones) => {
  const all: LawHours[] = [];
  for (const { jurisdiction } of binding) {
    const { holidays: set, closedDays } = jurisdiction;
    if (set === undefined && closedDays.size === 0) continue;
    const isClosedOn = (localDay: number): boolean =>
      closedDays.has(localDay) || (set !== undefined && holidayName(set, localDay) !== undefined);
    for (const { zone } of zones) all.push({ zone, hours: ALL_DAY, isClosedOn, jurisdiction });
  }
  return all;
});

type Laws = readonly { readonly jurisdiction: Jurisdiction }[];

const citations = new WeakMap<Laws, string>();

/** The citations of the jurisdictions, each once. */
export function citationsOf(laws: Laws): string {
  let text = citations.get(laws);
  if (text === undefined) {
    text = [...new Set(laws.map(({ jurisdiction }) => jurisdiction.citation))].join('; ');
    citations.set(laws, text);
  }
  return text;
}

/** Leads of one place share their readings, so what follows from a pair of them is reckoned once and kept with them. */
function remembered(
  reckon: (binding: JurisdictionReading['binding'], zones: ZoneReading['zones']) => readonly LawHours[],
): (jurisdictions: JurisdictionReading, zones: ZoneReading) => readonly LawHours[] {
  const known = new WeakMap<
    JurisdictionReading['binding'],
    WeakMap<ZoneReading['zones'], readonly LawHours[]>
  >();
  return ({ binding }, { zones }) => {
    const byZones = known.get(binding) ?? new WeakMap<ZoneReading['zones'], readonly LawHours[]>();
    known.set(binding, byZones);
    const hours = byZones.get(zones) ?? reckon(binding, zones);
    byZones.set(zones, hours);
    return hours;
  };
}
