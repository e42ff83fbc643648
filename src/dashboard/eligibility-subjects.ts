import { CallSubject } from '../compliance/decision';
import { parseInstant } from '../config/checks';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { EligibilityQueryDto } from './eligibility-query.dto';

/** Stands in for a lead's id where there is no lead. */
const NOBODY = '';

/**
 * Everyone that a question about a number must be judged as: each lead with the number as we have it, and the same with
 * what was stated put in its place, so that a statement adds refusals and takes none away. With no lead, the statement
 * alone, beside what the consent ledger holds.
 * @param phone E.164
 */
export function subjectsOf(
  phone: string,
  leads: readonly Lead[],
  query: EligibilityQueryDto,
): readonly CallSubject[] {
  const stated = statementOf(query);
  const known = leads.flatMap((lead) => callSubject(lead) ?? []);
  if (known.length === 0) return [{ ...NOTHING_KNOWN, phone, ...stated }];
  if (Object.keys(stated).length === 0) return known;
  return known.flatMap((subject) => [subject, { ...subject, ...stated }]);
}

const NOTHING_KNOWN = {
  leadId: NOBODY,
  timezone: undefined,
  state: undefined,
  country: undefined,
  postalCode: undefined,
  consent: '',
  consentAt: undefined,
  consentExpiresAt: undefined,
  doNotCall: false,
} satisfies Omit<CallSubject, 'phone'>;

function statementOf(query: EligibilityQueryDto): Partial<CallSubject> {
  const { state, timezone, country, consent } = query;
  const consentAt = parseInstant(query.consentAt ?? '');
  const consentExpiresAt = parseInstant(query.consentExpiresAt ?? '');
  const all = { state, timezone, country, consent, consentAt, consentExpiresAt };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null));
}
