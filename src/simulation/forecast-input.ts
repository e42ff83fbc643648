import { Injectable } from '@nestjs/common';
import { lookBackMs } from '../compliance/judging';
import { readOperatorRules } from '../compliance/operator-rules/read-operator-rules';
import { CampaignSettings, RulesSettings, ScriptSettings, TelephonySettings } from '../config/settings';
import { Budget } from '../orchestration/budget';
import { limitsOf } from '../orchestration/limits';
import { Database } from '../persistence/database';
import { campaignHistory } from './campaign-history';
import { databaseLeads } from './database-leads';
import { mixFromHistory } from './mix-from-history';
import { SimulationJob } from './simulation-job';

/** Beyond so many leads a part of them stands for all. */
const MOST_LEADS = 100_000;
/** How far ahead is looked (days). */
const DAYS = 60;

/** What a forecast is simulated from. */
export interface ForecastInput {
  /** For whatever seed. */
  readonly job: Omit<SimulationJob, 'seed'>;
  /** Lines as they stand. */
  readonly lines: number;
  /** What each simulated call, dollar and lead stands for. */
  readonly each: number;
}

/** Reads the campaign's present state: leads, what is on record of their numbers, money spent, limits, its own history. */
@Injectable()
export class ForecastInputs {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly script: ScriptSettings,
    private readonly rules: RulesSettings,
    private readonly telephony: TelephonySettings,
  ) {}

  async read(now: Date): Promise<ForecastInput> {
    const { name } = this.campaign;
    const row = await this.database
      .selectFrom('campaigns')
      .select(['lines_limit', 'calls_per_second_limit'])
      .where('name', '=', name)
      .executeTakeFirst();
    const { lines, callsPerSecond } = row ? limitsOf(row, this.campaign) : this.campaign;
    const { complianceFile } = this.rules;
    const back = lookBackMs({ operator: readOperatorRules(complianceFile) });
    const mix = mixFromHistory(await campaignHistory(this.database, name, now));
    const spentTodayUsd = await this.database
      .transaction()
      .execute((transaction) => new Budget(this.campaign).spentToday(transaction, now));
    const { leads, each } = await databaseLeads(this.database, name, now, back, MOST_LEADS, lines);
    // A part of the leads gets the same part of the lines, the rate and the money.
    const part = Math.max(1, Math.floor(lines / each)) / lines;
    const { dailyBudgetUsd, numberDailyCap } = this.campaign;
    const { phoneIds, twilio } = this.telephony;
    return {
      ...{ lines, each },
      job: {
        campaign: {
          ...this.campaign,
          lines: Math.round(lines * part),
          callsPerSecond: callsPerSecond * part,
          dailyBudgetUsd: dailyBudgetUsd === undefined ? undefined : dailyBudgetUsd * part,
          numberDailyCap:
            numberDailyCap === undefined ? undefined : Math.max(1, Math.round(numberDailyCap * part)),
        },
        script: { sellerLegalName: this.script.sellerLegalName, callbackNumber: this.script.callbackNumber },
        ...{
          complianceFile,
          leads,
          mix,
          startAt: now,
          days: DAYS,
          zone: 'UTC',
          spentTodayUsd: spentTodayUsd * part,
        },
        ...(twilio === undefined &&
          phoneIds.length > 0 && { callerNumbers: phoneIds.map((id) => ({ id, number: undefined })) }),
      },
    };
  }
}
