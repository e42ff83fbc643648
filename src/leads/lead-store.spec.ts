import { storeLead } from '../../test/support/a-lead';
import {
  addCampaign,
  anOpenDatabase,
  aMemoryDatabase,
  NOON,
  RealPostgres,
} from '../../test/support/database';
import { Outbox } from '../airtable/outbox';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { LEAD_STATUSES, LeadStatus, mayBecome } from './lead-status';
import { LeadChange, LeadStore } from './lead-store';

const now = new Date(NOON);
const store = new LeadStore(new Outbox(new CampaignSettings(readEnvironment({}))));

function minutesAgo(minutes: number): Date {
  return new Date(now.getTime() - minutes * 60_000);
}

function outboxOf(database: Database, key: string) {
  return database.selectFrom('outbox').select('fields').where('key', '=', key).execute();
}

describe('LeadStore', () => {
  let database: Database;

  beforeAll(async () => {
    database = await aMemoryDatabase();
    await addCampaign(database);
    await addCampaign(database, 'another');
  });

  beforeEach(async () => {
    await database.deleteFrom('outbox').execute();
    await database.deleteFrom('leads').execute();
  });

  afterAll(() => database.destroy());

  function change(id: string, what: LeadChange) {
    return database.transaction().execute((transaction) => store.change(transaction, id, what));
  }

  function claim(limit: number) {
    return database
      .transaction()
      .execute((transaction) => store.claimDue(transaction, 'default', now, limit));
  }

  it('claims callbacks first, then whoever has waited longest, and nobody who is not due', async () => {
    const late = await storeLead(database, { status: 'new', due_at: minutesAgo(1) });
    const early = await storeLead(database, { status: 'retry', due_at: minutesAgo(90) });
    const promised = await storeLead(database, { status: 'callback', due_at: minutesAgo(0) });
    await storeLead(database, { due_at: minutesAgo(-1) });
    await storeLead(database, { campaign: 'another', due_at: minutesAgo(9) });
    for (const status of ['in progress', 'called', 'opted out', 'left alone', 'needs review'] as const) {
      await storeLead(database, { status, due_at: minutesAgo(9) });
    }
    expect((await claim(50)).map(({ id }) => id)).toEqual([promised.id, early.id, late.id]);
    expect((await claim(1)).map(({ id }) => id)).toEqual([promised.id]);
  });

  it('moves a lead as the transition table allows, and never otherwise', async () => {
    for (const from of LEAD_STATUSES) {
      for (const to of ['in progress', 'called', 'new', 'opted out'] satisfies LeadStatus[]) {
        const { id } = await storeLead(database, { status: from });
        const { status } = await change(id, { status: to });
        expect([from, to, status]).toEqual([from, to, mayBecome(from, to) ? to : from]);
      }
    }
  });

  it('makes the other changes even where the status stays', async () => {
    const { id } = await storeLead(database, { status: 'opted out' });
    const lead = await change(id, { status: 'retry', attempts: 2, last_outcome: 'busy' });
    expect(lead).toMatchObject({ status: 'opted out', attempts: 2, last_outcome: 'busy' });
  });

  it('tells the source of every change: all that we write there, in one entry', async () => {
    const { id, source_id } = await storeLead(database, { status: 'in progress' });
    const due_at = minutesAgo(-60);
    await change(id, { status: 'callback', attempts: 1, due_at, callback_at: due_at, last_call_at: now });
    await change(id, { last_outcome: 'callback-requested' });
    expect(await outboxOf(database, source_id)).toEqual([
      {
        fields: {
          Status: 'callback',
          Attempts: 1,
          'Next Attempt At': due_at.toISOString(),
          'Callback At': due_at.toISOString(),
          'Last Call At': now.toISOString(),
          'Last Outcome': 'callback-requested',
        },
      },
    ]);
  });

  it("never writes over a person's own word, nor promises a next attempt that will not be", async () => {
    const { id, source_id } = await storeLead(database, { status: 'left alone' });
    await change(id, { status: 'called', status_reason: 'Why', last_outcome: 'completed' });
    const [entry] = await outboxOf(database, source_id);
    expect(entry?.fields).toMatchObject({ 'Next Attempt At': null, 'Last Outcome': 'Why' });
    expect(entry?.fields).not.toHaveProperty('Status');
  });

  it('leaves alone the dialable leads that a full reading did not bring, and only those', async () => {
    const gone = await storeLead(database, { status: 'retry', synced_at: minutesAgo(1) });
    const called = await storeLead(database, { status: 'called', synced_at: minutesAgo(1) });
    const seen = await storeLead(database, { synced_at: now });
    const count = await database
      .transaction()
      .execute((transaction) => store.leaveUnseen(transaction, 'default', now));
    const rows = await database.selectFrom('leads').select(['id', 'status']).execute();
    expect(count).toBe(1);
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [gone.id, 'left alone'],
        [called.id, 'called'],
        [seen.id, 'new'],
      ]),
    );
  });

  it('adds what the source is known to hold to what was known before', async () => {
    const lead = await storeLead(database, { acknowledged: { Status: 'new', 'Callback At': 'x' } });
    await database
      .transaction()
      .execute((transaction) =>
        store.acknowledge(transaction, 'default', lead.source_id, { Status: 'retry' }),
      );
    const row = await database.selectFrom('leads').select('acknowledged').executeTakeFirstOrThrow();
    expect(row.acknowledged).toEqual({ Status: 'retry', 'Callback At': 'x' });
  });
});

describe('LeadStore on PostgreSQL', () => {
  it('gives replicas that claim at the same time different leads, without waiting', async () => {
    const postgres = await RealPostgres.start();
    const url = await postgres.url();
    const [one, other] = await Promise.all([anOpenDatabase(url), anOpenDatabase(url)]);
    try {
      await migrate(one.database);
      await addCampaign(one.database);
      for (let minutes = 1; minutes <= 6; minutes++)
        await storeLead(one.database, { due_at: minutesAgo(minutes) });
      const claimed = await one.database.transaction().execute(async (mine) => {
        const first = await store.claimDue(mine, 'default', now, 4);
        const second = await other.database
          .transaction()
          .execute((theirs) => store.claimDue(theirs, 'default', now, 4));
        return [first, second].map((leads) => leads.map(({ id }) => id));
      });
      expect(claimed.map((ids) => ids.length)).toEqual([4, 2]);
      expect(new Set(claimed.flat()).size).toBe(6);
    } finally {
      await Promise.all([one.database.destroy(), other.database.destroy()]);
      await postgres.stop();
    }
  });
});
