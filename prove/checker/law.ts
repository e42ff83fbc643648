import areaCodeRows from '../../src/compliance/rule-data/area-codes.json';
import listRows from '../../src/compliance/rule-data/do-not-call-lists.json';
import holidayRows from '../../src/compliance/rule-data/holidays.json';
import jurisdictionRows from '../../src/compliance/rule-data/jurisdictions.json';
import postalCodeRows from '../../src/compliance/rule-data/postal-codes.json';

/** The rule data as its files have them: all that the checker shares with the engine. */
export interface Law {
  readonly code: string;
  readonly name: string;
  readonly windows: string;
  readonly aiVoiceWindows?: string;
  readonly alsoInZones?: readonly string[];
  readonly holidays?: string;
  readonly caps?: readonly { readonly count: number; readonly perHours: number }[];
  readonly marketingConsent: string;
  readonly artificialVoice?: { readonly citation: string; readonly needs?: string };
  readonly registration?: { readonly what: string; readonly citation: string };
  readonly restAfterRefusalDays?: number;
  readonly citation: string;
  readonly confidence: string;
}

export interface HolidaySet {
  readonly includes?: readonly string[];
  readonly observed: string;
  readonly days: Readonly<Record<string, string>>;
}

export interface Register {
  readonly code: string;
  readonly jurisdictions: readonly string[];
  readonly maxAgeDays: number;
  readonly exceptedBy: readonly string[];
  readonly citation: string;
}

/** Where an area code or postal code lies. */
export interface Spot {
  readonly country: string;
  readonly states: readonly string[];
  readonly zones: readonly string[];
}

type ThreeDeep = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

export const LAWS: readonly Law[] = jurisdictionRows;
export const REGISTERS: readonly Register[] = listRows;
export const HOLIDAY_SETS: ReadonlyMap<string, HolidaySet> = new Map<string, HolidaySet>(
  Object.entries(holidayRows),
);

const lawByCode = new Map(LAWS.map((law) => [law.code, law]));

/** @throws Error where the data has no such row */
export function lawOf(code: string): Law {
  const law = lawByCode.get(code);
  if (!law) throw new Error(`The data has no ${code}`);
  return law;
}

export function hasLaw(code: string): boolean {
  return lawByCode.has(code);
}

/** Area codes with their places. */
export const AREA_CODES: ReadonlyMap<string, Spot> = new Map(
  flatten(areaCodeRows).flatMap(([spot, codes]) => codes.split(' ').map((code) => [code, spot] as const)),
);

/** `US 606` and the like, with their places: beginnings of postal codes, ranges written out. */
export const POSTAL_CODES: ReadonlyMap<string, Spot> = new Map(
  flatten(postalCodeRows).flatMap(([spot, codes]) =>
    codes.split(' ').flatMap((text) => range(text).map((code) => [`${spot.country} ${code}`, spot] as const)),
  ),
);

/** All zones of a state of the United States: those of its area codes. */
export function zonesOfState(state: string): readonly string[] {
  const zones = [...AREA_CODES.values()]
    .filter((spot) => spot.country === 'US' && spot.states.includes(state))
    .flatMap((spot) => spot.zones);
  return [...new Set(zones)];
}

function flatten(file: ThreeDeep): [Spot, string][] {
  const all: [Spot, string][] = [];
  for (const [country, byStates] of Object.entries(file))
    for (const [states, byZones] of Object.entries(byStates))
      for (const [zones, codes] of Object.entries(byZones))
        all.push([{ country, states: split(states), zones: split(zones) }, codes]);
  return all;
}

function split(list: string): string[] {
  return list === '' ? [] : list.split(' ');
}

function range(text: string): string[] {
  const [first = '', last] = text.split('-');
  if (last === undefined) return [first];
  const codes: string[] = [];
  for (let code = Number(first); code <= Number(last); code += 1)
    codes.push(String(code).padStart(first.length, '0'));
  return codes;
}
