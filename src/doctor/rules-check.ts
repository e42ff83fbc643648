import { LauraError } from '../common/errors';
import { findListStates, ListState } from '../compliance/do-not-call-lists/find-list-states';
import { allJurisdictions } from '../compliance/jurisdictions';
import { OperatorRules } from '../compliance/operator-rules/operator-rules';
import { readOperatorRules } from '../compliance/operator-rules/read-operator-rules';
import { CampaignSettings, RulesSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Check, fault, Finding, Observation, skipped, warning } from './check';

const DNC = 'npm run laura -- dnc import FILE --list LIST --date DAY';

/** What the operator has to supply for the rules: a file that can be read, registrations, do-not-call lists. */
export function rulesChecks(
  { complianceFile }: RulesSettings,
  { purpose }: CampaignSettings,
  database: Database | undefined,
  now: Date,
): readonly Check[] {
  const isSelling = purpose === 'marketing';
  return [
    { name: 'compliance-file', look: () => lookAtFile(complianceFile) },
    {
      name: 'registrations',
      needs: ['compliance-file'],
      look: () =>
        isSelling
          ? lookAtRegistrations(readOperatorRules(complianceFile), now)
          : skipped('Calls that do not sell need no registration'),
    },
    {
      name: 'do-not-call-lists',
      look: async () => {
        if (!isSelling) return skipped('Calls that do not sell need no list');
        if (!database) return skipped('Not looked at: there is no database that could be read');
        return listsInWords(await findListStates(database, now));
      },
    },
  ];
}

function lookAtFile(path: string | undefined): Observation {
  try {
    const { version } = readOperatorRules(path);
    return { said: version === undefined ? 'None: COMPLIANCE_FILE is not set' : `Version ${version}` };
  } catch (error) {
    if (!(error instanceof LauraError)) throw error;
    const remedy = 'Mend every line named, or set COMPLIANCE_FILE to the right path.';
    return { said: 'It can not be used', findings: [fault(error.message, remedy)] };
  }
}

function lookAtRegistrations(rules: OperatorRules, now: Date): Observation {
  const asking = allJurisdictions().filter(({ registration }) => registration !== undefined);
  const missing = asking.filter(({ code }) => rules.registrationFor(code, now) === undefined);
  const said = `Attested for ${asking.length - missing.length} of ${asking.length} jurisdictions that ask for one`;
  if (missing.length === 0) return { said };
  const what = `Leads there are not called, since no registration is attested: ${missing.map(({ code }) => code).join(', ')}`;
  const remedy =
    'Where you hold the registration, licence or bond, attest it under "registrations" in the file that COMPLIANCE_FILE names: {"jurisdiction":"US-FL","number":"…","attestedBy":"…","attestedOn":"2026-01-31"}. Where you have no leads, leave it.';
  return { said, findings: [warning(what, remedy)] };
}

function listsInWords(states: readonly ListState[]): Observation {
  const absent = states.filter(({ state }) => state === 'not imported').map(({ list }) => list);
  const findings: Finding[] = states.flatMap((one) => agedList(one));
  if (absent.length > 0) {
    const what = `Not imported: ${absent.join(', ')}. Where one binds, only leads are called whose consent excepts them`;
    findings.push(warning(what, `Import those of the countries you call: ${DNC}`));
  }
  const count = states.length - absent.length;
  return { said: `${count} in the database`, findings };
}

function agedList({ list, state, lastDay, version }: ListState): Finding[] {
  const remedy = `Import its newest version: ${DNC.replace('LIST', list)}`;
  switch (state) {
    case 'too old':
      return [
        warning(
          `${list} of ${version?.date} was good until ${lastDay}: calls are refused where it binds`,
          remedy,
        ),
      ];
    case 'soon too old':
      return [warning(`${list} of ${version?.date} is good only until ${lastDay}`, remedy)];
    case 'dated in the future':
      return [warning(`${list} is dated in the future: calls are refused until then`, remedy)];
    case 'in force':
    case 'not imported':
      return [];
  }
}
