import { CountryCode, getCountries, isSupportedCountry } from 'libphonenumber-js/max';

/** What people write instead of the English name that the language data knows. */
const FURTHER_NAMES = new Map<string, CountryCode>(
  Object.entries({
    usa: 'US',
    'u s': 'US',
    'u s a': 'US',
    'united states of america': 'US',
    uk: 'GB',
    'u k': 'GB',
    england: 'GB',
    scotland: 'GB',
    wales: 'GB',
    'great britain': 'GB',
    deutschland: 'DE',
  }),
);

const NAMES = new Map<string, CountryCode>(
  getCountries().map((code) => [
    plain(new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code),
    code,
  ]),
);

/** The country (ISO 3166 alpha-2) that a text names by its code or its English name; `undefined` for any other text. */
export function countryCode(text: string): CountryCode | undefined {
  const code = text.trim().toUpperCase();
  if (isSupportedCountry(code)) return code;
  return NAMES.get(plain(text)) ?? FURTHER_NAMES.get(plain(text));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
