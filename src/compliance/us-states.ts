import { allJurisdictions } from './jurisdictions';

/** Other ways in which people write a state. */
const FURTHER_NAMES: Readonly<Record<string, string>> = {
  'washington dc': 'DC',
  'd c': 'DC',
  'washington d c': 'DC',
  'virgin islands': 'VI',
  'u s virgin islands': 'VI',
  'commonwealth of puerto rico': 'PR',
};

/** Territories that other plans count as countries of their own. */
const TERRITORIES = new Set(['PR', 'VI', 'GU', 'MP', 'AS']);

const STATES = readStates();

/**
 * The postal code of the state, district or territory of the United States that a text names by its code (`TX`,
 * `US-TX`) or its English name; undefined for any other text.
 */
export function usStateOf(text: string): string | undefined {
  return STATES.get(plain(text));
}

/** Whether a country's code stands for a territory of the United States. */
export function isUsTerritory(country: string): boolean {
  return TERRITORIES.has(country);
}

function readStates(): ReadonlyMap<string, string> {
  const states = new Map(Object.entries(FURTHER_NAMES));
  for (const { code, name } of allJurisdictions()) {
    const state = /^US-([A-Z]{2})$/.exec(code)?.[1];
    if (!state) continue;
    states.set(plain(state), state);
    states.set(plain(code), state);
    states.set(plain(name), state);
  }
  return states;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
