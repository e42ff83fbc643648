import { AREA_CODES, hasLaw, lawOf, LAWS, POSTAL_CODES } from '../checker/law';
import { Chance } from './chance';

/** Where a lead says to be, and its number. */
export interface Address {
  readonly phone: string;
  readonly state: string | undefined;
  readonly country: string | undefined;
  readonly postalCode: string | undefined;
  readonly timezone: string | undefined;
}

const US_CODES = areaCodesOf('US');
const CA_CODES = areaCodesOf('CA');
const STATES = LAWS.flatMap(({ code }) => (/^US-[A-Z]{2}$/.test(code) ? [code.slice(3)] : []));

const CODES_OF_STATE = new Map(
  STATES.map((state) => [state, US_CODES.filter((code) => AREA_CODES.get(code)?.states.includes(state))]),
);

/** Beginnings of postal codes by country and state or province. */
const FIRSTS = new Map<string, string[]>();
for (const [key, { country, states }] of POSTAL_CODES)
  for (const state of states)
    FIRSTS.set(`${country} ${state}`, [...(FIRSTS.get(`${country} ${state}`) ?? []), key.slice(3)]);

/** Prefixes of mobile numbers with the number of digits that follow. */
const ABROAD: readonly (readonly [country: string, prefix: string, digits: number])[] = [
  ['GB', '+447400', 6],
  ['DE', '+4915112', 6],
  ['FR', '+33612', 6],
  ['AU', '+61412', 6],
  ['IN', '+919876', 6],
];

/** Every state is as likely as every other, so that small ones and territories get their share. */
export function anAddress(chance: Chance): Address {
  const kind = chance.fraction();
  if (kind < 0.62) return anAmerican(chance);
  if (kind < 0.7) return aMoved(chance);
  if (kind < 0.74) return anUnplaced(chance);
  if (kind < 0.8) return aCanadian(chance);
  return aForeigner(chance);
}

function anAmerican(chance: Chance): Address {
  const state = chance.pick(STATES);
  const phone = americanNumber(chance, CODES_OF_STATE.get(state) ?? []);
  const says = chance.fraction();
  return {
    phone,
    state: says < 0.7 ? written(chance, state) : undefined,
    country: says < 0.5 ? chance.pick(['US', 'United States', 'USA']) : undefined,
    postalCode: chance.isLucky(0.25) ? postalCode(chance, 'US', state) : undefined,
    timezone: chance.isLucky(0.2) ? chance.pick(AREA_CODES.get(phone.slice(2, 5))?.zones ?? []) : undefined,
  };
}

/** Somebody who took the number along: its area code is one state's, the address another's or a neighbour country's. */
function aMoved(chance: Chance): Address {
  const phone = americanNumber(chance, CODES_OF_STATE.get(chance.pick(STATES)) ?? []);
  const state = chance.pick(STATES);
  if (chance.isLucky(0.2))
    return { ...NOWHERE, phone, country: chance.pick(['Germany', 'FR', 'GB', 'Australia', 'CA', 'IN']) };
  const postal = chance.isLucky(0.4) ? postalCode(chance, 'US', chance.pick(STATES)) : undefined;
  return { ...NOWHERE, phone, state: written(chance, state), postalCode: postal };
}

/** Somebody of whom no state can be told. */
function anUnplaced(chance: Chance): Address {
  const phone = americanNumber(chance, US_CODES);
  return chance.isLucky(0.5)
    ? { ...NOWHERE, phone, country: 'US', state: 'Nowhere' }
    : { ...NOWHERE, phone, country: 'US', postalCode: chance.pick(['00000', 'unknown', 'W1A 1AA']) };
}

function aCanadian(chance: Chance): Address {
  const phone = americanNumber(chance, CA_CODES);
  const province = chance.pick(AREA_CODES.get(phone.slice(2, 5))?.states ?? ['ON']);
  return {
    ...NOWHERE,
    phone,
    country: 'CA',
    state: chance.isLucky(0.3) ? province : undefined,
    postalCode: chance.isLucky(0.3) ? `${chance.pick(firstsOf('CA', province))}1A 1A1` : undefined,
  };
}

function aForeigner(chance: Chance): Address {
  const [country, prefix, digits] = chance.pick(ABROAD);
  const phone = `${prefix}${serial(chance, digits)}`;
  const says = chance.fraction();
  return {
    ...NOWHERE,
    phone,
    country: says < 0.5 ? country : says < 0.6 ? lawOf(country).name : undefined,
    postalCode:
      country === 'AU' && says < 0.3 ? chance.pick(['2000', '6000', '3000', '4383', '2880']) : undefined,
    timezone: country === 'AU' && says > 0.8 ? 'Australia/Perth' : undefined,
  };
}

const NOWHERE = { state: undefined, country: undefined, postalCode: undefined, timezone: undefined };

function written(chance: Chance, state: string): string {
  return chance.isLucky(0.7) || !hasLaw(`US-${state}`) ? state : lawOf(`US-${state}`).name;
}

function americanNumber(chance: Chance, codes: readonly string[]): string {
  return `+1${chance.pick(codes)}${chance.whole(2, 10)}${chance.pick(['00', '34', '55', '67'])}${serial(chance, 4)}`;
}

function serial(chance: Chance, digits: number): string {
  return String(chance.whole(0, 10 ** digits)).padStart(digits, '0');
}

/** A code of five digits that begins as one of the state's. */
function postalCode(chance: Chance, country: string, state: string): string {
  const firsts = firstsOf(country, state);
  const code = firsts.length === 0 ? '10001' : chance.pick(firsts).padEnd(5, '1');
  // A spreadsheet takes leading zeros for those of a number.
  return code.startsWith('0') && chance.isLucky(0.5) ? String(Number(code)) : code;
}

function firstsOf(country: string, state: string): readonly string[] {
  return FIRSTS.get(`${country} ${state}`) ?? [];
}

function areaCodesOf(country: string): string[] {
  return [...AREA_CODES].flatMap(([code, spot]) => (spot.country === country ? [code] : []));
}
