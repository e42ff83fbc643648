import { parse } from 'csv-parse/sync';
import { storeCall } from '../../../test/support/a-call';
import { storeAttempt, storeLead } from '../../../test/support/a-lead';
import { addCampaign, Bench, NOON } from '../../../test/support/database';
import { OperatorRoutes } from '../../../test/support/operator-routes';
import { LEAD_COLUMNS } from '../../airtable/columns';
import { ConsentLedger } from '../../compliance/consents/consent-ledger';
import { aDecisionEntry, record } from '../../compliance/ledger/decision-entry.factory';
import { Lead } from '../../leads/lead';
import { json } from '../../persistence/sql';
import { LeadsController } from './leads.controller';
import { LeadDetail } from './lead-detail';
import { LeadPage } from './lead-summary';
import { LEAD_CSV_COLUMNS } from './lead-table';

const PHONE = '+12125550134';
let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([LeadsController]);
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

async function list(query = ''): Promise<LeadPage> {
  return (await routes.get(`/api/leads${query}`)).json<LeadPage>();
}

async function found(q: string): Promise<(string | null)[]> {
  return (await list(`?q=${encodeURIComponent(q)}`)).items.map(({ name }) => name);
}

const hoursAfterNoon = (hours: number) => new Date(Date.parse(NOON) + hours * 3_600_000);

describe('GET /api/leads', () => {
  it('shows what is known of a lead, with its number masked', async () => {
    const lead = await storeLead(bench.database, {
      ...{ phone: PHONE, company: 'Acme', attempts: 2, status: 'retry', last_outcome: 'busy' },
      ...{ last_call_at: hoursAfterNoon(-1), timezone: 'America/New_York' },
    });
    const answer = await routes.get('/api/leads');
    expect(answer.body).not.toContain('5550134');
    expect(answer.json()).toEqual({
      items: [
        {
          ...{ id: lead.id, sourceId: lead.source_id, name: 'Ada Example', company: 'Acme', attempts: 2 },
          ...{ phoneMasked: '+1••••••0134', status: 'retry', statusReason: null, lastOutcome: 'busy' },
          ...{ dueAt: new Date(NOON).toISOString(), callbackAt: null, state: 'NY', country: 'US' },
          ...{ lastCallAt: hoursAfterNoon(-1).toISOString(), timezone: 'America/New_York' },
        },
      ],
      next: null,
    });
  });

  it('names no time for a lead that is never dialed, and no number where there is none', async () => {
    await storeLead(bench.database, { status: 'invalid', status_reason: 'Unreadable', phone: null });
    expect((await list()).items).toMatchObject([
      { dueAt: null, phoneMasked: null, status: 'invalid', statusReason: 'Unreadable' },
    ]);
  });

  it('leads through all of them page by page, of one status if asked, of this campaign alone', async () => {
    await addCampaign(bench.database, 'another');
    await storeLead(bench.database, { campaign: 'another' });
    const stored: Lead[] = [];
    for (const status of ['new', 'called', 'new', 'new'] as const)
      stored.push(await storeLead(bench.database, { status }));
    const first = await list('?limit=2&status=new');
    const second = await list(`?limit=2&status=new&cursor=${first.next}`);
    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(seen).toEqual([0, 2, 3].map((index) => stored[index]?.id));
    expect(second.next).toBeNull();
    expect((await list()).items.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
  });

  it('finds them by the beginnings of words, whatever their case', async () => {
    await storeLead(bench.database, {
      name: 'Ada Byron',
      company: 'Analytical Engines',
      email: 'ada@lovelace.example',
    });
    await storeLead(bench.database, { name: "Flann O'Brien", company: 'Myles & Sons', email: null });
    await storeLead(bench.database, { name: 'Ángela Ruiz', company: '3M' });
    expect(await found('byr')).toEqual(['Ada Byron']);
    expect(await found('ADA engine')).toEqual(['Ada Byron']);
    expect(await found('ada brien')).toEqual([]);
    for (const text of ['ada@lovelace.example', 'lovelace', 'ada@love'])
      expect(await found(text)).toEqual(['Ada Byron']);
    expect(await found("o'brien")).toEqual(["Flann O'Brien"]);
    expect(await found('ánge')).toEqual(['Ángela Ruiz']);
    expect(await found('3m')).toEqual(['Ángela Ruiz']);
    expect(await found('*&|!():')).toEqual([]);
    expect(await found('  ')).toHaveLength(3);
  });

  it.each([PHONE, '(212) 555-0134', '212.555.0134', '+1 212 555 0134'])(
    'finds them by the number %s',
    async (q) => {
      await storeLead(bench.database, { name: 'Right', phone: PHONE });
      await storeLead(bench.database, { name: 'Wrong' });
      expect(await found(q)).toEqual(['Right']);
    },
  );

  it.each([
    ['status=asleep', 'status'],
    ['limit=x', 'limit'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('["1"]').toString('base64url')}`, 'cursor'],
    ['q=%00', 'q'],
    ['colour=red', 'colour'],
  ])('names what is wrong with %s', async (query, field) => {
    const answer = await routes.get(`/api/leads?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe(field);
  });

  it('is for operators alone', async () => {
    for (const path of ['leads', 'leads.csv', 'leads/l1'])
      expect((await routes.get(`/api/${path}`, 'a-wrong-token-of-length')).statusCode).toBe(401);
  });
});

describe('GET /api/leads/:id', () => {
  it('tells all that is known of the lead, by either of its ids', async () => {
    const lead = await storeLead(bench.database, {
      ...{ phone: PHONE, email: 'ada@example.com', notes: 'Likes mornings', fields: { Roof: 'flat' } },
      ...{ consent_source: 'Web form', do_not_call: true },
    });
    for (const id of [lead.id, lead.source_id])
      expect((await routes.get(`/api/leads/${id}`)).json()).toMatchObject({
        ...{ id: lead.id, phone: PHONE, email: 'ada@example.com', notes: 'Likes mornings', doNotCall: true },
        consent: {
          level: 'express_written',
          at: '2026-01-15T12:00:00.000Z',
          source: 'Web form',
          evidence: null,
        },
        ...{ fields: { Roof: 'flat' }, zones: ['America/New_York'], timeline: [] },
      });
  });

  it('tells all that has happened to it, newest first', async () => {
    const lead = await storeLead(bench.database, { phone: PHONE });
    const at = (hours: number) => hoursAfterNoon(hours);
    const attempt = await storeAttempt(bench.database, lead, { state: 'ended', reserved_at: at(2) });
    await storeCall(bench.database, { id: 'c1', lead_id: lead.id, created_at: at(3), summary: 'Not now' });
    const finding = {
      rule: 'calling-window',
      verdict: 'refuse' as const,
      reason: 'Too early',
      citation: 'Law',
    };
    const refusal = aDecisionEntry({
      lead_id: lead.id,
      verdict: 'refuse',
      findings: [finding],
      decided_at: at(1),
    });
    await record(bench.database, [refusal]);
    await bench.run(async (transaction) => {
      const grant = {
        phone: PHONE,
        kind: 'grant',
        level: 'express',
        source: 'Letter',
        occurredAt: at(0),
      } as const;
      await bench.app
        .get(ConsentLedger, { strict: false })
        .record(transaction, [{ ...grant, origin: 'import', campaign: 'default' }]);
    });
    await bench.database
      .insertInto('suppressions')
      .values({ phone: PHONE, reason: 'Asked to', channel: 'call', call_id: 'c1', created_at: at(5) })
      .execute();
    const action = {
      id: '01a203e7-f1d8-76c9-a419-296000000001',
      at: at(4),
      campaign: 'default',
      who: 'Grace',
    };
    await bench.database
      .insertInto('operator_actions')
      .values({ ...action, command: 'mark', subject: lead.id, reason: 'By letter', detail: json({}) })
      .execute();
    const { timeline } = (await routes.get(`/api/leads/${lead.id}`)).json<LeadDetail>();
    expect(timeline.map(({ kind, title, detail, id }) => [kind, title, detail, id])).toEqual([
      ['suppression', 'Number suppressed (call)', 'Asked to', 'c1'],
      ['command', 'mark, by Grace', 'By letter', action.id],
      ['call', 'Call: completed', 'Not now', 'c1'],
      ['attempt', 'Attempt 1 is over', null, attempt],
      ['decision', expect.stringMatching(/^Refused/), 'Too early', refusal.id],
      ['consent', 'Consent given: express', 'Letter', expect.any(String)],
    ]);
    expect(timeline[0]?.at).toBe(at(5).toISOString());
  });

  it('tells of the last 200 things at most', async () => {
    const lead = await storeLead(bench.database);
    const call = {
      campaign: 'default',
      status: 'ended',
      opted_out: false,
      lead_id: lead.id,
      updated_at: new Date(NOON),
    };
    const calls = Array.from({ length: 250 }, (_, index) => ({
      ...call,
      id: `c${index}`,
      created_at: hoursAfterNoon(index),
    }));
    await bench.database.insertInto('calls').values(calls).execute();
    const { timeline } = (await routes.get(`/api/leads/${lead.id}`)).json<LeadDetail>();
    expect([timeline.length, timeline[0]?.id, timeline.at(-1)?.id]).toEqual([200, 'c249', 'c50']);
  });

  it('knows no lead of another campaign, and none that is not there', async () => {
    await addCampaign(bench.database, 'another');
    const foreign = await storeLead(bench.database, { campaign: 'another' });
    for (const id of [foreign.id, 'nobody', '%00'])
      expect((await routes.get(`/api/leads/${id}`)).statusCode).toBe(404);
  });
});

describe('GET /api/leads.csv', () => {
  it('has the columns of the leads table, and all leads that match', async () => {
    const lead = await storeLead(bench.database, {
      name: '=cmd()',
      phone: PHONE,
      attempts: 1,
      status: 'retry',
    });
    await storeLead(bench.database, { status: 'called' });
    const answer = await routes.get('/api/leads.csv?status=retry');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(LEAD_CSV_COLUMNS).toEqual(LEAD_COLUMNS.map(({ name }) => name));
    expect(answer.body.split('\r\n', 1)[0]).toBe(LEAD_CSV_COLUMNS.join(','));
    const rows = parse(answer.body, { columns: true }) as Record<string, string>[];
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ Name: "'=cmd()", Phone: `'${PHONE}`, Status: 'retry', Attempts: '1', 'Do Not Call': 'false' },
        ...{
          'Next Attempt At': lead.due_at.toISOString(),
          'Consent At': '2026-01-15T12:00:00.000Z',
          Notes: '',
        },
      }),
    ]);
  });
});
