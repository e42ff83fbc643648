import { AirtableTable } from '../airtable/airtable-record';
import { MissingPart, planSetup } from '../airtable/setup-plan';
import { AirtableSettings } from '../config/settings';
import { fault, Finding, warning } from './check';

const VARIABLES = { leads: 'AIRTABLE_LEADS_TABLE', calls: 'AIRTABLE_TABLE_NAME' } as const;
const SETUP = 'run `npm run laura -- airtable setup` (the token needs the scope schema.bases:write)';

/** Missing tables and columns, and those that hold something else than ours do. Faults stop the calling; the rest is lost. */
export function columnFindings(tables: readonly AirtableTable[], settings: AirtableSettings): Finding[] {
  const { missing, conflicts } = planSetup(tables, settings);
  return [
    ...missing.map(lack),
    ...conflicts.map(({ what, remedy, isFatal }) => (isFatal ? fault : warning)(what, remedy)),
  ];
}

function lack({ kind, table, tableId, columns }: MissingPart): Finding {
  if (tableId === undefined) {
    const remedy = `To make it, ${SETUP}; if yours has another name, set ${VARIABLES[kind]} to it.`;
    return fault(`The base has no table \`${table}\``, remedy);
  }
  const names = columns.map(({ name }) => `\`${name}\``).join(', ');
  const isFatal = columns.some(({ isIndispensable }) => isIndispensable);
  const loss = kind === 'leads' ? 'for every lead it counts as empty' : 'the call log goes without';
  const what = `Table \`${table}\` has no column ${names}${isFatal ? '' : `: ${loss}`}`;
  const remedy = `To make what is missing, ${SETUP}; where yours have other names, put them into AIRTABLE_FIELD_MAP.`;
  return (isFatal ? fault : warning)(what, remedy);
}
