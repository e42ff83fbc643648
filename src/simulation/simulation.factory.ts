import { callPolicy } from '../compliance/judging';
import { OperatorRules } from '../compliance/operator-rules/operator-rules';
import { allJurisdictions } from '../compliance/jurisdictions';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { LeadColumns } from './lead-columns';
import { LeadColumnsBuilder, SimulatedLead } from './lead-columns-builder';
import { CallCourse, CallEnd, CallToDraw, OutcomeModel } from './outcome-model';
import { SimulationOptions } from './simulate-campaign';

/** A Wednesday, noon in New York: everybody there may be called. */
export const NOON = new Date('2026-06-10T16:00:00Z');

/** For tests: a lead in New York who may be called. @param nth another for each */
export function aLead(nth: number, changes: Partial<SimulatedLead> = {}): SimulatedLead {
  return {
    leadId: `lead ${nth}`,
    phone: `+1212${2_340_000 + nth}`,
    ...{ timezone: undefined, state: 'NY', country: undefined, postalCode: undefined },
    ...{
      consent: 'express_written',
      consentAt: new Date('2026-01-15T12:00:00Z'),
      consentExpiresAt: undefined,
    },
    ...{ doNotCall: false, status: 'new', attempts: 0, failures: 0, dueAt: NOON },
    ...changes,
  };
}

/** For tests. */
export function leadsOf(...leads: readonly SimulatedLead[]): LeadColumns {
  const builder = new LeadColumnsBuilder('a test');
  for (const lead of leads) builder.add(lead);
  return builder.build();
}

/** For tests: every call ends so; given several, the first call to a number as the first, and the last goes on for ever. */
export function everyCall(...ends: readonly CallEnd[]): OutcomeModel {
  return {
    draw: ({ nth }: CallToDraw): CallCourse => {
      const end = ends[Math.min(nth, ends.length) - 1] ?? 'no-answer';
      return {
        end,
        lineMs: 30_000,
        reportMs: 5_000,
        costUsd: 0.1,
        ...(end === 'callback' && { callbackInMs: 7_200_000 }),
      };
    },
  };
}

/** For tests: a campaign whose operator holds every registration there is. @param variables of the environment */
export function options(
  changes: Partial<SimulationOptions> = {},
  variables: Readonly<Record<string, string>> = {},
): SimulationOptions {
  const environment = readEnvironment(variables);
  const campaign = new CampaignSettings(environment);
  return {
    campaign,
    policy: callPolicy(campaign, new ScriptSettings(environment), REGISTERED),
    leads: leadsOf(aLead(1)),
    startAt: NOON,
    ...{ days: 30, seed: 1, markMs: 0 },
    outcomes: everyCall('interested'),
    ...changes,
  };
}

const REGISTERED = new OperatorRules(
  allJurisdictions().map(({ code }) => ({
    jurisdiction: code,
    validFrom: new Date(0),
    validUntil: undefined,
    statement: 'No. 1',
  })),
  [],
  [],
  undefined,
);
