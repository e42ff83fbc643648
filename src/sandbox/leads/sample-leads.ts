import type { Chance } from '../chance';
import {
  ALASKA,
  BERLIN,
  fictionalNumber,
  HAWAII,
  LONDON,
  MAINLAND,
  messyForm,
  SYDNEY,
  TORONTO,
  type Place,
} from './sample-phone-numbers';
import { COMPANIES, CONSENT_SOURCES, FIRST_NAMES, LAST_NAMES, PRODUCTS } from './sample-people';

/** Columns of one row of the leads table. */
export type SampleLead = Record<string, string | boolean>;

const DAY_MS = 86_400_000;

/** Numbers that can't be called, each as somebody might really have typed it. */
const UNPARSEABLE = ['call the office', 'n/a', '555-0199', '', '(415) 555-01', 'see email'];

/** Words of their own that people put where the service keeps its status. */
const OWN_STATUSES = ['on hold – Ben', 'ask Priya first', 'won already'];

/**
 * What is out of the ordinary about the lead in each place of a block of 100. Of a hundred, about eighty can be
 * called on a weekday at noon in New York.
 */
const PECULIARITIES: Record<number, string> = {
  ...{ 4: 'no number', 37: 'no number', 71: 'no number' },
  ...{ 11: 'do not call', 52: 'do not call', 88: 'do not call' },
  ...{ 16: 'own status', 63: 'own status' },
  ...{ 21: 'no consent', 45: 'no consent', 79: 'no consent' },
  ...{ 27: 'empty consent', 58: 'empty consent' },
  ...{ 33: 'expired consent', 84: 'expired consent' },
  ...{ 40: 'express consent', 66: 'express consent', 91: 'express consent' },
  ...{ 49: 'same number as before' },
  ...{ 13: 'Alaska', 94: 'Hawaii', 30: 'London', 75: 'Berlin', 97: 'Sydney', 55: 'Toronto' },
};

const PLACES: Record<string, Place> = {
  Alaska: ALASKA,
  Hawaii: HAWAII,
  London: LONDON,
  Berlin: BERLIN,
  Sydney: SYDNEY,
  Toronto: TORONTO,
};

function placeOf(index: number): Place {
  const place = PLACES[PECULIARITIES[index % 100] ?? ''] ?? MAINLAND[index % MAINLAND.length];
  if (place === undefined) throw new RangeError('No such place');
  return place;
}

/** Whose number the lead has: its own, or, of the deliberate duplicates, the one's before it. */
function ownerOf(index: number): number {
  return PECULIARITIES[index % 100] === 'same number as before' ? index - 1 : index;
}

function phoneOf(index: number): string {
  const owner = ownerOf(index);
  return fictionalNumber(placeOf(owner), Math.floor(owner / MAINLAND.length));
}

function consentOf(peculiarity: string | undefined, now: Date, chance: Chance, index: number): SampleLead {
  const before = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
  const days = Math.ceil(chance.between(5, 300, 'consent', index));
  const granted = {
    'Consent At': before(days),
    'Consent Source': chance.pick(CONSENT_SOURCES, 'source', index),
    'Consent Evidence': `https://forms.example.com/submissions/${chance.hex(10, 'evidence', index)}`,
  };
  switch (peculiarity) {
    case 'no consent':
      return { Consent: 'none' };
    case 'empty consent':
      return {};
    case 'express consent':
      return { Consent: 'express', 'Consent At': before(days), 'Consent Source': 'Phone enquiry' };
    case 'expired consent':
      return {
        Consent: 'express_written',
        ...granted,
        'Consent At': before(500),
        'Consent Expires At': before(20),
      };
    default:
      return { Consent: 'express_written', ...granted };
  }
}

/**
 * Makes `count` leads, the same for the same chance and instant. All numbers are from ranges set aside for
 * fiction. No two callable leads share a number but for one deliberate pair in every hundred.
 * @param count at most 1,900, beyond which numbers would come again
 * @param now business time from which the dates of consent are counted back
 */
export function sampleLeads(count: number, chance: Chance, now: Date): SampleLead[] {
  return Array.from({ length: count }, (_, index) => {
    const peculiarity = PECULIARITIES[index % 100];
    const place = placeOf(ownerOf(index));
    const first = FIRST_NAMES[(index * 7) % FIRST_NAMES.length] ?? '';
    const last = LAST_NAMES[(index * 11) % LAST_NAMES.length] ?? '';
    const phone =
      peculiarity === 'no number'
        ? (UNPARSEABLE[Math.floor(index / 33) % UNPARSEABLE.length] ?? '')
        : messyForm(phoneOf(index), chance, index);
    const address = `${first}.${last}`
      .normalize('NFD')
      .replace(/[^A-Za-z.]/g, '')
      .toLowerCase();
    const isLocated = place.country !== 'US' || chance.fraction('located', index) < 0.6;
    return {
      Name: `${first} ${last}`,
      Phone: phone,
      Email: `${address}${index}@example.com`,
      Company: COMPANIES[(index * 3) % COMPANIES.length] ?? '',
      'Product Interest': chance.pick(PRODUCTS, 'product', index),
      ...consentOf(peculiarity, now, chance, index),
      ...(isLocated && { Country: place.country, 'Postal Code': place.postalCode }),
      ...(isLocated && place.state !== undefined && { State: place.state }),
      ...(chance.fraction('zone', index) < 0.4 && { Timezone: place.timezone }),
      ...(peculiarity === 'do not call' && { 'Do Not Call': true }),
      ...(peculiarity === 'own status' && {
        Status: OWN_STATUSES[Math.floor(index / 50) % OWN_STATUSES.length] ?? '',
      }),
      ...(peculiarity === undefined && chance.fraction('status', index) < 0.5 && { Status: 'new' }),
    };
  });
}
