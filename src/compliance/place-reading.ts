import { InvalidPhoneNumber, isPhoneNumber, PhoneNumber } from '../common/phone-number';
import { RecentCache } from '../common/recent-cache';
import { CallSubject } from './decision';
import { JurisdictionReading, jurisdictionsOf } from './jurisdictions-of';
import { statedPlaceOf } from './stated-place';
import { readZones, ZoneReading } from './zones';

/** Where a subject may be, and whose law binds calls to it. */
export interface PlaceReading {
  readonly zones: ZoneReading;
  readonly jurisdictions: JurisdictionReading;
}

/** All that a subject's place is read from. */
export type PlaceTexts = Pick<CallSubject, 'phone' | 'timezone' | 'state' | 'country' | 'postalCode'>;

/** Far more places than leads come from; what is only made up pushes each other out. */
const read = new RecentCache<PlaceReading>(5_000);

/** The zones and jurisdictions of a subject. Most subjects share theirs with many others, so they are remembered. */
export function readPlace(subject: PlaceTexts, number: PhoneNumber | InvalidPhoneNumber): PlaceReading {
  return read.get(keyOf(subject, number), () => readAnew(subject, number));
}

function readAnew(subject: PlaceTexts, number: PhoneNumber | InvalidPhoneNumber): PlaceReading {
  const country = isPhoneNumber(number) ? number.country : undefined;
  const stated = statedPlaceOf(subject, number);
  return {
    zones: readZones(subject.phone, country, subject.timezone, stated),
    jurisdictions: jurisdictionsOf(subject.phone, number, stated),
  };
}

/**
 * Everything that the reading depends on: of the number only its country, whether it is of +1, and its area code. The
 * lengths keep texts apart that differ only in where one ends and the next begins.
 */
function keyOf(
  { phone, timezone = '', state = '', country = '', postalCode = '' }: PlaceTexts,
  number: PhoneNumber | InvalidPhoneNumber,
): string {
  const written = /^\+1\d{10}$/.test(phone) ? phone.slice(0, 5) : phone.slice(0, 2);
  const assigned = isPhoneNumber(number) ? `${number.country} ${number.e164.slice(0, 2)}` : '';
  const lengths = `${written.length} ${assigned.length} ${timezone.length} ${state.length} ${country.length}`;
  return `${lengths} ${written}${assigned}${timezone}${state}${country}${postalCode}`;
}
