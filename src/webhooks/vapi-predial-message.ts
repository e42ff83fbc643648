import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';

/** What a `campaign.predial` message asks about. */
export interface PredialQuestion {
  /** E.164; undefined unless the message states a number with its country code. */
  readonly phone: string | undefined;
  /** Ids for the log; absent unless they look like VAPI's own, since a log must not quote what anybody sends. */
  readonly campaignId?: string;
  readonly contactId?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads `{"message":{"type":"campaign.predial","campaignId","contact":{"id","number"}}}`, and never throws. */
export function readPredial(body: unknown): PredialQuestion {
  const message = partOf(body, 'message');
  const contact = partOf(message, 'contact');
  const campaignId = uuidOf(partOf(message, 'campaignId'));
  const contactId = uuidOf(partOf(contact, 'id'));
  const number = partOf(message, 'type') === 'campaign.predial' ? partOf(contact, 'number') : undefined;
  return {
    phone: typeof number === 'string' ? e164(number) : undefined,
    ...(campaignId !== undefined && { campaignId }),
    ...(contactId !== undefined && { contactId }),
  };
}

/** No country is assumed: a number that might be another one is in doubt. */
function e164(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const number = parsePhoneNumber(text, '');
  return isPhoneNumber(number) ? number.e164 : undefined;
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function uuidOf(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value : undefined;
}
