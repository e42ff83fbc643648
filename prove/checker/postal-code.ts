import { Lead } from './dial';
import { POSTAL_CODES, Spot } from './law';

/** Where a lead's postal code lies. */
export interface PostalReading {
  readonly spot: Spot | undefined;
  /** Whether there is one that should tell a state of the United States, and does not for certain. */
  readonly isUnread: boolean;
}

/**
 * A code is the stated country's, or else the number's. Only those of the United States, Canada and Australia are told;
 * in North America people move across the border, so another's code is read for what it looks like.
 * @param stated the stated country, with territories as the United States
 */
export function readPostalCode(
  lead: Lead,
  stated: string | undefined,
  area: Spot | undefined,
  ofNumber: string | undefined,
): PostalReading {
  const text = lead.postalCode?.trim().toUpperCase() ?? '';
  if (text === '') return { spot: undefined, isUnread: false };
  const own = stated ?? area?.country ?? ofNumber;
  const isAmerican = stated === undefined || stated === 'US';
  const spot = own === undefined ? undefined : find(text, own);
  if (spot) return { spot, isUnread: isAmerican && spot.country !== 'US' };
  const isNeighbour = lead.phone.startsWith('+1') && (isAmerican || stated === 'CA');
  const neighbour = isNeighbour ? (find(text, 'US') ?? find(text, 'CA')) : undefined;
  return { spot: neighbour, isUnread: isAmerican && neighbour?.country !== 'US' };
}

/** By the longest beginning that the data has. Codes that lost their leading zeros are none. */
function find(text: string, country: string): Spot | undefined {
  const form = { US: /^(\d{5})(?:[- ]?\d{4})?$/, CA: /^([A-Z]\d[A-Z])[- ]?\d[A-Z]\d$/, AU: /^(\d{4})$/ };
  const code = Object.entries(form)
    .find(([one]) => one === country)?.[1]
    .exec(text)?.[1];
  for (let length = code?.length ?? 0; length > 0; length -= 1) {
    const spot = POSTAL_CODES.get(`${country} ${code?.slice(0, length)}`);
    if (spot) return spot;
  }
  return undefined;
}
