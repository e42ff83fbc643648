import { parse } from 'csv-parse/sync';
import { storeCall, storeLine } from '../../../test/support/a-call';
import { storeAttempt, storeLead } from '../../../test/support/a-lead';
import { addCampaign, Bench, NOON } from '../../../test/support/database';
import { OperatorRoutes } from '../../../test/support/operator-routes';
import { CALL_COLUMNS } from '../../airtable/columns';
import { aDecisionEntry, record } from '../../compliance/ledger/decision-entry.factory';
import { CallsController } from './calls.controller';
import { CallDetail } from './call-detail';
import { CallPage } from './call-summary';
import { CALL_CSV_COLUMNS } from './call-table';

const PHONE = '+12125550134';
let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([CallsController]);
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

async function list(query = ''): Promise<CallPage> {
  return (await routes.get(`/api/calls${query}`)).json<CallPage>();
}

async function ids(query: string): Promise<string[]> {
  return (await list(query)).items.map(({ id }) => id);
}

const minutesAfterNoon = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000);

describe('GET /api/calls', () => {
  it('shows what is known of a call, with its number masked', async () => {
    const lead = await storeLead(bench.database, { timezone: 'America/Denver' });
    const attempt = await storeAttempt(bench.database, lead, { state: 'ended' });
    const started_at = minutesAfterNoon(1);
    const told = { summary: 'Nice talk', automation_summary: 'Wants an offer', next_action: 'Send it' };
    const times = { started_at, ended_at: new Date(started_at.getTime() + 84_400) };
    const links = { attempt_id: attempt, lead_id: lead.id, phone: PHONE };
    await storeCall(bench.database, {
      ...{ ...links, ...told, ...times, id: 'c1', ended_reason: 'hangup', cost_usd: 0.25 },
      transcript: 'AI: Hello',
    });
    const answer = await routes.get('/api/calls');
    expect(answer.body).not.toContain('5550134');
    expect(answer.json()).toEqual({
      items: [
        {
          ...{ id: 'c1', status: 'ended', disposition: 'completed', phoneMasked: '+1••••••0134' },
          ...{ leadId: lead.id, leadName: 'Ada Example', timezone: 'America/Denver', attempt: 1 },
          ...{ startedAt: times.started_at.toISOString(), endedAt: times.ended_at.toISOString() },
          ...{ createdAt: new Date(NOON).toISOString(), durationSeconds: 84, costUsd: 0.25 },
          ...{ summary: 'Wants an offer', nextAction: 'Send it', optedOut: false, endedReason: 'hangup' },
          ...{ hasRecording: false, hasTranscript: true },
        },
      ],
      next: null,
    });
  });

  it('shows a call of which next to nothing is known', async () => {
    await storeCall(bench.database, { id: 'c1', status: 'queued', disposition: null, phone: null });
    expect((await list()).items).toMatchObject([
      { phoneMasked: null, leadName: null, attempt: null, durationSeconds: null, hasTranscript: false },
    ]);
  });

  it('leads through all calls page by page, newest first, none twice, though new ones come', async () => {
    for (const [index, minutes] of [1, 2, 2, 2, 3].entries())
      await storeCall(bench.database, { id: `c${index}`, created_at: minutesAfterNoon(minutes) });
    const first = await list('?limit=2');
    await storeCall(bench.database, { id: 'new', created_at: minutesAfterNoon(9) });
    const second = await list(`?limit=2&cursor=${first.next}`);
    const third = await list(`?limit=2&cursor=${second.next}`);
    const seen = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(seen).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
    expect(third.next).toBeNull();
  });

  it('narrows them', async () => {
    const lead = await storeLead(bench.database);
    await storeCall(bench.database, { id: 'up', status: 'ringing', disposition: null });
    await storeCall(bench.database, { id: 'busy', disposition: 'busy', phone: PHONE });
    await storeCall(bench.database, { id: 'late', created_at: minutesAfterNoon(60), lead_id: lead.id });
    await addCampaign(bench.database, 'another');
    await storeCall(bench.database, { id: 'foreign', campaign: 'another', status: 'ringing', phone: PHONE });
    expect(await ids('?status=active')).toEqual(['up']);
    expect(await ids('?status=ringing')).toEqual(['up']);
    expect(await ids('?status=ended')).toEqual(['late', 'busy']);
    expect(await ids('?disposition=busy')).toEqual(['busy']);
    for (const phone of [PHONE, '%2B12125550134', '(212)%20555-0134'])
      expect(await ids(`?phone=${phone}`)).toEqual(['busy']);
    expect(await ids('?from=2026-06-10T17:00:00Z')).toEqual(['late']);
    expect((await ids('?from=2026-06-10&to=2026-06-10T17:00:00Z')).toSorted()).toEqual(['busy', 'up']);
    for (const id of [lead.id, lead.source_id]) expect(await ids(`?lead=${id}`)).toEqual(['late']);
    expect(await ids('?lead=nobody')).toEqual([]);
  });

  it.each([
    ['status=asleep', 'status'],
    ['disposition=great', 'disposition'],
    ['phone=nobody', 'phone'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
    ['limit=201', 'limit'],
    ['limit=0', 'limit'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('["x","y"]').toString('base64url')}`, 'cursor'],
    ['colour=red', 'colour'],
  ])('names what is wrong with %s', async (query, field) => {
    const answer = await routes.get(`/api/calls?${query}`);
    expect([answer.statusCode, answer.json<{ errors: object[] }>().errors]).toMatchObject([400, [{ field }]]);
  });

  it('is for operators alone', async () => {
    for (const path of ['calls', 'calls.csv', 'calls/c1'])
      expect((await routes.get(`/api/${path}`, 'a-wrong-token-of-length')).statusCode).toBe(401);
  });
});

describe('GET /api/calls/:id', () => {
  it('tells all that is known of the call', async () => {
    const lead = await storeLead(bench.database);
    const decision = aDecisionEntry({ lead_id: lead.id });
    const made = { script_version: 'v1', caller_id: 'number-1' };
    const attempt = await storeAttempt(bench.database, lead, { state: 'placed', ...made });
    await record(bench.database, [decision]);
    await bench.database
      .insertInto('decision_attempts')
      .values({ decision_id: decision.id, attempt_id: attempt })
      .execute();
    const links = { attempt_id: attempt, lead_id: lead.id, phone: PHONE };
    const told = { recording_url: 'https://recordings.example/1', transcript: 'AI: Hello' };
    await storeCall(bench.database, { ...links, ...told, id: 'c1', analysis: { interest: 'high' } });
    await storeLine(bench.database, 'c1', 'user', 'Yes?', minutesAfterNoon(2));
    await storeLine(bench.database, 'c1', 'assistant', 'Hello, Ada.', minutesAfterNoon(1));
    await storeLine(bench.database, 'another', 'user', 'Who is it?');
    const call = (await routes.get('/api/calls/c1')).json<CallDetail>();
    expect(call).toMatchObject({
      ...{ id: 'c1', phone: PHONE, phoneMasked: '+1••••••0134', hasRecording: true, hasTranscript: true },
      ...{ recordingUrl: told.recording_url, transcript: 'AI: Hello', analysis: { interest: 'high' } },
      ...{ scriptVersion: 'v1', callerId: 'number-1' },
      liveLines: [
        { at: minutesAfterNoon(1).toISOString(), role: 'agent', text: 'Hello, Ada.' },
        { at: minutesAfterNoon(2).toISOString(), role: 'customer', text: 'Yes?' },
      ],
    });
    expect(call.decisions).toEqual([
      {
        id: decision.id,
        moment: decision.moment,
        verdict: decision.verdict,
        decidedAt: decision.decided_at.toISOString(),
      },
    ]);
  });

  it('tells of lines no more whose words were erased', async () => {
    await storeCall(bench.database, { id: 'c1' });
    await storeLine(bench.database, 'c1', 'user', 'Yes?');
    await bench.database.updateTable('webhook_events').set({ payload: '{}' }).execute();
    expect((await routes.get('/api/calls/c1')).json()).toMatchObject({
      liveLines: [],
      transcript: null,
      decisions: [],
    });
  });

  it('knows no call of another campaign, and none that is not there', async () => {
    await addCampaign(bench.database, 'another');
    await storeCall(bench.database, { id: 'foreign', campaign: 'another' });
    for (const id of ['foreign', 'nobody', '%00'])
      expect((await routes.get(`/api/calls/${id}`)).statusCode).toBe(404);
  });
});

describe('GET /api/calls.csv', () => {
  it('has the columns of the Calls table, and all calls that match, whole pages of them', async () => {
    const rows = Array.from({ length: 1_001 }, (_, index) => ({
      ...{
        id: `c${index}`,
        campaign: 'default',
        status: 'ended',
        disposition: 'busy',
        opted_out: index === 7,
      },
      ...{ created_at: minutesAfterNoon(index % 40), updated_at: new Date(NOON) },
    }));
    await bench.database.insertInto('calls').values(rows).execute();
    await storeCall(bench.database, { id: 'completed' });
    const answer = await routes.get('/api/calls.csv?disposition=busy');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="calls.csv"');
    const [head, ...cells] = parse(answer.body) as string[][];
    expect(head).toEqual([...CALL_CSV_COLUMNS]);
    expect(CALL_CSV_COLUMNS.toSorted()).toEqual(CALL_COLUMNS.map(({ name }) => name).toSorted());
    expect(new Set(cells.map(([id]) => id)).size).toBe(1_001);
    const optOut = head?.indexOf('OptOut') ?? -1;
    expect(cells.filter((row) => row[optOut] === 'true').map(([id]) => id)).toEqual(['c7']);
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1'])(
    'takes the harm out of %j',
    async (summary) => {
      await storeCall(bench.database, { summary, phone: PHONE, cost_usd: -0.5 });
      const [row] = parse((await routes.get('/api/calls.csv')).body, { columns: true }) as Record<
        string,
        string
      >[];
      expect(row).toMatchObject({
        ConversationSummary: `'${summary}`,
        CustomerNumber: `'${PHONE}`,
        CostUSD: '-0.5',
      });
    },
  );
});
