import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningClock } from '../../src/common/clock';
import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { LeakSearch } from '../support/leak-search';
import { ADMIN_TOKEN, freePort, liveVariables, TUESDAY_NOON, until, WEBHOOK_SECRET } from '../support/laura';
import { LauraProcess } from '../support/process';

const LEADS = 40;
const PACE = 30;
const PREVIOUS_SECRET = 'webhook-secret-before-this-one';
const TWILIO_TOKEN = 'twilio-auth-token-of-the-tests';
const WRONG_TOKEN = 'somebody-elses-token-of-length';
/** Numbers that only requests speak of, and what is said in them. */
const CALLERS = ['+12125550191', '+12125550192', '+12125550193', '+12125550194'] as const;
const SAID = 'My doctor says that my sister Josephine has the measles';

describe('a live service that logs all it can, over services that fail', () => {
  let sandbox: Sandbox;
  let folder: string;
  let url: string;
  let laura: LauraProcess;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'laura-leaks-'));
    sandbox = await startSandbox({
      clock: new RunningClock(new Date(TUESDAY_NOON)),
      leads: LEADS,
      pace: PACE,
      penaltyMs: 2_000,
    });
    // What people put into cells that were not meant for it.
    sandbox.airtable.add('Leads', {
      Name: 'Josephine Quill, ask for +1 212-555-0195',
      Phone: 'office (212) 555-0196 or home',
      State: 'NY, 212.555.0197',
      Notes: SAID,
      Consent: 'yes, call 2125550198',
      Timezone: 'call +12125550199 first',
    });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    laura = LauraProcess.start({
      ...liveVariables(sandbox, port),
      ...{ DATA_DIR: folder, CLOCK_START: TUESDAY_NOON, LOG_LEVEL: 'trace', LOG_FORMAT: 'json' },
      ...{ WEBHOOK_SECRET_PREVIOUS: PREVIOUS_SECRET, TWILIO_AUTH_TOKEN: TWILIO_TOKEN },
      // A column that can't hold what is written: Airtable quotes the value in its refusal.
      AIRTABLE_FIELD_MAP: '{"ConversationSummary":"Timestamp","Timestamp":"ConversationSummary"}',
    });
  });

  afterAll(async () => {
    await laura.end('SIGKILL');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ended = () => sandbox.vapi.calls.filter(({ status }) => status === 'ended').length;

  /** Sends what nobody should, and keeps what is answered. */
  async function ask(path: string, body?: string, headers: Record<string, string> = {}): Promise<void> {
    const answer = await fetch(`${url}${path}`, {
      ...(body !== undefined && { method: 'POST', body }),
      headers: { 'content-type': 'application/json', ...headers },
    });
    if (answer.status >= 400)
      problems.push(`${path.split(/[?%+]/)[0]} ${answer.status} ${await answer.text()}`);
    else await answer.text();
  }

  async function misbehave(): Promise<void> {
    const [first, second, third, fourth] = CALLERS;
    const hook = { 'x-webhook-token': WEBHOOK_SECRET };
    const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const flat = { call_id: 'elsewhere', status: 'completed', summary: SAID, customer_number: first };
    await ask('/vapi-webhook', `{"message":{"customer":{"number":"${second}"},"transcript":"${SAID}`, hook);
    await ask('/vapi-webhook', `[${JSON.stringify(flat)}]`, hook);
    await ask('/vapi-webhook', JSON.stringify(flat), { 'x-webhook-token': WRONG_TOKEN });
    await ask(`/vapi-webhook?token=${WRONG_TOKEN}`, JSON.stringify(flat));
    await ask(`/vapi-webhook?token=${PREVIOUS_SECRET}`, JSON.stringify(flat));
    const report = { type: 'end-of-call-report', transcript: SAID, customer: { number: third } };
    await ask('/vapi-webhook', JSON.stringify({ message: { ...report, call: { id: 'nobodys' } } }), hook);
    await ask('/vapi-webhook', `"${SAID} ${fourth}"`, { ...hook, 'content-type': 'text/plain' });
    await ask('/vapi-webhook', JSON.stringify({ message: { pad: `${first} ${SAID}`.repeat(30_000) } }), hook);
    await ask('/twilio-status', `{"To":"${second}"`, hook);
    await ask('/vapi-predial', JSON.stringify({ customer: { number: third, name: SAID } }), hook);
    await ask('/api/campaign', undefined, { authorization: `Bearer ${WRONG_TOKEN}` });
    await ask(`/?token=${WRONG_TOKEN}`);
    await ask(`/api/audit/decisions?phone=${encodeURIComponent(`${first}x`)}&limit=0`, undefined, operator);
    await ask(`/api/suppressions/${encodeURIComponent(second)}`, undefined, operator);
    await ask(`/api/suppressions/${encodeURIComponent(`${third}99999`)}`, undefined, operator);
    await ask('/api/suppressions', JSON.stringify({ phone: `${first}x`, note: SAID }), operator);
    await ask('/api/eligibility', JSON.stringify({ phone: [fourth], state: SAID, email: SAID }), operator);
    await ask(`/api/leads/${first}/eligibility`, undefined, operator);
    await ask(`/nowhere/${second}?name=${encodeURIComponent(SAID)}`, undefined, operator);
  }

  function everythingPrivate(): LeakSearch {
    const search = new LeakSearch();
    for (const number of CALLERS) search.number('a number of a request', number);
    for (let last = 195; last <= 199; last++)
      search.number('a number in a cell', `+1212555${last.toString().padStart(4, '0')}`);
    search.text('what somebody said', SAID).text('a name', 'Josephine Quill');
    for (const { fields } of sandbox.airtable.records('Leads')) {
      search.number('a lead’s number', String(fields.Phone ?? ''));
      for (const column of ['Name', 'Email', 'Consent Evidence'])
        search.text(`a lead’s ${column}`, String(fields[column] ?? ''));
    }
    for (const { plan } of sandbox.vapi.calls) {
      for (const { text } of plan.lines) search.text('a sentence of a transcript', text, 16);
      search.text('a summary', plan.findings.summary, 16);
    }
    for (const secret of [ADMIN_TOKEN, WEBHOOK_SECRET, PREVIOUS_SECRET, TWILIO_TOKEN, WRONG_TOKEN])
      search.text('a token', secret);
    return search.text('a key', sandbox.airtable.apiKey).text('a key', sandbox.vapi.apiKey);
  }

  it('tells nobody a number, a name, a word that was said or a secret', async () => {
    await until('calls are up', () => sandbox.vapi.calls.length >= 5);
    Object.assign(sandbox.vapi.faults, {
      ...{ createThenFail: 1, createThenDrop: 1, failWithoutCreating: 1, dropWithoutCreating: 1 },
      ...{ rateLimited: 1, readsFail: 2 },
    });
    Object.assign(sandbox.airtable.faults, {
      ...{ unavailable: 1, htmlError: 1, dropped: 1, lostResponses: 1 },
    });
    await misbehave();
    await until('most calls are over', () => ended() >= 15, 120_000);
    sandbox.airtable.faults.unauthorized = 2;
    sandbox.vapi.faults.unauthorized = 2;
    await until(
      'both refused keys are noticed',
      () => !sandbox.airtable.faults.unauthorized && !sandbox.vapi.faults.unauthorized,
    );
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(await laura.end('SIGTERM')).toBe(0);

    const search = everythingPrivate();
    expect(search.leaksIn(laura.output)).toEqual([]);
    expect(search.leaksIn(metrics)).toEqual([]);
    expect(search.leaksIn(problems.join('\n'))).toEqual([]);

    // It has had enough to tell, and would have been found out.
    expect(search.size).toBeGreaterThan(150);
    expect(problems.length).toBeGreaterThanOrEqual(14);
    for (const word of [
      '"level":"debug"',
      '"level":"warn"',
      'A call ended',
      'in doubt',
      'Airtable refuses a record',
      '401',
      '"stack"',
    ])
      expect(laura.output).toContain(word);
    expect(metrics).toContain('laura_calls_ended_total');
  }, 240_000);
});

describe('the search for leaks', () => {
  const search = new LeakSearch()
    .number('number', '+1 (212) 555-0123')
    .text('name', 'Ada "Countess" Lovelace');

  it.each([
    'to +12125550123',
    'to 212-555-0123.',
    'to (212) 555 0123',
    'id 2125550123',
    '/x/%2B12125550123',
    '{"a":"ADA \\"Countess\\" Lovelace"}',
  ])('finds what it is looking for in %s', (line) => {
    expect(search.leaksIn(`first\n${line}\nlast`)).toHaveLength(1);
  });

  it('takes no id for a number', () => {
    expect(
      search.leaksIn('01922a00-2125-7555-8012-3000000000a3 2026-11-24T17:00:00.212Z 1732467600212'),
    ).toEqual([]);
  });
});
