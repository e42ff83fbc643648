import { parse } from 'csv-parse/sync';
import { getCountryCallingCode } from 'libphonenumber-js/max';
import { countryCode } from '../../common/country';
import { isPhoneNumber, parsePhoneNumber } from '../../common/phone-number';
import { ListRefusedError } from './list-refused.error';

/**
 * A number of the North American plan in any common form, `212,5550123` included. Read here rather than by the library:
 * the lists are long, and a number of an area code too new for the library's data must not be lost from a list.
 */
const NORTH_AMERICAN =
  /^"?(?:\+?1[ ./-]*)?\(?([2-9]\d\d)\)?"?[ ./-]*[,;\t]?[ "]*([2-9]\d\d)[ ./-]*(\d{4})"?$/;
const SEPARATORS = [',', ';', '\t'] as const;

/** How columns may be headed; compared in lower case, letters only. */
const PHONE_COLUMNS = new Set(
  'phone,phonenumber,phoneno,number,telephone,telephonenumber,telephoneno,tel,mobile,mobilenumber,cell,cellphone,msisdn,e164'.split(
    ',',
  ),
);
const AREA_COLUMNS = new Set(['areacode', 'area', 'npa']);

/** Reads one line; undefined for a line that holds no number in a place where one is expected. */
export type LineReader = (line: string) => string | undefined;

/** Reads lines with a number alone, or its area code and the rest of it apart. */
export function bareLineReader(country: string): LineReader {
  const isNorthAmerican = hasCallingCode1(country);
  return (line) => {
    const text = line.trim();
    const parts = isNorthAmerican ? NORTH_AMERICAN.exec(text) : undefined;
    if (parts) return `+1${parts[1]}${parts[2]}${parts[3]}`;
    const number = parsePhoneNumber(text.replace(/^"(.*)"$/, '$1'), country);
    return isPhoneNumber(number) ? number.e164 : undefined;
  };
}

/** Whether a first line heads columns rather than holding a number. */
export function isHeader(line: string): boolean {
  return /\p{L}/u.test(line) && line.replaceAll(/\D/g, '').length < 7;
}

/**
 * Reads lines of the columns that a header names.
 * @throws ListRefusedError when no column is named as a phone number's, or several are
 */
export function columnReader(header: string, country: string): LineReader {
  const readBare = bareLineReader(country);
  const separator = SEPARATORS.find((mark) => header.includes(mark));
  if (separator === undefined) return readBare;
  const names = fieldsOf(header, separator).map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  const phones = names.flatMap((name, index) => (PHONE_COLUMNS.has(name) ? [index] : []));
  const [phone] = phones;
  if (phone === undefined || phones.length > 1)
    throw new ListRefusedError(
      `${phone === undefined ? 'No column is' : 'Several columns are'} headed as a phone number: head the one that counts "phone"`,
    );
  const area = names.findIndex((name) => AREA_COLUMNS.has(name));
  return (line) => {
    const fields = fieldsOf(line, separator);
    const rest = fields[phone]?.trim() ?? '';
    const isPart = area !== -1 && rest.replaceAll(/\D/g, '').length === 7;
    return readBare(isPart ? `${fields[area]?.trim()}${rest}` : rest);
  };
}

/** The fields of a line of CSV, none for one that can't be read; a line end inside a field is not understood. */
function fieldsOf(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator);
  try {
    return parse(line, { delimiter: separator, trim: true })[0] ?? [];
  } catch {
    return [];
  }
}

function hasCallingCode1(country: string): boolean {
  const code = countryCode(country);
  return code !== undefined && getCountryCallingCode(code) === '1';
}
