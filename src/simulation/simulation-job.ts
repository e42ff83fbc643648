import { callPolicy } from '../compliance/judging';
import { readOperatorRules } from '../compliance/operator-rules/read-operator-rules';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { CallerNumber } from '../telephony/telephony-provider';
import { CampaignRun } from './campaign-run';
import { LeadColumns } from './lead-columns';
import { mixModel } from './mix-model';
import { OutcomeMix } from './outcome-mix';
import { simulateCampaign } from './simulate-campaign';

/** One run as it is handed to a thread: plain data, and memory that threads share. */
export interface SimulationJob {
  readonly campaign: CampaignSettings;
  readonly script: Pick<ScriptSettings, 'sellerLegalName' | 'callbackNumber'>;
  /** The operator's own rules, as `COMPLIANCE_FILE` names them; the thread reads them itself. */
  readonly complianceFile: string | undefined;
  readonly leads: LeadColumns;
  readonly mix: OutcomeMix;
  readonly startAt: Date;
  readonly days: number;
  readonly seed: number;
  readonly zone: string;
  readonly callerNumbers?: readonly CallerNumber[] | undefined;
  readonly spentTodayUsd?: number;
}

/**
 * Runs a job in this thread.
 * @throws LauraError for rules of the operator that cannot be read
 */
export function runJob(job: SimulationJob, onProgress?: (share: number) => void): CampaignRun {
  const { campaign, script, complianceFile, mix, callerNumbers, ...rest } = job;
  return simulateCampaign(
    {
      ...rest,
      campaign,
      policy: callPolicy(campaign, script, readOperatorRules(complianceFile)),
      outcomes: mixModel(mix, campaign.maxCallDurationSeconds),
      ...(callerNumbers && { callerNumbers }),
    },
    onProgress ? { onProgress } : {},
  );
}
