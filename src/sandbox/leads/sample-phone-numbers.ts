import type { Chance } from '../chance';

/** Where a sample lead lives. */
export interface Place {
  country: 'US' | 'CA' | 'GB' | 'DE' | 'AU';
  state?: string;
  timezone: string;
  /** North American area code, or the start of the national number elsewhere. */
  prefix: string;
  postalCode: string;
}

const us = (state: string, timezone: string, prefix: string, postalCode: string): Place => ({
  country: 'US',
  state,
  timezone,
  prefix,
  postalCode,
});

/** Eastern, Central, Mountain and Pacific, in the order in which the sample prefers them. */
export const MAINLAND: readonly Place[] = [
  us('NY', 'America/New_York', '212', '10011'),
  us('MA', 'America/New_York', '617', '02116'),
  us('PA', 'America/New_York', '215', '19103'),
  us('GA', 'America/New_York', '404', '30309'),
  us('NC', 'America/New_York', '919', '27601'),
  us('OH', 'America/New_York', '614', '43215'),
  us('NJ', 'America/New_York', '201', '07302'),
  us('IL', 'America/Chicago', '312', '60607'),
  us('MN', 'America/Chicago', '612', '55401'),
  us('WI', 'America/Chicago', '414', '53202'),
  us('MO', 'America/Chicago', '314', '63103'),
  us('IA', 'America/Chicago', '515', '50309'),
  us('CO', 'America/Denver', '303', '80202'),
  us('UT', 'America/Denver', '801', '84101'),
  us('NM', 'America/Denver', '505', '87102'),
  us('CA', 'America/Los_Angeles', '415', '94110'),
  us('CA', 'America/Los_Angeles', '213', '90014'),
  us('OR', 'America/Los_Angeles', '503', '97209'),
  us('NV', 'America/Los_Angeles', '702', '89101'),
];

export const ALASKA = us('AK', 'America/Anchorage', '907', '99501');
export const HAWAII = us('HI', 'Pacific/Honolulu', '808', '96813');
export const TORONTO: Place = {
  country: 'CA',
  state: 'ON',
  timezone: 'America/Toronto',
  prefix: '416',
  postalCode: 'M5V 2T6',
};
/** Ofcom keeps 020 7946 0xxx free for drama. */
export const LONDON: Place = {
  country: 'GB',
  timezone: 'Europe/London',
  prefix: '207946',
  postalCode: 'SE1 9GF',
};
/** The Bundesnetzagentur keeps 030 23125 xxx free for drama. */
export const BERLIN: Place = {
  country: 'DE',
  timezone: 'Europe/Berlin',
  prefix: '3023125',
  postalCode: '10115',
};
/** The ACMA keeps 02 5550 xxxx free for drama. */
export const SYDNEY: Place = {
  country: 'AU',
  timezone: 'Australia/Sydney',
  prefix: '25550',
  postalCode: '2000',
};

const CALLING_CODES = { US: '1', CA: '1', GB: '44', DE: '49', AU: '61' } as const;

/** A fictional number in E.164, another for every `serial` below 100 in the same place. */
export function fictionalNumber(place: Place, serial: number): string {
  const two = String(serial % 100).padStart(2, '0');
  const code = CALLING_CODES[place.country];
  switch (place.country) {
    case 'US':
    case 'CA':
      return `+${code}${place.prefix}55501${two}`;
    case 'GB':
      return `+${code}${place.prefix}00${two}`;
    case 'DE':
      return `+${code}${place.prefix}1${two}`;
    case 'AU':
      return `+${code}${place.prefix}01${two}`;
    default:
      return place.country satisfies never;
  }
}

function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

/** The number as people type it. Numbers from outside North America keep their country code. */
export function messyForm(e164: string, chance: Chance, index: number): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  if (match === null) {
    return chance.pick([e164, `${e164.slice(0, 3)} ${e164.slice(3)}`, ` ${e164} `], 'form', index);
  }
  const [, area = '', exchange = '', line = ''] = match;
  if (index % 67 === 5) return fullWidth(`${area}-${exchange}-${line}`);
  return chance.pick(
    [
      `(${area}) ${exchange}-${line}`,
      `${area}.${exchange}.${line}`,
      `${area}-${exchange}-${line}`,
      `+1 ${area}-${exchange}-${line}`,
      `+1 ${area}-${exchange}-${line} ext. 5`,
      `1 ${area} ${exchange} ${line}`,
      ` (${area})${exchange} ${line} `,
      e164,
    ],
    'form',
    index,
  );
}
