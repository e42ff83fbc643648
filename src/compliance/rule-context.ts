import { InvalidPhoneNumber, isPhoneNumber, parsePhoneNumber, PhoneNumber } from '../common/phone-number';
import { CampaignSettings } from '../config/settings';
import { CallSubject, Finding } from './decision';
import { JurisdictionReading, jurisdictionsOf, statedUsState } from './jurisdictions-of';
import { readZones, ZoneReading } from './zones';

/** What the operator has set, as far as rules judge by it. */
export type CallPolicy = Readonly<Pick<CampaignSettings, 'purpose' | 'callingHours' | 'maxAttemptsPerDay'>>;

/** What our own records hold of a number, over all campaigns. */
export interface CallFacts {
  readonly suppressed: boolean;
  /** When calls to the number were begun, at least those that any cap counts; in any order. */
  readonly recentDialsAt: readonly Date[];
}

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
  const country = isPhoneNumber(number) ? number.country : undefined;
  const zones = readZones(subject.phone, country, subject.timezone, statedUsState(subject, number));
  return { subject, number, zones, jurisdictions: jurisdictionsOf(subject, number) };
}
