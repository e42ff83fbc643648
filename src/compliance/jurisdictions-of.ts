import { InvalidPhoneNumber, isPhoneNumber, PhoneNumber } from '../common/phone-number';
import { areaCodeOf } from './area-codes';
import { Jurisdiction } from './jurisdiction';
import { jurisdictionOf } from './jurisdictions';
import { countryOfTerritory, StatedPlace } from './stated-place';
import { isUsTerritory } from './us-states';

/** Why a jurisdiction binds: the number's country or area code, the lead's own statement, or that nothing is known. */
export type JurisdictionSource =
  'number' | 'area-code' | 'stated-country' | 'stated-state' | 'postal-code' | 'unknown-state';

export interface BindingJurisdiction {
  readonly jurisdiction: Jurisdiction;
  readonly sources: readonly JurisdictionSource[];
}

/** Every jurisdiction whose law a call must keep, all at once. */
export interface JurisdictionReading {
  readonly binding: readonly BindingJurisdiction[];
  /** Why they are not all known, in words; undefined if they are. With a fault no call is lawful. */
  readonly fault: string | undefined;
}

/** Countries whose law is in the data, with all rows that hold there. The United States have their states besides. */
const CODES_BY_COUNTRY: Readonly<Record<string, readonly string[]>> = {
  US: ['US'],
  CA: ['CA'],
  GB: ['GB'],
  DE: ['DE', 'EU'],
  FR: ['FR', 'EU'],
  AU: ['AU'],
  IN: ['IN'],
};

const UNKNOWN_STATE = 'US-UNKNOWN';

/**
 * All jurisdictions that bind calls to a subject. A number moves with its owner and a statement is not proven, so
 * neither takes the other's place: where number, state and postal code contradict each other, all bind. A state or
 * postal code that can't be read, or none at all, binds the strictest rules of all states.
 * @param phone E.164
 */
export function jurisdictionsOf(
  phone: string,
  number: PhoneNumber | InvalidPhoneNumber,
  stated: StatedPlace,
): JurisdictionReading {
  const sources = new Map<string, Set<JurisdictionSource>>();
  const bind = (code: string, source: JurisdictionSource): void => {
    sources.set(code, (sources.get(code) ?? new Set()).add(source));
  };
  const countries = countriesOf(phone, number, stated);
  const faults = new Set<string>();
  for (const [country, source] of countries) {
    const codes = country === undefined ? undefined : CODES_BY_COUNTRY[country];
    if (codes) for (const code of codes) bind(code, source);
    else if (country === undefined) faults.add('The stated country cannot be read');
    else faults.add(`No rules are known for calls to the country ${country}`);
  }
  if (sources.has('US')) {
    const states = statesOf(phone, number, stated);
    for (const [state, source] of states) bind(`US-${state}`, source);
    if (states.length === 0) bind(UNKNOWN_STATE, 'unknown-state');
  }
  const binding: BindingJurisdiction[] = [];
  for (const [code, why] of sources) {
    const jurisdiction = jurisdictionOf(code);
    if (jurisdiction) binding.push({ jurisdiction, sources: [...why] });
    else faults.add(`No rules are known for ${code}`);
  }
  if (countries.length === 0) faults.add('It is not known to which country the number belongs');
  return { binding, fault: faults.size === 0 ? undefined : [...faults].join('; ') };
}

/** `undefined` stands for a stated country that can't be read. Each country counts once for every source. */
function countriesOf(
  phone: string,
  number: PhoneNumber | InvalidPhoneNumber,
  stated: StatedPlace,
): (readonly [string | undefined, JurisdictionSource])[] {
  const countries: (readonly [string | undefined, JurisdictionSource])[] = [];
  if (isPhoneNumber(number) && number.country) countries.push([countryOfTerritory(number.country), 'number']);
  const areaCode = areaCodeOf(phone);
  if (areaCode) countries.push([areaCode.country, 'area-code']);
  if (stated.country !== undefined || stated.isCountryUnread)
    countries.push([stated.country, 'stated-country']);
  if (stated.state) countries.push(['US', 'stated-state']);
  if (stated.postalPlace) countries.push([stated.postalPlace.country, 'postal-code']);
  return countries;
}

function statesOf(
  phone: string,
  number: PhoneNumber | InvalidPhoneNumber,
  stated: StatedPlace,
): (readonly [string, JurisdictionSource])[] {
  const states: (readonly [string, JurisdictionSource])[] = [];
  const areaCode = areaCodeOf(phone);
  if (areaCode?.country === 'US') for (const state of areaCode.states) states.push([state, 'area-code']);
  if (isPhoneNumber(number) && number.country && isUsTerritory(number.country))
    states.push([number.country, 'number']);
  if (stated.state) states.push([stated.state, 'stated-state']);
  if (stated.isStateUnread) states.push(['UNKNOWN', 'stated-state']);
  if (stated.postalPlace?.country === 'US')
    for (const state of stated.postalPlace.states) states.push([state, 'postal-code']);
  if (stated.isPostalCodeUnread) states.push(['UNKNOWN', 'postal-code']);
  return states;
}
