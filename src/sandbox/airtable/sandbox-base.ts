import type { BaseStore } from './base-store';
import { SchemaEditor } from './schema-editor';

interface Column {
  name: string;
  type: string;
  options?: Record<string, unknown>;
}

const text = (name: string): Column => ({ name, type: 'singleLineText' });
const longText = (name: string): Column => ({ name, type: 'multilineText' });
const checkbox = (name: string): Column => ({
  name,
  type: 'checkbox',
  options: { icon: 'check', color: 'greenBright' },
});
const number = (name: string, precision: number): Column => ({
  name,
  type: 'number',
  options: { precision },
});
const dateTime = (name: string): Column => ({
  name,
  type: 'dateTime',
  options: {
    timeZone: 'utc',
    dateFormat: { name: 'iso', format: 'YYYY-MM-DD' },
    timeFormat: { name: '24hour', format: 'HH:mm' },
  },
});
const select = (name: string, choices: readonly string[]): Column => ({
  name,
  type: 'singleSelect',
  options: { choices: choices.map((choice) => ({ name: choice, color: 'blueLight2' })) },
});

const LEAD_STATUSES = [
  ...['new', 'in progress', 'called', 'retry', 'callback', 'exhausted', 'opted out', 'blocked', 'invalid'],
  'needs review',
];
const CONSENTS = ['express_written', 'express', 'none'];
const CALL_STATUSES = [
  ...[
    'completed',
    'no-answer',
    'busy',
    'voicemail',
    'opted-out',
    'callback-requested',
    'failed',
    'canceled',
    'unknown',
  ],
];

const LEADS: readonly Column[] = [
  text('Name'),
  { name: 'Phone', type: 'phoneNumber' },
  { name: 'Email', type: 'email' },
  text('Company'),
  select('Status', LEAD_STATUSES),
  number('Attempts', 0),
  dateTime('Next Attempt At'),
  dateTime('Callback At'),
  ...[text('Timezone'), text('State'), text('Country'), text('Postal Code')],
  select('Consent', CONSENTS),
  dateTime('Consent At'),
  ...[text('Consent Source'), text('Consent Evidence')],
  dateTime('Consent Expires At'),
  checkbox('Do Not Call'),
  longText('Notes'),
  dateTime('Last Call At'),
  text('Last Outcome'),
  text('Product Interest'),
];

const calls = (leadsTableId: string): readonly Column[] => [
  text('CallId'),
  dateTime('Timestamp'),
  ...[text('AgentName'), { name: 'CustomerNumber', type: 'phoneNumber' }],
  select('CallStatus', CALL_STATUSES),
  longText('ConversationSummary'),
  { name: 'CallRecordingURL', type: 'url' },
  ...[longText('NextAction'), text('Campaign')],
  { name: 'Lead', type: 'multipleRecordLinks', options: { linkedTableId: leadsTableId } },
  number('Attempt', 0),
  text('EndedReason'),
  { name: 'Duration', type: 'duration', options: { durationFormat: 'h:mm:ss' } },
  number('CostUSD', 4),
  text('ConsentStatus'),
  checkbox('OptOut'),
  longText('Transcript'),
];

/**
 * Makes the `Leads` and `Calls` tables of the sandbox's base where they are missing altogether. The link in
 * Calls has no counterpart column in Leads, which the real Airtable would add.
 */
export function makeSandboxBase(store: BaseStore): void {
  if (store.allTables().length > 0) return;
  const editor = new SchemaEditor(store);
  const leads = editor.createTable({ name: 'Leads', fields: LEADS });
  editor.createTable({ name: 'Calls', fields: calls(leads.id) });
}
