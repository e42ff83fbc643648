import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '../http/json';
import { BYPASS_PROPERTY, CALL_PROPERTIES, CUSTOMER_PROPERTIES } from './assistant-properties';
import { assistantComplaints, tooLong, unknownProperties } from './assistant-validation';

const E164_COMPLAINT =
  'number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).';

function isE164(number: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(number) && parsePhoneNumberFromString(number)?.isPossible() === true;
}

/** Complaints about a customer; `path` ends in a dot. */
export function customerComplaints(given: unknown, path: string): string[] {
  if (!isObject(given)) return [`${path.slice(0, -1)} must be an object`];
  const complaints = [
    ...unknownProperties(given, CUSTOMER_PROPERTIES, path),
    ...['name', 'email', 'externalId'].flatMap((name) => tooLong(given, name, 40, path)),
    ...tooLong(given, 'extension', 10, path),
    ...assistantComplaints(given.assistantOverrides, `${path}assistantOverrides.`, true),
  ];
  if (given.sipUri !== undefined) return complaints;
  const number = stringOf(given.number) ?? '';
  const isValid =
    given.numberE164CheckEnabled === false ? /^\+?[a-zA-Z0-9]{3,40}$/.test(number) : isE164(number);
  return isValid ? complaints : [...complaints, `${path}${E164_COMPLAINT}`];
}

/**
 * Complaints about the body of `POST /call`; none when it is well-formed. The customers of a batch are left
 * out: each is refused or called by itself.
 * @param isBypassUnknown whether the property that VAPI documents without having it in its schema is refused
 */
export function callComplaints(body: JsonObject, isBypassUnknown: boolean): string[] {
  const known = isBypassUnknown ? CALL_PROPERTIES : [...CALL_PROPERTIES, BYPASS_PROPERTY];
  const complaints = [
    ...unknownProperties(body, known, ''),
    ...tooLong(body, 'name', 40, ''),
    ...assistantComplaints(body.assistant, 'assistant.', false),
    ...assistantComplaints(body.assistantOverrides, 'assistantOverrides.', true),
  ];
  if (body.customer !== undefined) complaints.push(...customerComplaints(body.customer, 'customer.'));
  if (body.customers !== undefined && arrayOf(body.customers).length === 0) {
    complaints.push('customers must contain at least 1 elements');
  }
  const { earliestAt } = objectOf(body.schedulePlan);
  if (body.schedulePlan !== undefined && Number.isNaN(Date.parse(stringOf(earliestAt) ?? ''))) {
    complaints.push('schedulePlan.earliestAt must be a valid ISO 8601 date string');
  }
  return complaints;
}
