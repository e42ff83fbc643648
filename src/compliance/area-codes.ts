import plan from './rule-data/area-codes.json';

/** What the numbering plan says of an area code. */
export interface AreaCode {
  /** ISO 3166 alpha-2; the territories of the United States count as `US`, with their own `states` entry. */
  readonly country: string;
  /** Postal abbreviations of the states, provinces or territories; empty elsewhere. */
  readonly states: readonly string[];
  /** IANA zones that a number of the code may lie in. */
  readonly zones: readonly string[];
}

/** Country → states → zones → area codes, each a list with blanks between. */
type NumberingPlan = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/**
 * Sources: the area code assignments of the North American Numbering Plan Administrator (NANPA) and the time zone data
 * of Google's libphonenumber, as of 2026-11-22. A code that straddles a zone border carries every zone, and so does an
 * overlay of it: the newer code serves the same places. 306, 474 and 639 carry the zones of Alberta for Lloydminster and
 * of Manitoba for Creighton. Codes that are planned but not yet in service, such as 273, stay unknown.
 */
const AREA_CODES: ReadonlyMap<string, AreaCode> = readPlan(plan);

const ZONES_BY_STATE: ReadonlyMap<string, readonly string[]> = readStateZones();

/** The area code of a number in E.164 form; undefined outside +1 and for codes with no place (freephone, new ones). */
export function areaCodeOf(phone: string): AreaCode | undefined {
  const code = /^\+1(\d{3})\d{7}$/.exec(phone)?.[1];
  return code === undefined ? undefined : AREA_CODES.get(code);
}

/** All zones in which a number of a state of the United States may lie; empty for any other text. */
export function zonesOfState(state: string): readonly string[] {
  return ZONES_BY_STATE.get(state) ?? [];
}

function readPlan(countries: NumberingPlan): ReadonlyMap<string, AreaCode> {
  const areaCodes = new Map<string, AreaCode>();
  for (const [country, states] of Object.entries(countries)) {
    for (const [stateList, zones] of Object.entries(states)) {
      for (const [zoneList, codes] of Object.entries(zones)) {
        const areaCode = { country, states: words(stateList), zones: words(zoneList) };
        for (const code of words(codes)) areaCodes.set(code, areaCode);
      }
    }
  }
  return areaCodes;
}

function readStateZones(): ReadonlyMap<string, readonly string[]> {
  const zones = new Map<string, readonly string[]>();
  for (const areaCode of AREA_CODES.values()) {
    if (areaCode.country !== 'US') continue;
    for (const state of areaCode.states)
      zones.set(state, [...new Set([...(zones.get(state) ?? []), ...areaCode.zones])]);
  }
  return zones;
}

function words(list: string): readonly string[] {
  return list.split(' ').filter(Boolean);
}
