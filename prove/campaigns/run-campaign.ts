import { CallPolicy, NOTHING_ON_RECORD } from '../../src/compliance/rule-context';
import { Intervention } from '../../src/simulation/intervention';
import { LeadColumns } from '../../src/simulation/lead-columns';
import { LeadColumnsBuilder } from '../../src/simulation/lead-columns-builder';
import { simulateCampaign, SimulationOptions } from '../../src/simulation/simulate-campaign';
import { Campaign, Lead } from '../checker/dial';
import { policyOf, subjectOf } from '../probes/engine-words';
import { Observed } from '../probes/observed';
import { Records } from '../probes/records';
import { Judge, Period } from '../report/judge';
import { count } from '../report/tally';
import { Chance } from '../scenario/chance';
import { Household } from '../scenario/household';
import { anUnquietYear } from './interventions';
import { DrawnOutcomes } from './outcomes';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A campaign of the service's as it would be set, with few lines, so that its calls are spread over days. */
const SETTINGS: SimulationOptions['campaign'] = {
  name: 'proof',
  lines: 20,
  callsPerSecond: 1,
  maxAttempts: 8,
  // Impatient, so that the caps of the law are what keeps calls apart.
  retryDelays: {
    'no-answer': [HOUR_MS / 4, HOUR_MS],
    busy: [HOUR_MS / 4],
    voicemail: [HOUR_MS],
    failed: [HOUR_MS / 6],
  },
  maxCallDurationSeconds: 300,
  dailyBudgetUsd: undefined,
  maxCallCostUsd: 1,
  numberDailyCap: undefined,
};

/**
 * Has the service's own simulation call some households for the period, with all that may happen from outside, and holds
 * every dial against the plain reading. What was said and done is written down here, apart from the simulation's records.
 * Its lists are those of the first day, so whoever may only be called after a look at them is not called after a month.
 * @param policy what the service goes by; in tests another than the caller states
 */
export function runCampaign(
  households: readonly Household[],
  stated: Campaign,
  period: Period,
  chance: Chance,
  judge: Judge,
  policy: CallPolicy = policyOf(stated),
): void {
  const campaign = {
    ...stated,
    lists: stated.lists.filter(({ importedAt }) => importedAt <= period.startAt),
  };
  const observed = new Map(households.map((household) => [household.phone, new Observed(household)]));
  const leads = new Map<string, Lead>(
    households.flatMap((household) => household.leads).map((lead) => [lead.id, lead]),
  );
  const interventions = anUnquietYear(chance, households, period.startAt, period.days);
  const pending = interventions.toSorted((one, other) => +one.at - +other.at);
  const catchUp = (at: number): void => {
    while (pending[0] && +pending[0].at <= at) note(pending.shift(), observed, leads);
  };
  const dialOf = (leadId: string, at: number) => {
    catchUp(at);
    const lead = leads.get(leadId);
    const history = observed.get(lead?.phone ?? '')?.history;
    if (!lead || !history) throw new Error('A dial to nobody');
    return { at, lead, campaign, history };
  };
  const run = simulateCampaign(
    {
      campaign: SETTINGS,
      policy,
      leads: columnsOf(households, campaign, period, chance),
      startAt: new Date(period.startAt),
      days: period.days,
      seed: chance.whole(0, 2 ** 31),
      outcomes: new DrawnOutcomes((phone, end, overAt) => {
        if (end === 'opt-out') observed.get(phone)?.optedOut(overAt);
        if (end === 'opt-out' || end === 'declined') observed.get(phone)?.refused(overAt);
      }),
    },
    {
      interventions,
      onDial: ({ leadId, phone, at }) => {
        judge.dial(dialOf(leadId, +at));
        observed.get(phone)?.dialed(+at);
      },
      onRefusal: ({ leadId, at, rule }) => judge.refusal(dialOf(leadId, +at), [rule]),
    },
  );
  for (const { kind } of interventions) count(judge.tally.happenings, kind);
  count(judge.tally.happenings, 'simulated dials', run.dials);
}

function note(
  intervention: Intervention | undefined,
  observed: ReadonlyMap<string, Observed>,
  leads: Map<string, Lead>,
): void {
  if (!intervention) return;
  const at = +intervention.at;
  if (intervention.kind === 'opt-out') observed.get(intervention.phone)?.optedOut(at);
  if (intervention.kind === 'revoke-consent') observed.get(intervention.phone)?.revoked(at);
  if (intervention.kind === 'dial-elsewhere') observed.get(intervention.phone)?.dialed(at);
  if (intervention.kind === 'do-not-call') {
    const lead = leads.get(intervention.leadId);
    if (lead) leads.set(lead.id, { ...lead, doNotCall: true });
  }
}

function columnsOf(
  households: readonly Household[],
  campaign: Campaign,
  { startAt, days }: Period,
  chance: Chance,
): LeadColumns {
  const nobody: Household = { phone: '', leads: [], registers: [], grants: [] };
  const builder = new LeadColumnsBuilder('the proof', new Records(nobody).factsAt(startAt, campaign).lists);
  for (const household of households) {
    for (const lead of household.leads) {
      const dueAt = new Date(startAt + Math.floor(chance.fraction() * days * DAY_MS));
      builder.add({ ...subjectOf(lead), status: 'new', attempts: 0, failures: 0, dueAt });
    }
    if (household.registers.length > 0 || household.grants.length > 0)
      builder.know(household.phone, {
        ...NOTHING_ON_RECORD,
        ...new Records(household).factsAt(startAt, campaign),
      });
  }
  return builder.build();
}
