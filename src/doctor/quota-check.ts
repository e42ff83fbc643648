import { AirtableSettings, CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Check, Observation, warning } from './check';

const DAY_MS = 86_400_000;
const DAYS = 30;
/** One reading a minute. */
const SYNC_REQUESTS = 43_200;
/** Once a day all leads are read, by the hundred. */
const PAGE = 100;
/** What the writes of one attempt come to, measured. */
const PER_ATTEMPT = 0.4;
/** Requests a month of a workspace, as Airtable's pricing page stated in 2025. */
const FREE_PLAN = 1_000;
const TEAM_PLAN = 100_000;
/** Nobody else's API counts requests by the month. */
const AIRTABLE = 'https://api.airtable.com';

/** What a campaign asks of Airtable in a month. Pure. */
export function monthlyRequests(leads: number, attempts: number): number {
  return Math.round(SYNC_REQUESTS + DAYS * Math.ceil(leads / PAGE) + PER_ATTEMPT * attempts);
}

/** What the month needs beside what plans allow. Airtable does not tell the plan, so who sets up has to look. */
export function quotaChecks(
  settings: AirtableSettings,
  { name }: CampaignSettings,
  database: Database | undefined,
  now: Date,
): readonly Check[] {
  if (!settings.isUsed || settings.endpointUrl !== AIRTABLE) return [];
  return [{ name: 'airtable-quota', look: () => lookAtQuota(name, database, now) }];
}

async function lookAtQuota(
  campaign: string,
  database: Database | undefined,
  now: Date,
): Promise<Observation> {
  const { leads, attempts, hasSynced } = await counted(campaign, database, now);
  const needed = monthlyRequests(leads, attempts);
  const amount = needed.toLocaleString('en-US');
  const said = `About ${amount} requests a month by this campaign`;
  const remedy =
    'Look at the plan of the workspace, and at what else uses it: beyond its quota Airtable refuses everything until the month ends, and nobody is called. LEAD_SOURCE=local needs no Airtable.';
  if (needed > TEAM_PLAN) {
    const what = `This campaign needs about ${amount} requests a month; a Team workspace has ${TEAM_PLAN.toLocaleString('en-US')}`;
    return { said, findings: [warning(what, remedy)] };
  }
  // Where it has run for a while the plan has proved large enough.
  if (hasSynced) return { said };
  const hours = Math.floor(FREE_PLAN / (needed / (DAYS * 24)));
  const what = `This campaign needs about ${amount} requests a month; those of a Free workspace (${FREE_PLAN.toLocaleString('en-US')}) last for ${hours} hours`;
  return { said, findings: [warning(what, remedy)] };
}

async function counted(
  campaign: string,
  database: Database | undefined,
  now: Date,
): Promise<{ leads: number; attempts: number; hasSynced: boolean }> {
  if (!database) return { leads: 0, attempts: 0, hasSynced: false };
  const { countAll } = database.fn;
  const leads = await database
    .selectFrom('leads')
    .select(countAll<string>().as('count'))
    .where('campaign', '=', campaign)
    .executeTakeFirstOrThrow();
  const attempts = await database
    .selectFrom('attempts')
    .select(countAll<string>().as('count'))
    .where('campaign', '=', campaign)
    .where('reserved_at', '>', new Date(now.getTime() - DAYS * DAY_MS))
    .executeTakeFirstOrThrow();
  return { leads: Number(leads.count), attempts: Number(attempts.count), hasSynced: Number(leads.count) > 0 };
}
