import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { countryCode } from './country';
import { RecentCache } from './recent-cache';

/** A number that may exist, in E.164 form, with the country its numbering plan assigns it to. */
export interface PhoneNumber {
  readonly e164: string;
  /** ISO 3166 alpha-2; undefined for numbers of no country (satellite, international freephone). */
  readonly country: string | undefined;
  /** libphonenumber's type, e.g. `FIXED_LINE_OR_MOBILE`, `TOLL_FREE`, `PREMIUM_RATE`; undefined where unknown. */
  readonly type: string | undefined;
}

/** Why a text is not a number that can be called. Never contains the text: it may be personal. */
export interface InvalidPhoneNumber {
  readonly reason: string;
}

/** Leads' numbers are read again at every look at them, and reading one takes longer than all rules together. */
const read = new RecentCache<PhoneNumber | InvalidPhoneNumber>(20_000);

/**
 * Reads a phone number in any common form. Strict: a number inside a sentence is not picked out of it, since
 * "my old number was …" would be dialed.
 * @param country of numbers written without a country code, as a code or an English name; one that isn't understood
 * is no reason to guess: then only numbers with a country code are read
 */
export function parsePhoneNumber(text: string, country = 'US'): PhoneNumber | InvalidPhoneNumber {
  return read.get(`${country.length} ${country}${text}`, () => Object.freeze(parse(text.trim(), country)));
}

function parse(text: string, country: string): PhoneNumber | InvalidPhoneNumber {
  if (text === '') return { reason: 'The phone number is empty' };
  const defaultCountry = countryCode(country);
  const parsed = parsePhoneNumberFromString(text, {
    extract: false,
    ...(defaultCountry && { defaultCountry }),
  });
  if (!parsed && !defaultCountry)
    return { reason: 'The phone number has no country code, and its country is not known' };
  if (!parsed) return { reason: 'The phone number cannot be read' };
  // A number that has a type is valid: the type is found by the patterns that validity asks for.
  const type = parsed.getType();
  if (type === undefined && !parsed.isValid())
    return { reason: 'No such phone number exists in its country' };
  return { e164: parsed.number, country: parsed.country, type };
}

export function isPhoneNumber(result: PhoneNumber | InvalidPhoneNumber): result is PhoneNumber {
  return 'e164' in result;
}
