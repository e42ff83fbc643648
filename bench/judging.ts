import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { CallSubject } from '../src/compliance/decision';
import { decide } from '../src/compliance/decide';
import { allJurisdictions } from '../src/compliance/jurisdictions';
import { OperatorRules } from '../src/compliance/operator-rules/operator-rules';
import { CallPolicy, NOTHING_ON_RECORD, readSubject } from '../src/compliance/rule-context';
import areaCodes from '../src/compliance/rule-data/area-codes.json';

/** What one core can do in a second. */
export interface JudgingSpeed {
  readonly subjects: number;
  readonly jurisdictions: number;
  readonly allowed: number;
  /** Reading and deciding on subjects that were never seen before. */
  readonly coldPerSecond: number;
  /** The same on subjects that come back, as leads do at every tick. */
  readonly warmPerSecond: number;
  /** The yardstick: parsing and checking the same numbers by libphonenumber alone. */
  readonly parsesPerSecond: number;
}

const SUBJECTS = 10_000;
const ROUNDS = 10;
/** A Wednesday, noon in New York: some zones are open and some are not. */
const NOON = new Date('2026-06-10T16:00:00Z');
const HOUR_MS = 3_600_000;

export const POLICY: CallPolicy = {
  purpose: 'marketing',
  seller: 'Sunny Roofs Inc.',
  callbackNumber: '+12025550100',
  callingHours: undefined,
  maxAttemptsPerDay: 3,
  operator: new OperatorRules(
    allJurisdictions().map(({ code }) => ({
      jurisdiction: code,
      validFrom: new Date(0),
      validUntil: undefined,
      statement: 'No. 1',
    })),
    [],
    [],
    undefined,
  ),
};

/** Numbers of every area code and of the other countries whose law is known. */
const PREFIXES = [
  ...Object.values<Record<string, Record<string, string>>>(areaCodes)
    .flatMap((states) => Object.values(states).flatMap((zones) => Object.values(zones)))
    .flatMap((codes) => codes.split(' '))
    .map((code) => `+1${code}`),
  ...Array<string>(40).fill('+4420794'),
  ...Array<string>(40).fill('+49301234'),
  ...Array<string>(40).fill('+3314268'),
  ...Array<string>(40).fill('+6121234'),
  ...Array<string>(40).fill('+9198765'),
];

/** Every fifth is hostile: nonsense, contradictions, texts of absurd length, impossible dates. */
export function subjectAt(index: number): CallSubject {
  const prefix = PREFIXES[index % PREFIXES.length] ?? '';
  const length = prefix.startsWith('+1')
    ? 12
    : prefix.startsWith('+44')
      ? 13
      : prefix.startsWith('+91')
        ? 13
        : 12;
  const serial = String(2_340_000 + ((index * 7_919) % 999_983) * 7);
  const phone = `${prefix}${serial}`.slice(0, length).padEnd(length, '0');
  const plain: CallSubject = {
    leadId: '018f0000-0000-7000-8000-000000000001',
    phone,
    timezone: index % 3 === 0 ? 'America/Chicago' : undefined,
    state: index % 4 === 0 ? 'TX' : undefined,
    country: undefined,
    postalCode: index % 7 === 0 ? String(10_000 + ((index * 31) % 89_999)) : undefined,
    consent: 'express_written',
    consentAt: new Date('2026-01-15T12:00:00Z'),
    consentExpiresAt: undefined,
    doNotCall: false,
  };
  if (index % 5 !== 0) return plain;
  const hostile: readonly Partial<CallSubject>[] = [
    { phone: `+${'9'.repeat(index % 40)}` },
    { timezone: 'x'.repeat(10_000), state: 'Nowhere', country: 'Nowhere' },
    { state: `S${index}`, postalCode: `P${index}` },
    { country: 'Spain', postalCode: '\u0000' },
    { consentAt: new Date(Number.NaN), consentExpiresAt: new Date(8.64e15) },
    { doNotCall: true, consent: 'none' },
  ];
  return { ...plain, ...hostile[(index / 5) % hostile.length] };
}

function judge(subject: CallSubject, now: Date): boolean {
  const reading = readSubject(subject);
  return decide({ ...reading, facts: NOTHING_ON_RECORD, policy: POLICY, now }).verdict === 'allow';
}

function perSecond(count: number, work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return Math.round((count * 1_000_000) / (user + system));
}

/** Decides on 10,000 subjects again and again, at another hour each time. */
export function measureJudging(): JudgingSpeed {
  const subjects = Array.from({ length: SUBJECTS }, (_, index) => subjectAt(index));
  const codes = new Set(
    subjects.flatMap((subject) =>
      readSubject(subject).jurisdictions.binding.map((one) => one.jurisdiction.code),
    ),
  );
  let allowed = 0;
  // Once for the compiler, on numbers that don't come back.
  for (let index = 0; index < SUBJECTS; index += 1) judge(subjectAt(index + SUBJECTS), NOON);
  const unseen = Array.from({ length: SUBJECTS }, (_, index) => subjectAt(index + 2 * SUBJECTS));
  const coldPerSecond = perSecond(SUBJECTS, () => {
    for (const subject of unseen) judge(subject, NOON);
  });
  const warmPerSecond = perSecond(SUBJECTS * ROUNDS, () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const now = new Date(NOON.getTime() + round * HOUR_MS);
      for (const subject of subjects) if (judge(subject, now)) allowed += 1;
    }
  });
  const parsesPerSecond = perSecond(SUBJECTS, () => {
    for (const { phone } of unseen) parsePhoneNumberFromString(phone, { extract: false })?.isValid();
  });
  return {
    subjects: SUBJECTS,
    jurisdictions: codes.size,
    allowed,
    coldPerSecond,
    warmPerSecond,
    parsesPerSecond,
  };
}
