import { decide, ruleFault } from '../compliance/decide';
import { CallSubject, Finding } from '../compliance/decision';
import { readSubject } from '../compliance/rule-context';
import { CampaignSettings } from '../config/settings';

export const PURPOSES = [
  'marketing',
  'informational',
] as const satisfies readonly CampaignSettings['purpose'][];
export type Purpose = (typeof PURPOSES)[number];

/**
 * What the rules say of a purpose that is not the campaign's own. The gate always judges for the campaign's, so both
 * answers together are the stricter of the two. Facts from the database (suppressions, calls made) are left to the
 * gate, which knows them and judges them whatever the purpose.
 */
export function findingsForPurpose(
  subject: CallSubject,
  purpose: Purpose | undefined,
  campaign: CampaignSettings,
  now: Date,
): readonly Finding[] {
  if (purpose === undefined || purpose === campaign.purpose) return [];
  try {
    const facts = { suppressed: false, recentDialsAt: [] };
    const { findings } = decide({ ...readSubject(subject), facts, policy: { ...campaign, purpose }, now });
    return findings.filter(({ verdict }) => verdict === 'refuse');
  } catch (error) {
    return [ruleFault('The subject', error)];
  }
}
