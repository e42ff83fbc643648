import { commandAirtable } from '../airtable/command-airtable';
import { Clock } from '../common/clock';
import { Environment } from '../config/environment';
import { EnvironmentError } from '../config/read-environment';
import {
  AccessSettings,
  AirtableSettings,
  CampaignSettings,
  DatabaseSettings,
  RulesSettings,
  ScriptSettings,
  ServerSettings,
  TelephonySettings,
} from '../config/settings';
import { AddressCheck } from './address-check';
import { AirtableCheck } from './airtable-check';
import { Check, CheckReport, fault, warning } from './check';
import { sightDatabase } from './database-check';
import { leadsCheck } from './leads-check';
import { quotaChecks } from './quota-check';
import { rulesChecks } from './rules-check';
import { runChecks } from './run-checks';
import { scriptChecks } from './script-check';
import { telephonyChecks } from './telephony-check';

/** A deployment to be examined. */
export interface Patient {
  readonly environment: Environment;
  /** Business time. */
  readonly clock: Clock;
  /** The machine's own time. */
  readonly realNow: () => Date;
}

/**
 * Looks at everything that a campaign needs, by the clients and rules that the service itself uses, in the order in which
 * one would mend it. Calls nobody, changes nothing. Never rejects for what it finds.
 */
export async function examine({ environment, clock, realNow }: Patient): Promise<readonly CheckReport[]> {
  const database = await sightDatabase(new DatabaseSettings(environment));
  const airtable = new AirtableSettings(environment);
  const campaign = new CampaignSettings(environment);
  const script = new ScriptSettings(environment);
  const rules = new RulesSettings(environment);
  const telephony = new TelephonySettings(environment);
  const server = new ServerSettings(environment);
  const access = new AccessSettings(environment);
  try {
    return await runChecks([
      { name: 'configuration', look: () => ({ said: 'Every variable is sound' }) },
      { name: 'mode', look: () => lookAtMode(environment) },
      { name: 'database', look: () => database.observation },
      ...scriptChecks(script, campaign),
      ...rulesChecks(rules, campaign, database.database, clock.now()),
      ...(airtable.isUsed
        ? new AirtableCheck(
            airtable,
            commandAirtable(airtable, clock, database.database),
            realNow,
            database.isInUse,
          ).checks
        : []),
      ...quotaChecks(airtable, campaign, database.database, clock.now()),
      ...telephonyChecks(telephony),
      ...new AddressCheck(server, telephony, access).checks,
      leadsCheck({
        ...{ database: database.database, clock, campaign, script, rules },
        isLocal: !airtable.isUsed,
      }),
    ]);
  } finally {
    await database.close();
  }
}

/** The report of a configuration that is too unsound for anything else to be looked at. */
export function unsound({ faults }: EnvironmentError): readonly CheckReport[] {
  const findings = faults.map(({ variable, found, accepted }) =>
    fault(`${variable}: found ${found}`, `Set ${variable} to ${accepted}.`),
  );
  return [{ name: 'configuration', status: 'fail', said: 'Unsound; nothing else was looked at', findings }];
}

function lookAtMode({ LAURA_MODE, CLOCK_START }: Environment): ReturnType<Check['look']> {
  if (LAURA_MODE === 'sandbox')
    return { said: 'sandbox: everything outside is simulated, nobody is called (LAURA_MODE=live for real)' };
  if (CLOCK_START === undefined) return { said: 'live' };
  const what = 'CLOCK_START is set: whether a call is legal would be judged by a made-up time';
  return { said: 'live', findings: [warning(what, 'Unset CLOCK_START, which is for tests.')] };
}
