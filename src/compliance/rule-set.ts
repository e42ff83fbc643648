import { Rule } from './rule-context';
import { artificialVoice } from './rules/artificial-voice.rule';
import { callingWindow } from './rules/calling-window.rule';
import { campaignHours } from './rules/campaign-hours.rule';
import { consentLevel } from './rules/consent-level.rule';
import { consentPeriod } from './rules/consent-period.rule';
import { dialableNumber } from './rules/dialable-number.rule';
import { doNotCall } from './rules/do-not-call.rule';
import { frequency } from './rules/frequency.rule';
import { holiday } from './rules/holiday.rule';
import { jurisdiction } from './rules/jurisdiction.rule';
import { suppression } from './rules/suppression.rule';
import { timeZone } from './rules/time-zone.rule';

/** Names the rules and their data as they stand; recorded with each decision, so it changes whenever they do. */
export const RULE_SET = '2026-11-22.2';

/** All rules. Their order is that of the findings: what a person must see first comes first. */
export const RULES: readonly Rule[] = [
  suppression,
  doNotCall,
  dialableNumber,
  jurisdiction,
  artificialVoice,
  consentLevel,
  consentPeriod,
  timeZone,
  callingWindow,
  holiday,
  campaignHours,
  frequency,
];
