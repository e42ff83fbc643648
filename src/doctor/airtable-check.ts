import { CommandAirtable } from '../airtable/command-airtable';
import { AirtableQuotaError } from '../airtable/airtable-errors';
import { AirtableTable } from '../airtable/airtable-record';
import { mayRead, mayWrite } from '../airtable/rights-probe';
import { ExternalApiError } from '../common/errors';
import { AirtableSettings } from '../config/settings';
import { ask, isReply } from './ask';
import { Check, fault, Finding, Observation, skipped, warning } from './check';
import { columnFindings } from './column-findings';

const TOKENS = 'https://airtable.com/create/tokens';

/** Token, base, tables with their columns, and what the token may do with them. */
export class AirtableCheck {
  #tables: readonly AirtableTable[] | undefined;
  /** Airtable's clock at its answer, with ours. */
  #dates: { readonly theirs: Date; readonly ours: Date } | undefined;

  constructor(
    private readonly settings: AirtableSettings,
    private readonly airtable: CommandAirtable,
    private readonly realNow: () => Date,
    /** Beside a service whose count of requests can't be shared: then as few are sent as can be. */
    private readonly isBesideService = false,
  ) {}

  get checks(): readonly Check[] {
    return [
      { name: 'airtable-token', look: () => this.lookAtToken() },
      { name: 'clock', needs: ['airtable-token'], look: () => this.lookAtClock() },
      { name: 'airtable-base', needs: ['airtable-token'], look: () => patiently(() => this.lookAtBase()) },
      { name: 'airtable-columns', needs: ['airtable-base'], look: () => this.lookAtColumns() },
      {
        name: 'airtable-scopes',
        needs: ['airtable-columns'],
        look: () => patiently(() => this.lookAtScopes()),
      },
    ];
  }

  private async lookAtToken(): Promise<Observation> {
    const { endpointUrl, apiKey } = this.settings;
    const answer = await ask(`${endpointUrl}/v0/meta/whoami`, { headers: bearer(apiKey) });
    if (!isReply(answer)) {
      const what = `Airtable can't be reached at ${endpointUrl} (${answer.reason})`;
      const remedy =
        'Let this machine open https connections to api.airtable.com, and leave AIRTABLE_ENDPOINT_URL unset unless a proxy is meant.';
      return { said: 'No answer', findings: [fault(what, remedy)] };
    }
    if (answer.date) this.#dates = { theirs: answer.date, ours: this.realNow() };
    if (answer.status === 200) return { said: 'Airtable knows the token' };
    if (answer.status === 401) {
      const remedy = `Set AIRTABLE_API_KEY to a personal access token, whole as shown once at ${TOKENS} (pat….…); keys of the old kind (key…) no longer work.`;
      return { said: 'Refused', findings: [fault('Airtable does not know the token', remedy)] };
    }
    const what = `Airtable answered ${answer.status} to the question whose token this is`;
    const remedy =
      'A 429 or 5xx passes: run the doctor again in a minute. Anything else: check AIRTABLE_ENDPOINT_URL.';
    return { said: 'Not clear', findings: [fault(what, remedy)] };
  }

  private lookAtClock(): Observation {
    if (!this.#dates) return skipped('Airtable told no time');
    const { theirs, ours } = this.#dates;
    // A date header is cut to the second: half of it is nobody's fault.
    const seconds = Math.round((ours.getTime() - theirs.getTime() - 500) / 1000);
    const said = `${Math.abs(seconds)} seconds from Airtable's`;
    const remedy =
      'Switch time synchronisation (NTP) on: whether a call is legal now, and which webhooks are fresh, goes by this clock.';
    const what = `The clock of this machine is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead' : 'behind'}`;
    if (Math.abs(seconds) > 60) return { said, findings: [fault(what, remedy)] };
    return { said, findings: Math.abs(seconds) > 5 ? [warning(what, remedy)] : [] };
  }

  private async lookAtBase(): Promise<Observation> {
    const { baseId, leadsTable } = this.settings;
    this.#tables = await this.airtable.gateway.describe();
    if (this.#tables) return { said: `${baseId}, ${this.#tables.length} tables` };
    if (await mayRead(this.airtable.client, leadsTable)) {
      const what = 'The token may not see the columns of the base: wrong ones show only when a write fails';
      const remedy = `Add the scope schema.bases:read to the token at ${TOKENS}.`;
      return { said: `${baseId}, its columns unseen`, findings: [warning(what, remedy)] };
    }
    const what = `The token has no way into the base ${baseId}`;
    const remedy = `Set AIRTABLE_BASE_ID to the app… in the address of the base, and at ${TOKENS} give the token access to that base and the scopes schema.bases:read, data.records:read and data.records:write.`;
    return { said: 'Closed', findings: [fault(what, remedy)] };
  }

  private lookAtColumns(): Observation {
    if (!this.#tables) return { said: 'Not seen' };
    const findings = columnFindings(this.#tables, this.settings);
    const { leadsTable, callsTable } = this.settings;
    return { said: `${leadsTable} and ${callsTable}`, findings };
  }

  private async lookAtScopes(): Promise<Observation> {
    if (this.isBesideService)
      return skipped('Not tried beside the running service: its /health/ready says what Airtable refuses');
    const { leadsTable, callsTable } = this.settings;
    const findings: Finding[] = [];
    for (const table of [leadsTable, callsTable]) {
      if (!(await mayRead(this.airtable.client, table))) findings.push(lacks('read', table));
      if (!(await mayWrite(this.airtable.client, table))) findings.push(lacks('write', table));
    }
    return { said: findings.length === 0 ? 'Records may be read and written' : 'Not enough', findings };
  }
}

/** Too many requests are nobody's fault: the service is at work, or a moment ago somebody else was. */
async function patiently(look: () => Promise<Observation>): Promise<Observation> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ExternalApiError) || error.detail.status !== 429) throw error;
    const remedy =
      error instanceof AirtableQuotaError
        ? "Upgrade the plan of the workspace, or wait for the month's end: until then nobody is called."
        : 'Run the doctor again in a minute.';
    const finding = (error instanceof AirtableQuotaError ? fault : warning)(error.message, remedy);
    return { said: 'Airtable has no time for us now', findings: [finding] };
  }
}

function lacks(right: 'read' | 'write', table: string): Finding {
  const remedy = `Add the scope data.records:${right} to the token at ${TOKENS}, and see that whoever made the token may ${right === 'write' ? 'edit' : 'see'} the table.`;
  return fault(`The token may not ${right} the records of table \`${table}\``, remedy);
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
