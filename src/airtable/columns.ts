/** A column of the contract, with what Airtable's metadata API needs to make it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Our two tables; what the operator calls them stands in the settings. */
export type TableKind = 'leads' | 'calls';

const NUMBER = { type: 'number', options: { precision: 0 } };
const MONEY = { type: 'number', options: { precision: 4 } };
const TEXT = { type: 'singleLineText' };
const LONG_TEXT = { type: 'multilineText' };
const CHECKBOX = { type: 'checkbox', options: { icon: 'check', color: 'greenBright' } };
const INSTANT = {
  type: 'dateTime',
  options: { dateFormat: { name: 'iso' }, timeFormat: { name: '24hour' }, timeZone: 'utc' },
};

function choice(...names: string[]) {
  return { type: 'singleSelect', options: { choices: names.map((name) => ({ name })) } };
}

/** What an operator's leads table holds. Further columns are theirs, and available to templates. */
export const LEAD_COLUMNS = [
  { name: 'Name', ...TEXT },
  { name: 'Phone', type: 'phoneNumber' },
  { name: 'Email', type: 'email' },
  { name: 'Company', ...TEXT },
  {
    name: 'Status',
    ...choice(
      'new',
      'in progress',
      'called',
      'retry',
      'callback',
      'exhausted',
      'opted out',
      'blocked',
      'invalid',
      'needs review',
    ),
  },
  { name: 'Attempts', ...NUMBER },
  { name: 'Next Attempt At', ...INSTANT },
  { name: 'Callback At', ...INSTANT },
  { name: 'Timezone', ...TEXT },
  { name: 'State', ...TEXT },
  { name: 'Country', ...TEXT },
  { name: 'Postal Code', ...TEXT },
  { name: 'Consent', ...choice('express_written', 'express', 'none') },
  { name: 'Consent At', ...INSTANT },
  { name: 'Consent Source', ...TEXT },
  { name: 'Consent Evidence', ...LONG_TEXT },
  { name: 'Consent Expires At', ...INSTANT },
  { name: 'Do Not Call', ...CHECKBOX },
  { name: 'Notes', ...LONG_TEXT },
  { name: 'Last Call At', ...INSTANT },
  { name: 'Last Outcome', ...TEXT },
] as const satisfies readonly Column[];

/** The call log. `CallId` is the key that rows are merged on: only a few types can be one, single line text among them. */
export const CALL_COLUMNS = [
  { name: 'CallId', ...TEXT },
  { name: 'Timestamp', ...INSTANT },
  { name: 'AgentName', ...TEXT },
  { name: 'CustomerNumber', type: 'phoneNumber' },
  { name: 'CallStatus', ...TEXT },
  { name: 'ConversationSummary', ...LONG_TEXT },
  { name: 'CallRecordingURL', type: 'url' },
  { name: 'NextAction', ...LONG_TEXT },
  { name: 'Campaign', ...TEXT },
  { name: 'Lead', ...TEXT },
  { name: 'Attempt', ...NUMBER },
  { name: 'EndedReason', ...TEXT },
  { name: 'Duration', ...NUMBER },
  { name: 'CostUSD', ...MONEY },
  { name: 'ConsentStatus', ...TEXT },
  { name: 'OptOut', ...CHECKBOX },
  { name: 'Transcript', ...LONG_TEXT },
] as const satisfies readonly Column[];

export type LeadColumn = (typeof LEAD_COLUMNS)[number]['name'];
export type CallColumn = (typeof CALL_COLUMNS)[number]['name'];

export const COLUMNS: Readonly<Record<TableKind, readonly Column[]>> = {
  leads: LEAD_COLUMNS,
  calls: CALL_COLUMNS,
};

/** Without these nothing can be called or logged. */
export const INDISPENSABLE: Readonly<Record<TableKind, readonly string[]>> = {
  leads: ['Phone', 'Status'] satisfies LeadColumn[],
  calls: ['CallId'] satisfies CallColumn[],
};
