import { WaivableRule } from './operator-rules/override';
import { Rule } from './rule-context';
import { artificialVoice } from './rules/artificial-voice.rule';
import { callingWindow } from './rules/calling-window.rule';
import { campaignHours } from './rules/campaign-hours.rule';
import { consentLevel } from './rules/consent-level.rule';
import { consentPeriod } from './rules/consent-period.rule';
import { consentRevocation } from './rules/consent-revocation.rule';
import { consentScope } from './rules/consent-scope.rule';
import { dialableNumber } from './rules/dialable-number.rule';
import { doNotCall } from './rules/do-not-call.rule';
import { doNotCallList } from './rules/do-not-call-list.rule';
import { frequency } from './rules/frequency.rule';
import { holiday } from './rules/holiday.rule';
import { jurisdiction } from './rules/jurisdiction.rule';
import { refusalRest } from './rules/refusal-rest.rule';
import { registration } from './rules/registration.rule';
import { seller } from './rules/seller.rule';
import { suppression } from './rules/suppression.rule';
import { timeZone } from './rules/time-zone.rule';

/** Names the rules and their data as they stand; recorded with each decision, so it changes whenever they do. */
export const RULE_SET = '2026-11-22.4';

/** All rules. Their order is that of the findings: what a person must see first comes first. */
export const RULES: readonly Rule[] = [
  suppression,
  doNotCall,
  dialableNumber,
  jurisdiction,
  seller,
  registration,
  artificialVoice,
  consentLevel,
  consentScope,
  consentPeriod,
  consentRevocation,
  doNotCallList,
  timeZone,
  callingWindow,
  holiday,
  campaignHours,
  frequency,
  refusalRest,
];

/** What a signed override of the operator may loosen, by the name that it gives the rule. */
export const WAIVABLE: ReadonlyMap<Rule, WaivableRule> = new Map<Rule, WaivableRule>([
  [artificialVoice, 'artificial-voice'],
  [callingWindow, 'calling-window'],
  [holiday, 'holiday'],
  [frequency, 'frequency'],
  [refusalRest, 'refusal-rest'],
  [registration, 'registration'],
  [doNotCallList, 'do-not-call-list'],
]);
