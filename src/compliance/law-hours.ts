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
export function windowHours({ binding }: JurisdictionReading, { zones }: ZoneReading): LawHours[] {
  const all: LawHours[] = [];
  for (const { jurisdiction } of binding) {
    const hours = dialableHours(jurisdiction.hours);
    for (const { zone } of zones) all.push({ zone, hours, jurisdiction });
    for (const zone of jurisdiction.alsoInZones) all.push({ zone, hours, jurisdiction });
  }
  return all;
}

/** All hours of the days on which no binding jurisdiction has a holiday that bars calls; empty if none bars any. */
export function holidayHours({ binding }: JurisdictionReading, { zones }: ZoneReading): LawHours[] {
  const all: LawHours[] = [];
  for (const { jurisdiction } of binding) {
    const set = jurisdiction.holidays;
    if (set === undefined) continue;
    const isClosedOn = (localDay: number): boolean => holidayName(set, localDay) !== undefined;
    for (const { zone } of zones) all.push({ zone, hours: ALL_DAY, isClosedOn, jurisdiction });
  }
  return all;
}

/** The citations of the jurisdictions, each once. */
export function citationsOf(laws: readonly { readonly jurisdiction: Jurisdiction }[]): string {
  return [...new Set(laws.map(({ jurisdiction }) => jurisdiction.citation))].join('; ');
}
