import { CallSubject } from './decision';
import { allJurisdictions } from './jurisdictions';
import { OperatorRules } from './operator-rules/operator-rules';
import { CallFacts, CallPolicy, NOTHING_ON_RECORD, readSubject, RuleContext } from './rule-context';

/**
 * For tests: a lead in New York who may be called, at {@link NOON_IN_NEW_YORK}, unless something is said otherwise. A
 * number of its own comes without New York's address.
 */
export function aSubject(changes: Partial<CallSubject> = {}): CallSubject {
  return {
    leadId: '018f0000-0000-7000-8000-000000000001',
    phone: '+12125550123',
    timezone: undefined,
    state: changes.phone === undefined ? 'NY' : undefined,
    country: changes.phone === undefined ? 'US' : undefined,
    postalCode: undefined,
    consent: 'express_written',
    consentAt: new Date('2026-01-15T12:00:00Z'),
    consentExpiresAt: undefined,
    doNotCall: false,
    ...changes,
  };
}

/** A Wednesday. */
export const NOON_IN_NEW_YORK = '2026-06-10T16:00:00Z';

type ContextChanges = Partial<Pick<RuleContext, 'number' | 'zones' | 'jurisdictions' | 'now'>> & {
  readonly facts?: Partial<CallFacts>;
  readonly policy?: Partial<CallPolicy>;
};

/** For tests: an operator who has stated everything and attests every registration. */
export const A_POLICY: CallPolicy = {
  purpose: 'marketing',
  seller: 'Sunny Roofs Inc.',
  callbackNumber: '+12025550100',
  callingHours: undefined,
  maxAttemptsPerDay: 3,
  operator: new OperatorRules(
    allJurisdictions().flatMap(({ code, registration }) =>
      registration
        ? [{ jurisdiction: code, validFrom: new Date(0), validUntil: undefined, statement: 'No. 1' }]
        : [],
    ),
    [],
    [],
    undefined,
  ),
};

/** For tests: everything that the rules judge by; what follows from the subject is read from it. */
export function aContext(
  subject: Partial<CallSubject> = {},
  { facts, policy, ...changes }: ContextChanges = {},
): RuleContext {
  return {
    ...readSubject(aSubject(subject)),
    facts: { ...NOTHING_ON_RECORD, ...facts },
    policy: { ...A_POLICY, ...policy },
    now: new Date(NOON_IN_NEW_YORK),
    ...changes,
  };
}
