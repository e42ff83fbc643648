import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';

/**
 * A number of a request in E.164 form; one without a country code is read as of the United States.
 * @throws InvalidFieldsException naming `phone`, without quoting it
 */
export function phoneField(phone: string): string {
  const number = parsePhoneNumber(phone);
  if (!isPhoneNumber(number)) throw new InvalidFieldsException([{ field: 'phone', detail: number.reason }]);
  return number.e164;
}

/**
 * The same of an address's query: a `+` that came unescaped, and so as a space, is understood.
 * @throws InvalidFieldsException naming `phone`, without quoting it
 */
export function phoneInQuery(phone: string): string {
  return phoneField(phone.replace(/^ (?=\d)/, '+'));
}
