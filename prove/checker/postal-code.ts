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
 * in North America people move across the border, so another's code is read for what it looks like. Leading zeros that a
 * spreadsheet took away are put back, and believed for certain only where the number or the stated state agrees.
 * @param stated the stated country, with territories as the United States
 * @param states where the number and the lead's own statement put the lead
 */
export function readPostalCode(
  lead: Lead,
  stated: string | undefined,
  ofNumber: string | undefined,
  states: readonly string[],
): PostalReading {
  const text = lead.postalCode?.trim().toUpperCase() ?? '';
  if (text === '') return { spot: undefined, isUnread: false };
  const own = stated ?? ofNumber;
  const isAmerican = stated === undefined || stated === 'US';
  const isNeighbour = lead.phone.startsWith('+1') && (isAmerican || stated === 'CA');
  const found =
    (own === undefined ? undefined : find(text, own)) ??
    (isNeighbour ? [find(text, 'US'), find(text, 'CA')].find((one) => one?.isShort === false) : undefined);
  const isCertain =
    found?.spot.country === 'US' && (!found.isShort || found.spot.states.some((one) => states.includes(one)));
  return { spot: found?.spot, isUnread: isAmerican && !isCertain };
}

/** How the codes are written, and with how many signs their place is told. */
const FORMS: Readonly<Record<string, readonly [RegExp, number]>> = {
  US: [/^(\d{3,5})(?:[- ]?\d{4})?$/, 5],
  CA: [/^([A-Z]\d[A-Z])[- ]?\d[A-Z]\d$/, 3],
  AU: [/^(\d{3,4})$/, 4],
};

/** By the longest beginning that the data has. */
function find(text: string, country: string): { readonly spot: Spot; readonly isShort: boolean } | undefined {
  const [form, length] = FORMS[country] ?? [];
  const written = form?.exec(text)?.[1];
  if (written === undefined || length === undefined) return undefined;
  const code = written.padStart(length, '0');
  for (let end = length; end > 0; end -= 1) {
    const spot = POSTAL_CODES.get(`${country} ${code.slice(0, end)}`);
    if (spot) return { spot, isShort: written.length < length };
  }
  return undefined;
}
