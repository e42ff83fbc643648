import { isPhoneNumber, parsePhoneNumber } from '../../common/phone-number';
import { parseInstant } from '../../config/checks';
import { ConsentChannel, ConsentPurpose, readConsentLevel } from './consent';
import { ConsentEntry } from './consent-ledger';

/** The columns of a file of consents, named as in the leads table where that has them. */
export const CONSENT_COLUMNS = [
  'Phone',
  'Country',
  'Consent',
  'Consent At',
  'Consent Expires At',
  'Consent Source',
  'Consent Evidence',
  'Seller',
  'Purpose',
  'Channel',
] as const;

type Cells = Partial<Record<(typeof CONSENT_COLUMNS)[number], string>>;

const PURPOSES: readonly string[] = ['marketing', 'informational'] satisfies ConsentPurpose[];
const CHANNELS: readonly string[] = ['artificial_voice', 'live_voice', 'text'] satisfies ConsentChannel[];

/**
 * Reads one row. `none` in `Consent` is a withdrawal at `Consent At`.
 * @returns the entry, or what is wrong with each cell, without quoting it
 */
export function readConsentRow(cells: Cells, campaign: string, now: Date): ConsentEntry | readonly string[] {
  const cell = (name: keyof Cells): string | undefined => cells[name]?.trim() || undefined;
  const faults: string[] = [];
  const number = parsePhoneNumber(cell('Phone') ?? '', cell('Country'));
  if (!isPhoneNumber(number)) faults.push(`Phone: ${number.reason}`);
  const level = readConsentLevel(cell('Consent') ?? '');
  const isWord = /^(none|express([\s_-]*written)?)$/i.test(cell('Consent') ?? '');
  if (level === undefined || !isWord) faults.push('Consent: must be express_written, express or none');
  const occurredAt = instantOf(cell('Consent At'));
  if (!occurredAt) faults.push('Consent At: must be a day or an ISO 8601 instant with its offset');
  else if (occurredAt > now) faults.push('Consent At: must not lie in the future');
  const expires = cell('Consent Expires At');
  if (expires !== undefined && !instantOf(expires)) faults.push('Consent Expires At: cannot be read');
  const source = cell('Consent Source');
  if (source === undefined) faults.push('Consent Source: must say how it was given');
  const [purpose, channel] = [cell('Purpose'), cell('Channel')];
  if (purpose !== undefined && !PURPOSES.includes(purpose)) faults.push(`Purpose: ${PURPOSES.join(' or ')}`);
  if (channel !== undefined && !CHANNELS.includes(channel)) faults.push(`Channel: ${CHANNELS.join(', ')}`);
  if (faults.length > 0 || !isPhoneNumber(number)) return faults;
  return {
    phone: number.e164,
    ...(level === 'none' ? { kind: 'revocation' } : { kind: 'grant', level }),
    seller: cell('Seller'),
    purpose: purpose as ConsentPurpose | undefined,
    channel: channel as ConsentChannel | undefined,
    occurredAt,
    expiresAt: expires === undefined ? undefined : instantOf(expires),
    source,
    evidence: cell('Consent Evidence'),
    origin: 'import',
    campaign,
  };
}

/** A day stands for its midnight in UTC. */
function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}
