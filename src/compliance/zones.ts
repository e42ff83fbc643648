import { areaCodeOf, zonesOfState } from './area-codes';
import { countryOfTerritory, StatedPlace } from './stated-place';
import { isKnownZone } from './zone-offsets';

/**
 * Where a zone comes from: the lead's own statement, its postal code, its state, the number's area code, the number's
 * country as a whole, or the country that the lead states.
 */
export type ZoneSource = 'stated' | 'postal-code' | 'state' | 'area-code' | 'country' | 'stated-country';

export interface PlausibleZone {
  /** IANA name. */
  readonly zone: string;
  readonly sources: readonly ZoneSource[];
}

/** Every zone that a person may be in. A call must be lawful in all of them. */
export interface ZoneReading {
  readonly zones: readonly PlausibleZone[];
  /** Why the zones can't be relied on, in words; undefined if they can. With a fault no call is lawful. */
  readonly fault: string | undefined;
}

/** `Intl.Locale` as the platform has it; the language's own library lists the method only from a later edition on. */
interface LocaleWithZones extends Intl.Locale {
  getTimeZones?(): readonly string[] | undefined;
}

const zonesByCountry = new Map<string, readonly string[]>();

/**
 * All zones a subject may be in: those of the number and of everything that is stated. A statement never replaces the
 * number's zones, since nothing here proves it; it only makes the hours stricter.
 * @param phone E.164
 * @param country ISO alpha-2 that the numbering plan assigns the number to
 * @param timezone an IANA name as the lead states it; blank is the same as absent
 */
export function readZones(
  phone: string,
  country: string | undefined,
  timezone: string | undefined,
  stated?: StatedPlace,
): ZoneReading {
  const [source, ofNumber] = zonesOfNumber(phone, country);
  const statedZone = timezone?.trim() ?? '';
  const isZoneKnown = statedZone !== '' && isKnownZone(statedZone);
  const evidence: (readonly [ZoneSource, readonly string[]])[] = [[source, ofNumber]];
  if (isZoneKnown) evidence.unshift(['stated', [statedZone]]);
  if (stated) evidence.push(...zonesElsewhere(phone, country, stated, statedZone));
  const sourcesByZone = new Map<string, ZoneSource[]>(ofNumber.map((zone) => [zone, []]));
  for (const [why, zones] of evidence)
    for (const zone of zones) sourcesByZone.set(zone, [...(sourcesByZone.get(zone) ?? []), why]);
  const zones = Array.from(sourcesByZone, ([zone, sources]) => ({ zone, sources }));
  if (statedZone !== '' && !isZoneKnown) return { zones, fault: 'The stated time zone is not a known one' };
  if (ofNumber.length === 0) return { zones, fault: 'It is not known which time zones the number may be in' };
  return { zones, fault: undefined };
}

/**
 * The zones of the places that the lead states. The narrower statement speaks for the wider: a stated zone for its place,
 * a postal code for its state and both for their country. A state adds nothing where the area code is of it, nor a
 * country where the number is: else the owner has moved.
 */
function zonesElsewhere(
  phone: string,
  country: string | undefined,
  { country: statedCountry, state, postalPlace }: StatedPlace,
  statedZone: string,
): (readonly [ZoneSource, readonly string[]])[] {
  const places: (readonly [ZoneSource, readonly string[]])[] = [];
  const areaCode = areaCodeOf(phone);
  if (postalPlace) places.push(['postal-code', postalPlace.zones]);
  const isStateCovered = [areaCode, postalPlace].some(
    (place) => place?.country === 'US' && state !== undefined && place.states.includes(state),
  );
  if (state !== undefined && !isStateCovered) places.push(['state', zonesOfState(state)]);
  const covered = [areaCode?.country, country, state && 'US', postalPlace?.country];
  if (statedCountry !== undefined && !covered.some((one) => one && countryOfTerritory(one) === statedCountry))
    places.push(['stated-country', zonesOfCountry(statedCountry)]);
  return places.filter(([, zones]) => !zones.includes(statedZone));
}

function zonesOfNumber(phone: string, country: string | undefined): [ZoneSource, readonly string[]] {
  if (phone.startsWith('+1')) return ['area-code', areaCodeOf(phone)?.zones ?? []];
  return ['country', country === undefined ? [] : zonesOfCountry(country)];
}

/** By the platform's own data (CLDR). A zone that the platform names and yet can't reckon with makes all unknown. */
function zonesOfCountry(country: string): readonly string[] {
  let zones = zonesByCountry.get(country);
  if (!zones) {
    const locale: LocaleWithZones = new Intl.Locale('und', { region: country });
    const named = locale.getTimeZones?.() ?? [];
    zones = named.every(isKnownZone) ? named : [];
    zonesByCountry.set(country, zones);
  }
  return zones;
}
