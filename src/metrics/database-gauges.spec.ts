import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { FakeClock } from '../common/fake-clock';
import { IdGenerator } from '../common/ids';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, DatabaseSettings } from '../config/settings';
import { LEAD_STATUSES } from '../leads/lead-status';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { databaseNowPlus, json } from '../persistence/sql';
import { GaugeReader } from './gauge-reader.service';
import { IN_MEMORY } from '../../test/support/memory';

const NOON = '2026-11-24T17:00:00.000Z';
const ids = new IdGenerator();
let phones = 0;

async function aLead(database: Database, campaign: string, status: string): Promise<string> {
  const id = ids.next();
  await database
    .insertInto('leads')
    .values({
      id,
      campaign,
      source_id: id,
      status,
      consent: 'none',
      do_not_call: false,
      fields: json({}) as never,
      attempts: 0,
      failures: 0,
      due_at: new Date(NOON),
      acknowledged: json({}) as never,
      synced_at: new Date(NOON),
    } as never)
    .execute();
  return id;
}

async function anAttempt(
  database: Database,
  campaign: string,
  state: string,
  hungUpAt: Date | null,
): Promise<void> {
  phones += 1;
  await database
    .insertInto('attempts')
    .values({
      id: ids.next(),
      campaign,
      lead_id: await aLead(database, campaign, 'in progress'),
      phone: `+1415555${String(phones).padStart(4, '0')}`,
      number: 1,
      state,
      holder: 'replica',
      lease_until: new Date(NOON),
      reserved_at: new Date(NOON),
      hung_up_at: hungUpAt,
      looks: 0,
      lead_status_before: 'new',
    } as never)
    .execute();
}

async function aChange(
  database: Database,
  campaign: string,
  target: string,
  secondsAgo: number,
): Promise<void> {
  await database
    .insertInto('outbox')
    .values({
      campaign,
      target,
      key: ids.next(),
      fields: json({}) as never,
      version: 1,
      tries: 0,
      created_at: databaseNowPlus(-secondsAgo * 1_000) as never,
    } as never)
    .execute();
}

function aReader(database: Database, variables: Readonly<Record<string, string>> = {}): GaugeReader {
  const campaign = new CampaignSettings(readEnvironment({ CAMPAIGN_NAME: 'spring', ...variables }));
  return new GaugeReader(database, campaign, new FakeClock(NOON));
}

/** What a reader gives, by the gauge's name and the label's value. */
async function read(reader: GaugeReader): Promise<ReadonlyMap<string, number>> {
  const readings = await reader.readings();
  return new Map(
    readings.flatMap(({ gauge, samples }) =>
      samples.map(
        ({ labels, value }) => [[gauge.name, ...Object.values(labels ?? {})].join(' '), value] as const,
      ),
    ),
  );
}

describe('the gauges of the database', () => {
  let database: Database;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: IN_MEMORY }));
    ({ database } = await openDatabase(settings, () => undefined));
    await migrate(database);
    const campaign = { paused_at: null, paused_reason: null, next_dial_at: null };
    await database
      .insertInto('campaigns')
      .values([
        { ...campaign, name: 'spring' },
        { ...campaign, name: 'other' },
      ])
      .execute();
  });

  beforeEach(async () => {
    await sql`truncate attempts, leads, outbox, calls, automation_deliveries cascade`.execute(database);
    await sql`update campaigns set paused_at = null`.execute(database);
  });

  afterAll(async () => await database.destroy());

  it('are zero for a campaign in which nothing has happened', async () => {
    const values = await read(aReader(database));
    const leads = LEAD_STATUSES.map((status) => `laura_leads ${status}`);
    const outbox = ['depth', 'oldest_seconds'].flatMap((what) => [
      `laura_outbox_${what} lead`,
      `laura_outbox_${what} new-lead`,
      `laura_outbox_${what} call`,
      `laura_outbox_${what} automation`,
    ]);
    const now = ['laura_active_calls', 'laura_calls_in_doubt', 'laura_paused', 'laura_leads_due'];
    const names = [...now, 'laura_spend_today_usd', ...leads, ...outbox];
    expect(values.get('laura_line_limit')).toBe(10);
    expect(values.get('laura_call_reserve_usd')).toBe(1);
    const configured = ['laura_line_limit', 'laura_call_reserve_usd'];
    const others = [...values].filter(([name]) => !configured.includes(name));
    expect(others.map(([name]) => name).toSorted()).toEqual(names.toSorted());
    expect(others.every(([, value]) => value === 0)).toBe(true);
  });

  it("count this campaign's leads, calls and changes, and no other's", async () => {
    for (const status of ['new', 'new', 'opted out']) await aLead(database, 'spring', status);
    await aLead(database, 'other', 'new');
    await anAttempt(database, 'spring', 'placed', null);
    await anAttempt(database, 'spring', 'placed', null);
    await anAttempt(database, 'spring', 'placed', new Date(NOON));
    await anAttempt(database, 'spring', 'ended', null);
    await anAttempt(database, 'spring', 'in_doubt', null);
    await anAttempt(database, 'other', 'placed', null);
    await anAttempt(database, 'other', 'in_doubt', null);
    await aChange(database, 'spring', 'lead', 100);
    await aChange(database, 'spring', 'lead', 20);
    await aChange(database, 'other', 'call', 500);
    await sql`update campaigns set paused_at = now() where name = 'spring'`.execute(database);
    const values = await read(aReader(database));
    expect(values.get('laura_leads new')).toBe(2);
    expect(values.get('laura_leads opted out')).toBe(1);
    expect(values.get('laura_leads in progress')).toBe(5);
    expect(values.get('laura_leads called')).toBe(0);
    expect(values.get('laura_active_calls')).toBe(2);
    expect(values.get('laura_calls_in_doubt')).toBe(1);
    expect(values.get('laura_outbox_depth lead')).toBe(2);
    expect(values.get('laura_outbox_depth call')).toBe(0);
    expect(values.get('laura_outbox_oldest_seconds lead')).toBeGreaterThanOrEqual(100);
    expect(values.get('laura_outbox_oldest_seconds lead')).toBeLessThan(160);
    expect(values.get('laura_outbox_oldest_seconds call')).toBe(0);
    expect(values.get('laura_paused')).toBe(1);
  });

  it('count leads that are due, and neither those that wait nor those that nobody may call', async () => {
    for (const status of ['new', 'retry', 'callback', 'called', 'blocked'])
      await aLead(database, 'spring', status);
    await aLead(database, 'other', 'new');
    const waiting = await aLead(database, 'spring', 'callback');
    await database
      .updateTable('leads')
      .set({ due_at: new Date('2026-11-24T17:00:01Z') })
      .where('id', '=', waiting)
      .execute();
    expect((await read(aReader(database))).get('laura_leads_due')).toBe(3);
  });

  it('stop counting due leads at a thousand, so that a scrape costs the same for any campaign', async () => {
    await sql`
      insert into leads (id, campaign, source_id, status, consent, do_not_call, fields, attempts, failures, due_at,
        acknowledged, synced_at)
      select gen_random_uuid(), 'spring', 'due-' || n, 'new', 'none', false, '{}', 0, 0, ${new Date(NOON)}, '{}', now()
      from generate_series(1, 1200) as n`.execute(database);
    expect((await read(aReader(database))).get('laura_leads_due')).toBe(1_000);
    const plan = await database.transaction().execute(async (transaction) => {
      await sql`set local enable_seqscan = off`.execute(transaction);
      await sql`set local enable_bitmapscan = off`.execute(transaction);
      return await sql`
        explain select 1 from leads where campaign = 'spring' and status in ('new', 'retry', 'callback')
          and (status = 'callback') = false and due_at <= now() limit 1000`.execute(transaction);
    });
    expect(JSON.stringify(plan.rows)).toMatch(/using leads_due .*Index Cond: [^"]*due_at/);
  });

  it("tell the day's money: what was spent, at worst where the cost is unknown, and the budget if there is one", async () => {
    const row = { campaign: 'spring', status: 'ended', opted_out: false, updated_at: new Date(NOON) };
    const today = new Date('2026-11-24T00:00:00Z');
    await database
      .insertInto('calls')
      .values([
        { ...row, id: 'a', created_at: today, cost_usd: 0.25 },
        { ...row, id: 'b', created_at: today, cost_usd: null },
        { ...row, id: 'c', created_at: today, cost_usd: 9, status: 'in-progress' },
        { ...row, id: 'd', created_at: new Date('2026-11-23T23:59:59Z'), cost_usd: 9 },
        { ...row, id: 'e', created_at: today, cost_usd: 9, campaign: 'other' },
      ])
      .execute();
    const variables = { DAILY_BUDGET_USD: '50', MAX_CALL_COST_USD: '2' };
    const values = await read(aReader(database, variables));
    expect(values.get('laura_spend_today_usd')).toBe(2.25);
    expect(values.get('laura_budget_usd')).toBe(50);
    expect(values.get('laura_call_reserve_usd')).toBe(2);
  });

  it('count posts that wait for the automation, and how long the oldest has', async () => {
    const call = { id: 'call-1', campaign: 'spring', status: 'ended', opted_out: false };
    const at = { created_at: new Date(NOON), updated_at: new Date(NOON) };
    await database
      .insertInto('calls')
      .values({ ...call, ...at })
      .execute();
    const post = { campaign: 'spring', call_id: 'call-1', kind: 'updated', occurred_at: new Date(NOON) };
    await database
      .insertInto('automation_deliveries')
      .values([
        { ...post, id: ids.next(), created_at: databaseNowPlus(-40_000) },
        { ...post, id: ids.next() },
        { ...post, id: ids.next(), state: 'delivered', created_at: databaseNowPlus(-900_000) },
      ])
      .execute();
    const values = await read(aReader(database));
    expect(values.get('laura_outbox_depth automation')).toBe(2);
    expect(values.get('laura_outbox_oldest_seconds automation')).toBeGreaterThanOrEqual(40);
    expect(values.get('laura_outbox_oldest_seconds automation')).toBeLessThan(100);
  });

  it('count a campaign that has suspended itself as paused', async () => {
    await sql`update campaigns set suspended_at = now() where name = 'spring'`.execute(database);
    expect((await read(aReader(database))).get('laura_paused')).toBe(1);
    await sql`update campaigns set suspended_at = null`.execute(database);
  });

  it("tell the operator's limit of lines, and never more than is configured", async () => {
    for (const [set, shown] of [
      [3, 3],
      [25, 10],
    ] as const) {
      await database
        .updateTable('campaigns')
        .set({ lines_limit: set })
        .where('name', '=', 'spring')
        .execute();
      expect((await read(aReader(database))).get('laura_line_limit')).toBe(shown);
    }
    await database.updateTable('campaigns').set({ lines_limit: null }).execute();
  });

  it('are not read again a moment later, however often they are asked for', async () => {
    const reader = aReader(database);
    expect((await read(reader)).get('laura_leads new')).toBe(0);
    await aLead(database, 'spring', 'new');
    expect((await read(reader)).get('laura_leads new')).toBe(0);
    expect((await read(aReader(database))).get('laura_leads new')).toBe(1);
  });

  it('are absent, and soon so, when the database hangs', async () => {
    const held = Promise.withResolvers<void>();
    const holding = database.transaction().execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      await held.promise;
    });
    const begunAt = performance.now();
    expect((await read(aReader(database))).size).toBe(0);
    expect(performance.now() - begunAt).toBeLessThan(3_000);
    held.resolve();
    await holding;
  });

  it('are absent when the database cannot be reached', async () => {
    const nowhere = new DatabaseSettings(
      readEnvironment({ DATABASE_URL: 'postgres://laura@127.0.0.1:1/laura' }),
    );
    const { database: unreachable } = await openDatabase(nowhere, () => undefined);
    // What is configured needs no database.
    expect([...(await read(aReader(unreachable))).keys()]).toEqual(['laura_call_reserve_usd']);
    await unreachable.destroy();
  });
});
