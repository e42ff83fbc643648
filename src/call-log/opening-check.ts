import { disclosuresFor } from '../compliance/disclosures/demanded-disclosures';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { checkOpening, Disclosure } from '../conversation/disclosure-check';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { CallReport } from '../telephony/call-event';
import { Outcome } from './outcome';

/**
 * What must be said in the opening of a call to this lead and was not, by the transcript of what was really said.
 * `undefined`: nobody was there to hear it, or there is no transcript to tell.
 */
export function missedDisclosures(
  { utterances = [] }: CallReport,
  { conversation }: Outcome,
  lead: Lead,
  { purpose }: CampaignSettings,
  { agentName: callerName, sellerLegalName: sellerName, callbackNumber }: ScriptSettings,
): readonly Disclosure[] | undefined {
  const hasSpoken = (speaker: 'agent' | 'customer') => utterances.some((one) => one.speaker === speaker);
  if (!conversation.reached || !hasSpoken('agent') || !hasSpoken('customer')) return undefined;
  const disclosures = disclosuresFor(callSubject(lead), purpose).flatMap(({ disclosure, during }) =>
    during === 'opening' ? [disclosure] : [],
  );
  return checkOpening(utterances, { disclosures, callerName, sellerName, callbackNumber }).missed;
}
