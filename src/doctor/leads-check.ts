import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
import { DatabaseComplianceGate } from '../compliance/database-compliance-gate';
import { refusals } from '../compliance/decision';
import { readOperatorRules } from '../compliance/operator-rules/read-operator-rules';
import { CampaignSettings, RulesSettings, ScriptSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { DIALABLE_STATUSES } from '../leads/lead-status';
import { Database } from '../persistence/database';
import { Check, Observation, skipped, warning } from './check';

/** As many as judging takes no noticeable time. */
const SAMPLE = 50;

/** What a look at some leads needs to know. */
export interface LeadsSight {
  readonly database: Database | undefined;
  readonly clock: Clock;
  readonly campaign: CampaignSettings;
  readonly script: ScriptSettings;
  readonly rules: RulesSettings;
  /** Whether leads come by import alone. */
  readonly isLocal?: boolean;
}

/** How some leads that wait for a call would be judged now. Nothing is recorded. */
export function leadsCheck(sight: LeadsSight): Check {
  return { name: 'leads', needs: ['compliance-file'], look: () => lookAtLeads(sight) };
}

async function lookAtLeads({
  database,
  clock,
  campaign,
  script,
  rules,
  isLocal = false,
}: LeadsSight): Promise<Observation> {
  if (!database) return skipped('Not looked at: there is no database that could be read');
  const operator = readOperatorRules(rules.complianceFile);
  const tools = [clock, new IdGenerator(), new Metrics(), campaign, operator, script] as const;
  const gate = new DatabaseComplianceGate(...tools);
  const leads = await database
    .selectFrom('leads')
    .selectAll()
    .where('campaign', '=', campaign.name)
    .where('status', 'in', DIALABLE_STATUSES)
    .where('phone', 'is not', null)
    .orderBy('due_at')
    .limit(SAMPLE)
    .execute();
  if (leads.length === 0 && isLocal && !(await hasLeads(database, campaign.name))) {
    const remedy = 'Run `laura leads import FILE.csv`, or import a file on the page.';
    return { said: 'Local', findings: [warning('Leads are local, and none was imported yet', remedy)] };
  }
  if (leads.length === 0) return { said: 'None waits for a call in the database' };
  const counts = new Map<string, number>();
  await database.transaction().execute(async (transaction) => {
    for (const lead of leads) {
      const subject = callSubject(lead as Lead);
      if (!subject) continue;
      const [first] = refusals(await gate.explain(transaction, subject));
      const rule = first?.rule ?? 'allowed';
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
  });
  const { allowed = 0, ...refused } = Object.fromEntries(counts);
  const reasons = Object.entries(refused).map(([rule, count]) => `${count} ${rule}`);
  const said = [`${allowed} of ${leads.length} that wait may be called now`, ...reasons].join('; ');
  if (allowed > 0) return { said };
  const what = `None of ${leads.length} leads that wait may be called now, by these rules: ${reasons.join(', ')}`;
  const remedy =
    'calling-window, holiday and campaign-hours pass with time. For any other ask GET /api/leads/ID/eligibility: it says for each lead what is missing.';
  return { said, findings: [warning(what, remedy)] };
}

async function hasLeads(database: Database, campaign: string): Promise<boolean> {
  const any = await database
    .selectFrom('leads')
    .select('id')
    .where('campaign', '=', campaign)
    .limit(1)
    .executeTakeFirst();
  return any !== undefined;
}
