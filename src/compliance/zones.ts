import { areaCodeOf, zonesOfState } from './area-codes';
import { isKnownZone } from './zone-offsets';

/** Where a zone comes from: the lead's own statement, its state, the number's area code, or its country as a whole. */
export type ZoneSource = 'stated' | 'state' | 'area-code' | 'country';

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
 * All zones a subject may be in: the one stated and those of the number. A statement never replaces the number's zones,
 * since nothing here proves it; it only makes the hours stricter.
 * @param phone E.164
 * @param country ISO alpha-2 that the numbering plan assigns the number to
 * @param stated an IANA name as the lead states it; blank is the same as absent
 * @param state postal code of the state of the United States that the lead states. It adds its zones where the number is
 * not of that state, unless the stated zone is one of them
 */
export function readZones(
  phone: string,
  country: string | undefined,
  stated: string | undefined,
  state?: string,
): ZoneReading {
  const [source, ofNumber] = zonesOfNumber(phone, country);
  const sourcesByZone = new Map<string, ZoneSource[]>(ofNumber.map((zone) => [zone, [source]]));
  const statedZone = stated?.trim() ?? '';
  const statedIsKnown = statedZone !== '' && isKnownZone(statedZone);
  if (statedIsKnown) sourcesByZone.set(statedZone, ['stated', ...(sourcesByZone.get(statedZone) ?? [])]);
  for (const zone of zonesElsewhere(phone, state, statedZone))
    sourcesByZone.set(zone, [...(sourcesByZone.get(zone) ?? []), 'state']);
  const zones = Array.from(sourcesByZone, ([zone, sources]) => ({ zone, sources }));
  if (statedZone !== '' && !statedIsKnown) return { zones, fault: 'The stated time zone is not a known one' };
  if (ofNumber.length === 0) return { zones, fault: 'It is not known which time zones the number may be in' };
  return { zones, fault: undefined };
}

/** The zones of a stated state that the number's area code does not speak of: the owner has moved. */
function zonesElsewhere(phone: string, state: string | undefined, statedZone: string): readonly string[] {
  if (state === undefined) return [];
  const areaCode = areaCodeOf(phone);
  if (areaCode?.country === 'US' && areaCode.states.includes(state)) return [];
  const zones = zonesOfState(state);
  return zones.includes(statedZone) ? [] : zones;
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
