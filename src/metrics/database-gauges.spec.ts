import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
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

function aReader(database: Database): GaugeReader {
  return new GaugeReader(database, new CampaignSettings(readEnvironment({ CAMPAIGN_NAME: 'spring' })));
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
    await sql`truncate attempts, leads, outbox cascade`.execute(database);
    await sql`update campaigns set paused_at = null`.execute(database);
  });

  afterAll(async () => await database.destroy());

  it('are zero for a campaign in which nothing has happened', async () => {
    const values = await read(aReader(database));
    const leads = LEAD_STATUSES.map((status) => `laura_leads ${status}`);
    const outbox = ['depth', 'oldest_seconds'].flatMap((what) => [
      `laura_outbox_${what} lead`,
      `laura_outbox_${what} call`,
    ]);
    const names = ['laura_active_calls', 'laura_calls_in_doubt', 'laura_paused', ...leads, ...outbox];
    expect(values.get('laura_line_limit')).toBe(10);
    const others = [...values].filter(([name]) => name !== 'laura_line_limit');
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
    expect((await read(aReader(unreachable))).size).toBe(0);
    await unreachable.destroy();
  });
});
