import { countryCode } from '../common/country';
import { InvalidPhoneNumber, isPhoneNumber, PhoneNumber } from '../common/phone-number';
import { areaCodeOf } from './area-codes';
import { CallSubject } from './decision';
import { PostalPlace, PostalReading, readPostalCode } from './postal-codes';
import { isUsTerritory, usStateOf } from './us-states';

/** Where a subject says it is. Nothing proves it, so it never takes the place of what the number says. */
export interface StatedPlace {
  /** ISO 3166 alpha-2, territories of the United States as `US`; undefined if none is stated or it can't be read. */
  readonly country: string | undefined;
  readonly isCountryUnread: boolean;
  /** Postal abbreviation of a state or territory of the United States. */
  readonly state: string | undefined;
  /** Whether a text that should name a state of the United States cannot be read. */
  readonly isStateUnread: boolean;
  readonly postalPlace: PostalPlace | undefined;
  /** Whether a postal code that should be one of the United States cannot be read, or not for certain. */
  readonly isPostalCodeUnread: boolean;
}

type Place = Pick<CallSubject, 'phone' | 'state' | 'country' | 'postalCode'>;

/** Countries whose postal codes are read for numbers of +1, whichever of them is stated. */
const NORTH_AMERICA: readonly string[] = ['US', 'CA'];

/** Reads what a subject says of its place, with regard to what its number makes plausible. */
export function statedPlaceOf(subject: Place, number: PhoneNumber | InvalidPhoneNumber): StatedPlace {
  const code = countryCode(subject.country ?? '');
  const country = code && countryOfTerritory(code);
  const isAmerican = country === undefined || country === 'US';
  const state = usStateIn(subject, number, code);
  const postal = readStatedPostalCode(subject, number, country);
  return {
    country,
    isCountryUnread: code === undefined && isStated(subject.country),
    state,
    // A province of another country is no state that should have been read.
    isStateUnread: isAmerican && state === undefined && isStated(subject.state),
    postalPlace: postal?.place,
    isPostalCodeUnread:
      isAmerican && isStated(subject.postalCode) && !isCertain(postal, subject.phone, state),
  };
}

/** The country whose law holds in a territory of the United States; any other country is its own. */
export function countryOfTerritory(country: string): string {
  return isUsTerritory(country) ? 'US' : country;
}

/** A text may mean a part of another country: `WA` is a state of Australia too. */
function usStateIn(
  { state, phone }: Place,
  number: PhoneNumber | InvalidPhoneNumber,
  country: string | undefined,
): string | undefined {
  if (country && isUsTerritory(country)) return country;
  return country === 'US' || isOfPlusOne(phone, number) ? usStateOf(state ?? '') : undefined;
}

/** Reads the code as the stated country's or else the number's, and for +1 as its neighbour's too. */
function readStatedPostalCode(
  { postalCode, phone }: Place,
  number: PhoneNumber | InvalidPhoneNumber,
  stated: string | undefined,
): PostalReading | undefined {
  if (!isStated(postalCode)) return undefined;
  const own = stated ?? countryOfNumber(phone, number);
  const reading = own === undefined ? undefined : readPostalCode(postalCode, own);
  const isAbroad = stated !== undefined && !NORTH_AMERICA.includes(stated);
  if (reading || isAbroad || !isOfPlusOne(phone, number)) return reading;
  return NORTH_AMERICA.map((country) => readPostalCode(postalCode, country)).find(
    (neighbour) => neighbour?.isRestored === false,
  );
}

/** Zeros put back are believed where the area code or the stated state agrees with the place that they give. */
function isCertain(postal: PostalReading | undefined, phone: string, state: string | undefined): boolean {
  if (postal?.place.country !== 'US') return false;
  if (!postal.isRestored) return true;
  const others = [...(areaCodeOf(phone)?.states ?? []), state];
  return postal.place.states.some((one) => others.includes(one));
}

function countryOfNumber(phone: string, number: PhoneNumber | InvalidPhoneNumber): string | undefined {
  const country = areaCodeOf(phone)?.country ?? (isPhoneNumber(number) ? number.country : undefined);
  return country && countryOfTerritory(country);
}

function isOfPlusOne(phone: string, number: PhoneNumber | InvalidPhoneNumber): boolean {
  return phone.startsWith('+1') || (isPhoneNumber(number) && number.e164.startsWith('+1'));
}

function isStated(text: string | undefined): text is string {
  return (text?.trim() ?? '') !== '';
}
