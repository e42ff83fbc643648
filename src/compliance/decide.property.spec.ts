import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { isPhoneNumber } from '../common/phone-number';
import { parseCallingHours, WeeklyHours } from '../config/calling-hours';
import { areaCodeOf } from './area-codes';
import { Consent } from './consents/consent';
import { decide } from './decide';
import { CallSubject } from './decision';
import { RuleContext } from './rule-context';
import { aContext } from './rule-context.factory';

/** The zones that each number may lie in, written down here apart from the code under test. */
const ZONES_BY_PHONE: Readonly<Record<string, readonly string[]>> = {
  '+12125550123': ['America/New_York'],
  '+18085550123': ['Pacific/Honolulu'],
  '+18505550123': ['America/Chicago', 'America/New_York'],
  '+17095550123': ['America/St_Johns', 'America/Halifax'],
  '+17875550123': ['America/Puerto_Rico'],
  '+919876543210': ['Asia/Kolkata'],
};
const CAMPAIGN_HOURS = [
  undefined,
  'mon-fri 09:00-18:00',
  'mon-sun 00:00-24:00',
  'sat 06:30-09:15,20:00-24:00',
];

/** With the minute for ringing, but for hours that go on after midnight. */
function inHours(hours: WeeklyHours, local: DateTime): boolean {
  const minute = local.hour * 60 + local.minute;
  const goesOn = (hours[local.weekday % 7] ?? []).some(({ startMinute }) => startMinute === 0);
  return (hours[local.weekday - 1] ?? []).some(
    ({ startMinute, endMinute }) =>
      startMinute <= minute && minute < endMinute - (endMinute === 1_440 && goesOn ? 0 : 1),
  );
}

/** The law's hours that each number must keep, less the minute for ringing; written down here as well. */
function lawOpen(phone: string, local: DateTime): boolean {
  const minute = local.hour * 60 + local.minute;
  if (phone.startsWith('+91')) return minute >= 600 && minute < 1_259;
  if (phone.startsWith('+1850')) return minute >= 480 && minute < 1_199;
  if (!phone.startsWith('+1709')) return minute >= 480 && minute < 1_259;
  return local.weekday < 6 ? minute >= 540 && minute < 1_289 : minute >= 600 && minute < 1_079;
}

/** Law and campaign at an instant, in the plainest words. */
function mayBeCalled(
  phone: string,
  zones: readonly string[],
  hours: WeeklyHours | undefined,
  at: Date,
): boolean {
  return zones.every((zone) => {
    const local = DateTime.fromJSDate(at, { zone });
    return lawOpen(phone, local) && (!hours || inHours(hours, local));
  });
}

const instants = fc.oneof(
  fc.date({ min: new Date('2026-01-20'), max: new Date('2030-01-01'), noInvalidDate: true }),
  // The days on which clocks change in 2026, north and south.
  fc
    .tuple(
      fc.constantFrom('2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z', '2026-10-03T15:30Z'),
      fc.integer({ min: -2_880, max: 2_880 }),
    )
    .map(([change, minutes]) => new Date(Date.parse(change) + minutes * 60_000)),
);

const timelyContexts = fc
  .record({
    phone: fc.constantFrom(...Object.keys(ZONES_BY_PHONE)),
    timezone: fc.option(fc.constantFrom('America/Denver', 'Europe/London', 'Asia/Kolkata'), {
      nil: undefined,
    }),
    now: instants,
    hours: fc.constantFrom(...CAMPAIGN_HOURS),
  })
  .map(({ phone, timezone, now, hours }) => {
    const callingHours = parseCallingHours(hours ?? '');
    // India bars marketing calls like ours at every hour.
    const policy = { purpose: 'informational' as const, callingHours, maxAttemptsPerDay: 3 };
    const zones = [...(ZONES_BY_PHONE[phone] ?? []), ...(timezone ? [timezone] : [])];
    return { context: aContext({ phone, timezone }, { now, policy }), zones, callingHours };
  });

/** Mostly what a subject who may be called has, now and then anything at all: so that one bad fact meets good ones. */
function mostly<T>(good: T, anything: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: fc.constant(good), weight: 4 }, { arbitrary: anything, weight: 1 });
}

const callable = aContext();
const anyText = fc.string({ unit: 'binary' });
const anyStatement = fc.option(anyText, { nil: undefined });
const anyDate = fc.option(fc.date(), { nil: undefined });
const hostileSubjects: fc.Arbitrary<CallSubject> = fc.record({
  leadId: anyText,
  phone: mostly(callable.subject.phone, anyText),
  timezone: mostly(callable.subject.timezone, anyStatement),
  state: mostly(callable.subject.state, anyStatement),
  country: mostly(callable.subject.country, anyStatement),
  postalCode: anyStatement,
  consent: mostly(callable.subject.consent, anyText),
  consentAt: mostly(callable.subject.consentAt, anyDate),
  consentExpiresAt: mostly(callable.subject.consentExpiresAt, anyDate),
  doNotCall: mostly(false, fc.boolean()),
});

/** Each fact that an allowed call must rest on. */
function hasAllFacts({ subject, number, zones, now }: RuleContext): boolean {
  const dated = subject.consentAt !== undefined && subject.consentAt <= now;
  const holds = subject.consentExpiresAt === undefined || subject.consentExpiresAt > now;
  const placed = isPhoneNumber(number) && number.country !== undefined && zones.zones.length > 0;
  return placed && dated && holds && !subject.doNotCall && subject.consent.trim() === 'express_written';
}

/** Addresses that contradict themselves, and numbers in other scripts and forms. */
const hostileAddresses = fc.record({
  phone: fc.constantFrom(
    '+12125550123',
    '٢١٢٥٥٥٠١٢٣',
    '+१२१२५५५०१२३',
    '911',
    '+1911',
    '+8005550123',
    '+12125550123x9',
  ),
  timezone: fc.constantFrom(undefined, '', 'EST', 'America/New_York', 'Asia/Tokyo', 'Mars/Olympus', '../UTC'),
  state: fc.constantFrom(undefined, '', 'NY', 'ny', 'Bavaria', 'ON', 'ZZ', 'Washington'),
  country: fc.constantFrom(undefined, '', 'US', 'DE', 'Canada', 'XX', 'Atlantis', 'KP'),
  postalCode: fc.constantFrom(undefined, '', '10001', '00000', '2134', 'SW1A 1AA', 'K1A 0B1', '99999-9999'),
  consentAt: fc.constantFrom(undefined, new Date(NaN), new Date('9999-12-31'), new Date('2026-01-15')),
  consentExpiresAt: fc.constantFrom(undefined, new Date(NaN), new Date(-8.64e15), new Date(8.64e15)),
});

const hostileGrants = fc.record<Consent>({
  level: fc.constantFrom('express_written', 'express', 'none'),
  seller: mostly<string | undefined>('Sunny Roofs Inc.', anyStatement),
  purpose: mostly<string | undefined>(undefined, anyStatement),
  channel: mostly<string | undefined>('artificial_voice', anyStatement),
  givenAt: mostly<Date | undefined>(new Date('2026-02-01'), anyDate),
  expiresAt: mostly<Date | undefined>(undefined, anyDate),
  origin: fc.constantFrom('operator', 'import', 'call'),
});

describe('decide, for any subject at any instant', () => {
  it('allows no instant outside the hours of law and campaign, and each one inside', () => {
    let allowed = 0;
    fc.assert(
      fc.property(timelyContexts, ({ context, zones, callingHours }) => {
        const { verdict } = decide(context);
        if (verdict === 'allow') allowed += 1;
        const lawful = mayBeCalled(context.subject.phone, zones, callingHours, context.now);
        // Zones of Newfoundland that are not listed above may refuse as well; they can't allow.
        const zonesAreAll = areaCodeOf(context.subject.phone)?.country === 'US';
        return verdict === 'allow' ? lawful : !(lawful && zonesAreAll);
      }),
      { numRuns: 3_000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });

  it('names a next legal instant that it then allows, and none that comes later than the first', () => {
    let named = 0;
    fc.assert(
      fc.property(timelyContexts, ({ context, zones, callingHours }) => {
        const { verdict, nextLegalAt } = decide(context);
        if (verdict === 'allow' || !nextLegalAt) return nextLegalAt === undefined;
        named += 1;
        for (let atMs = context.now.getTime(); atMs < nextLegalAt.getTime(); atMs += 60_000) {
          if (decide({ ...context, now: new Date(atMs) }).verdict === 'allow') return false;
        }
        const then = decide({ ...context, now: nextLegalAt });
        return (
          then.verdict === 'allow' && mayBeCalled(context.subject.phone, zones, callingHours, nextLegalAt)
        );
      }),
      { numRuns: 100 },
    );
    expect(named).toBeGreaterThan(10);
  });

  it('never throws for a hostile subject, and never allows without all the facts', () => {
    const seen = { allow: 0, refuse: 0 };
    fc.assert(
      fc.property(hostileSubjects, mostly(callable.now, fc.date()), (subject, now) => {
        const context = aContext(subject, { now });
        const { verdict } = decide(context);
        seen[verdict] += 1;
        return verdict === 'refuse' || hasAllFacts(context);
      }),
      { numRuns: 2_000 },
    );
    expect(seen.allow).toBeGreaterThan(100);
    expect(seen.refuse).toBeGreaterThan(100);
  });

  it('never throws for contradictory addresses, and allows none that cannot be placed', () => {
    fc.assert(
      fc.property(hostileAddresses, (changes) => {
        const context = aContext(changes);
        const { verdict } = decide(context);
        return verdict === 'refuse' || (hasAllFacts(context) && context.jurisdictions.fault === undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never allows on the ledger alone without a grant that suffices by itself', () => {
    const seen = { allow: 0, refuse: 0 };
    fc.assert(
      fc.property(fc.array(hostileGrants, { maxLength: 4 }), fc.option(fc.date()), (grants, revokedAt) => {
        const context = aContext(
          { consent: '', consentAt: undefined },
          { facts: { consents: { grants, revokedAt: revokedAt ?? undefined } } },
        );
        const { verdict } = decide(context);
        seen[verdict] += 1;
        const sound = grants.some(
          ({ level, seller, channel, givenAt, expiresAt }) =>
            level === 'express_written' &&
            (seller === undefined || seller.trim() !== '') &&
            (channel === undefined || channel === 'artificial_voice') &&
            givenAt !== undefined &&
            givenAt <= context.now &&
            (expiresAt === undefined || expiresAt > context.now) &&
            (revokedAt === null || givenAt > revokedAt),
        );
        return verdict === 'refuse' || sound;
      }),
      { numRuns: 1_000 },
    );
    expect(seen.allow).toBeGreaterThan(50);
    expect(seen.refuse).toBeGreaterThan(50);
  });

  it('never allows when one fact is taken from a subject who may be called', () => {
    const taken: Partial<CallSubject>[] = [
      { phone: '' },
      { timezone: 'Nowhere' },
      { country: 'Nowhere' },
      { state: 'Nowhere' },
      { consent: '' },
      { consentAt: undefined },
      { consentExpiresAt: new Date(0) },
      { doNotCall: true },
    ];
    expect(decide(aContext()).verdict).toBe('allow');
    for (const change of taken) expect(decide(aContext(change)).verdict).toBe('refuse');
  });
});
