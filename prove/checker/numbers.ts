import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What the numbering plans of the world say of a number. */
export interface NumberReading {
  /** ISO 3166 alpha-2; undefined for numbers of none. */
  readonly country: string | undefined;
  /** Why nobody may be called under it; undefined if somebody may. */
  readonly fault: string | undefined;
}

/** Lines that cost somebody money, reach no person, or have no place. */
const BARRED_LINES = [
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
];

/** Reads a number that must be in E.164 form already. */
export function readNumber(phone: string): NumberReading {
  const parsed = parsePhoneNumberFromString(phone, { extract: false });
  if (!parsed || parsed.number !== phone) return { country: undefined, fault: 'not in E.164 form' };
  const { country } = parsed;
  if (!parsed.isValid()) return { country: undefined, fault: 'no such number exists' };
  const line = parsed.getType();
  if (country === undefined) return { country, fault: 'a number of no country' };
  if (line === undefined || BARRED_LINES.includes(line))
    return { country, fault: `a line that is not called: ${line ?? 'of no known kind'}` };
  return { country, fault: undefined };
}
