import { countryCode } from '../common/country';
import { InvalidPhoneNumber, isPhoneNumber, PhoneNumber } from '../common/phone-number';
import { areaCodeOf } from './area-codes';
import { CallSubject } from './decision';
import { Jurisdiction } from './jurisdiction';
import { jurisdictionOf } from './jurisdictions';
import { isUsTerritory, usStateOf } from './us-states';

/** Why a jurisdiction binds: the number's country or area code, the lead's own statement, or that nothing is known. */
export type JurisdictionSource = 'number' | 'area-code' | 'stated-country' | 'stated-state' | 'unknown-state';

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
 * neither takes the other's place: where they contradict each other, both bind. A state that can't be read, or none at
 * all, binds the strictest rules of all states.
 */
export function jurisdictionsOf(
  subject: CallSubject,
  number: PhoneNumber | InvalidPhoneNumber,
): JurisdictionReading {
  const sources = new Map<string, Set<JurisdictionSource>>();
  const bind = (code: string, source: JurisdictionSource): void => {
    sources.set(code, (sources.get(code) ?? new Set()).add(source));
  };
  const countries = countriesOf(subject, number);
  const faults = new Set<string>();
  for (const [country, source] of countries) {
    const codes = country === undefined ? undefined : CODES_BY_COUNTRY[country];
    if (codes) for (const code of codes) bind(code, source);
    else if (country === undefined) faults.add('The stated country cannot be read');
    else faults.add(`No rules are known for calls to the country ${country}`);
  }
  if (sources.has('US')) {
    const states = statesOf(subject, number);
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

/**
 * The state of the United States that a subject states, by its postal code; undefined if none can be read or the text
 * means a part of another country: `WA` is a state of Australia too.
 */
export function statedUsState(
  { state, country, phone }: CallSubject,
  number: PhoneNumber | InvalidPhoneNumber,
): string | undefined {
  const stated = countryCode(country ?? '');
  if (stated && isUsTerritory(stated)) return stated;
  const isAmerican = phone.startsWith('+1') || (isPhoneNumber(number) && number.e164.startsWith('+1'));
  return stated === 'US' || isAmerican ? usStateOf(state ?? '') : undefined;
}

/** `undefined` stands for a stated country that can't be read. Each country counts once for every source. */
function countriesOf(
  subject: CallSubject,
  number: PhoneNumber | InvalidPhoneNumber,
): (readonly [string | undefined, JurisdictionSource])[] {
  const countries: (readonly [string | undefined, JurisdictionSource])[] = [];
  if (isPhoneNumber(number) && number.country) countries.push([ofTerritory(number.country), 'number']);
  const areaCode = areaCodeOf(subject.phone);
  if (areaCode) countries.push([areaCode.country, 'area-code']);
  const stated = subject.country?.trim() ?? '';
  if (stated !== '') {
    const code = countryCode(stated);
    countries.push([code && ofTerritory(code), 'stated-country']);
  }
  if (statedUsState(subject, number)) countries.push(['US', 'stated-state']);
  return countries;
}

function statesOf(
  subject: CallSubject,
  number: PhoneNumber | InvalidPhoneNumber,
): (readonly [string, JurisdictionSource])[] {
  const states: (readonly [string, JurisdictionSource])[] = [];
  const areaCode = areaCodeOf(subject.phone);
  if (areaCode?.country === 'US') for (const state of areaCode.states) states.push([state, 'area-code']);
  if (isPhoneNumber(number) && number.country && isUsTerritory(number.country))
    states.push([number.country, 'number']);
  const stated = statedUsState(subject, number);
  if (stated) states.push([stated, 'stated-state']);
  else if (isUnreadState(subject)) states.push(['UNKNOWN', 'stated-state']);
  return states;
}

/** A province of another country that the lead states is no state that should have been read. */
function isUnreadState({ state, country }: CallSubject): boolean {
  const stated = countryCode(country ?? '');
  return (state?.trim() ?? '') !== '' && (stated === undefined || stated === 'US');
}

function ofTerritory(country: string): string {
  return isUsTerritory(country) ? 'US' : country;
}
