import { Lead } from './dial';
import { AREA_CODES, hasLaw, LAWS, Spot, zonesOfState } from './law';
import { NumberReading, readNumber } from './numbers';
import { readPostalCode } from './postal-code';
import { ZONES_ABROAD } from './zones-abroad';

/** Whose law binds calls to a lead, in which zones it may be, and what of it cannot be told. */
export interface Places {
  /** Codes of the rows of the data. */
  readonly laws: readonly string[];
  readonly zones: readonly string[];
  /** Zones of the stated state that the area code, being of that state, is taken to rule out. */
  readonly ruledOut: readonly string[];
  /** Countries without law in the data, and statements that nobody understands. */
  readonly unknown: readonly string[];
  readonly number: NumberReading;
}

/** Territories that have a country code of their own, and yet the law of the United States. */
const TERRITORIES = ['PR', 'VI', 'GU', 'MP', 'AS'];

/** The ways in which leads write a country here; another text is not understood. */
const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  'united states': 'US',
  usa: 'US',
  canada: 'CA',
  'united kingdom': 'GB',
  germany: 'DE',
  france: 'FR',
  australia: 'AU',
  india: 'IN',
  spain: 'ES',
};

/**
 * The number and what the lead states bind side by side: neither is proof against the other. The narrowest statement
 * tells where the lead says to be: a zone before a postal code, that before a state, that before a country.
 */
export function placesOf(lead: Lead): Places {
  const number = readNumber(lead.phone);
  const area = AREA_CODES.get(/^\+1(\d{3})\d{7}$/.exec(lead.phone)?.[1] ?? '');
  const unknown: string[] = [];

  const written = lead.country?.trim() ?? '';
  const stated = written === '' ? undefined : readCountry(written);
  if (written !== '' && stated === undefined) unknown.push('a stated country that nobody understands');
  const country = stated === undefined ? undefined : homeOf(stated);
  const isOfPlusOne = lead.phone.startsWith('+1');

  const isMaybeAmerican = country === undefined || country === 'US';
  const hasState = (lead.state?.trim() ?? '') !== '';
  const territory = stated !== undefined && TERRITORIES.includes(stated) ? stated : undefined;
  const state = territory ?? (country === 'US' || isOfPlusOne ? readState(lead.state ?? '') : undefined);
  const ofNumber = area?.country ?? (number.country && homeOf(number.country));
  const postal = readPostalCode(lead, country, ofNumber, [...(area?.states ?? []), state ?? '']);

  const countries = new Set<string>();
  if (number.country !== undefined) countries.add(homeOf(number.country));
  if (area) countries.add(area.country);
  if (country !== undefined) countries.add(country);
  if (state !== undefined) countries.add('US');
  if (postal.spot) countries.add(postal.spot.country);

  const laws = new Set<string>();
  for (const code of countries) {
    if (!hasLaw(code)) unknown.push(`the law of the country ${code}`);
    else laws.add(code);
    if (code === 'DE' || code === 'FR') laws.add('EU');
  }
  if (countries.has('US')) {
    const states = new Set<string>();
    if (area?.country === 'US') for (const one of area.states) states.add(one);
    if (number.country !== undefined && TERRITORIES.includes(number.country)) states.add(number.country);
    if (state !== undefined) states.add(state);
    if (postal.spot?.country === 'US') for (const one of postal.spot.states) states.add(one);
    const isUnread = (hasState && state === undefined) || postal.isUnread;
    if (states.size === 0 || (isMaybeAmerican && isUnread)) states.add('UNKNOWN');
    for (const one of states) laws.add(`US-${one}`);
  }

  const zones = new Set(area?.zones ?? (isOfPlusOne ? [] : (ZONES_ABROAD[number.country ?? ''] ?? [])));
  if (zones.size === 0) unknown.push('the zones of the number');
  const zone = lead.timezone?.trim() ?? '';
  if (zone !== '' && !isZone(zone)) unknown.push('a stated zone that does not exist');
  else if (zone !== '') zones.add(zone);
  for (const possible of zonesOfAddress(area, number, { country, state, spot: postal.spot }))
    if (!possible.includes(zone)) for (const one of possible) zones.add(one);
  const isNarrowed = state !== undefined && area?.states.includes(state) && !postal.spot && zone === '';
  const ruledOut = isNarrowed ? zonesOfState(state).filter((one) => !zones.has(one)) : [];
  return { laws: [...laws], zones: [...zones], ruledOut, unknown, number };
}

/** The zones of each statement that is not made more exact by another, nor true of the number itself. */
function zonesOfAddress(
  area: Spot | undefined,
  number: NumberReading,
  {
    country,
    state,
    spot,
  }: { country?: string | undefined; state?: string | undefined; spot?: Spot | undefined },
): (readonly string[])[] {
  const all: (readonly string[])[] = [];
  if (spot) all.push(spot.zones);
  const holdsState = (one: Spot | undefined): boolean =>
    one?.country === 'US' && state !== undefined && one.states.includes(state);
  if (state !== undefined && !holdsState(area) && !holdsState(spot)) all.push(zonesOfState(state));
  const narrower = [area?.country, number.country && homeOf(number.country), state && 'US', spot?.country];
  if (country !== undefined && !narrower.includes(country)) all.push(ZONES_ABROAD[country] ?? []);
  return all;
}

function homeOf(country: string): string {
  return TERRITORIES.includes(country) ? 'US' : country;
}

function readCountry(text: string): string | undefined {
  if (/^[A-Z]{2}$/.test(text)) return text;
  return COUNTRY_NAMES[text.toLowerCase()];
}

function readState(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const row = LAWS.find(({ code, name }) => {
    const abbreviation = /^US-([A-Z]{2})$/.exec(code)?.[1];
    if (abbreviation === undefined) return false;
    return [abbreviation, code, name].some((one) => one.toLowerCase() === wanted);
  });
  return row?.code.slice(3);
}

const zonesKnown = new Map<string, boolean>();

function isZone(name: string): boolean {
  let known = zonesKnown.get(name);
  if (known === undefined) {
    try {
      known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    } catch {
      known = false;
    }
    zonesKnown.set(name, known);
  }
  return known;
}
