import { parseCallingHours, WeeklyHours } from '../config/calling-hours';
import { isHolidaySet } from './holidays';
import { ArtificialVoiceLaw, AttemptCap, Confidence, Jurisdiction } from './jurisdiction';
import { intersectHours } from './weekly-hours';
import { isKnownZone } from './zone-offsets';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A row as the data's file holds it. Windows are written as the operator writes CALLING_HOURS. */
export interface JurisdictionRow {
  readonly code: string;
  readonly name: string;
  readonly windows: string;
  /** Where the law gives automatic devices hours of their own. */
  readonly aiVoiceWindows?: string;
  readonly windowBasis: string;
  readonly alsoInZones?: readonly string[];
  readonly holidays?: string;
  readonly caps?: readonly { readonly count: number; readonly perHours: number }[];
  readonly marketingConsent: string;
  readonly artificialVoice?: {
    readonly status: string;
    readonly citation: string;
    readonly confidence: string;
    readonly needs?: string;
  };
  readonly registration?: { readonly what: string; readonly citation: string };
  readonly restAfterRefusalDays?: number;
  readonly citation: string;
  /** Date from which the row's rules hold; before it, they are kept too. */
  readonly effectiveFrom?: string;
  readonly confidence: string;
}

/**
 * Laws on artificial voices that consent satisfies, or that ask nothing which the hours, caps and the script don't keep.
 * Permits are the operator's to hold. A law of any other status must say what it needs.
 */
const CONSENT_SUFFICES = new Set([
  'allowed',
  'allowed_with_consent',
  'consent_or_live_operator',
  'express_consent',
  'express_consent_or_ebr',
  'hours',
  'opt_out_at_start',
  'permit_and_content',
  'permit_and_hours',
  'prior_agreement_or_natural_voice_announcement',
  'prior_consent',
  'specific_consent',
  'weekdays_only',
]);

/**
 * Reads one row.
 * @throws Error naming the row and what is wrong with it
 */
export function readJurisdiction(row: JurisdictionRow): Jurisdiction {
  const check = (sound: boolean, what: string): void => {
    if (!sound) throw new Error(`Jurisdiction ${row.code}: ${what}`);
  };
  check(/^[A-Z]{2}(-[A-Z]{2}|-UNKNOWN)?$/.test(row.code), 'no such code');
  check(row.name !== '' && row.citation !== '', 'no name or citation');
  const live = readHours(row.windows, check);
  const { marketingConsent, confidence, windowBasis, effectiveFrom, holidays, alsoInZones = [] } = row;
  check(windowBasis !== '', 'no basis of its windows');
  check(effectiveFrom === undefined || !Number.isNaN(Date.parse(effectiveFrom)), 'no such date');
  check(holidays === undefined || isHolidaySet(holidays), 'no such set of holidays');
  check(alsoInZones.every(isKnownZone), 'no such zone');
  check(
    row.registration === undefined || row.registration.citation !== '',
    'a registration without citation',
  );
  check((row.restAfterRefusalDays ?? 1) > 0, 'no such rest after a refusal');
  if (!isConsentLevel(marketingConsent)) throw new Error(`Jurisdiction ${row.code}: no such consent`);
  if (!isConfidence(confidence)) throw new Error(`Jurisdiction ${row.code}: no such confidence`);
  return {
    code: row.code,
    name: row.name,
    citation: cite(row.citation, confidence),
    hours: row.aiVoiceWindows ? intersectHours(live, readHours(row.aiVoiceWindows, check)) : live,
    windowBasis,
    effectiveFrom,
    alsoInZones,
    holidays,
    caps: (row.caps ?? []).map((cap) => readCap(cap, check)),
    marketingConsent,
    artificialVoice: row.artificialVoice && readArtificialVoice(row.artificialVoice, check),
    registration: row.registration,
    restAfterRefusalMs:
      row.restAfterRefusalDays === undefined ? undefined : row.restAfterRefusalDays * DAY_MS,
    closedDays: new Set(),
    barred: undefined,
    confidence,
  };
}

type Check = (sound: boolean, what: string) => void;

function readHours(text: string, check: Check): WeeklyHours {
  const hours = parseCallingHours(text);
  check(hours !== undefined, 'windows that cannot be read');
  return hours ?? [];
}

function readCap({ count, perHours }: { count: number; perHours: number }, check: Check): AttemptCap {
  check(Number.isInteger(count) && count > 0 && Number.isInteger(perHours) && perHours > 0, 'no such cap');
  return { count, perMs: perHours * HOUR_MS };
}

function readArtificialVoice(
  law: NonNullable<JurisdictionRow['artificialVoice']>,
  check: Check,
): ArtificialVoiceLaw {
  check(law.citation !== '' && law.needs !== '', 'an empty rule on artificial voices');
  check(
    CONSENT_SUFFICES.has(law.status) === (law.needs === undefined),
    'a status that does not fit its needs',
  );
  return { status: law.status, citation: cite(law.citation, law.confidence), needs: law.needs };
}

function cite(citation: string, confidence: string): string {
  return confidence === 'low' ? `${citation} (confidence: low)` : citation;
}

function isConsentLevel(text: string): text is Jurisdiction['marketingConsent'] {
  return text === 'express' || text === 'express_written';
}

function isConfidence(text: string): text is Confidence {
  return text === 'high' || text === 'medium' || text === 'low' || text === 'computed';
}
