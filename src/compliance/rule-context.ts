import { InvalidPhoneNumber, parsePhoneNumber, PhoneNumber } from '../common/phone-number';
import { CampaignSettings } from '../config/settings';
import { ConsentRecord, NO_CONSENT_RECORD } from './consents/consent';
import { CallIntent } from './consents/consent-faults';
import { CallSubject, Finding } from './decision';
import { ListFacts } from './do-not-call-lists/list-facts';
import { JurisdictionReading } from './jurisdictions-of';
import { OperatorRules } from './operator-rules/operator-rules';
import { readPlace } from './place-reading';
import { ZoneReading } from './zones';

/** What the operator has set and stated, as far as rules judge by it. */
export interface CallPolicy
  extends CallIntent, Readonly<Pick<CampaignSettings, 'callingHours' | 'maxAttemptsPerDay'>> {
  readonly callbackNumber: string;
  readonly operator: OperatorRules;
}

/** What our own records hold of a number, over all campaigns. */
export interface CallFacts {
  readonly suppressed: boolean;
  /** When calls to the number were begun, at least those that any cap counts; in any order. */
  readonly recentDialsAt: readonly Date[];
  /** When somebody at the number last refused an offer. */
  readonly lastRefusalAt: Date | undefined;
  readonly consents: ConsentRecord;
  /** What the imported do-not-call registers say of the number. */
  readonly lists: ListFacts;
}

/** The facts on a number that nobody has called or written about. */
export const NOTHING_ON_RECORD: CallFacts = {
  suppressed: false,
  recentDialsAt: [],
  lastRefusalAt: undefined,
  consents: NO_CONSENT_RECORD,
  lists: [],
};

/** All that rules may judge by. They read nothing else, so a decision can be judged again from what was stored. */
export interface RuleContext {
  readonly subject: CallSubject;
  readonly number: PhoneNumber | InvalidPhoneNumber;
  readonly zones: ZoneReading;
  readonly jurisdictions: JurisdictionReading;
  readonly facts: CallFacts;
  readonly policy: CallPolicy;
  readonly now: Date;
}

/**
 * One rule: pure, and without exceptions for what it does not know, which it refuses. A rule that throws is taken as a
 * refusal.
 */
export type Rule = (context: RuleContext) => Finding;

/** What can be told from a subject alone. */
export type SubjectReading = Pick<RuleContext, 'subject' | 'number' | 'zones' | 'jurisdictions'>;

/** A subject's number, zones and jurisdictions, which hold for as long as the subject is unchanged. */
export function readSubject(subject: CallSubject): SubjectReading {
  const number = parsePhoneNumber(subject.phone);
  return { subject, number, ...readPlace(subject, number) };
}
