import { aLead, storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, anOpenDatabase, NOON, RealPostgres } from '../../test/support/database';
import { IdGenerator } from '../common/ids';
import { Lead } from '../leads/lead';
import { Database, Transaction } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { databaseNowPlus } from '../persistence/sql';
import { Attempt, Attempts, NewAttempt } from './attempts';

const attempts = new Attempts();
const ids = new IdGenerator();
const now = new Date(NOON);
let postgres: RealPostgres;
let database: Database;
/** The same database over another pool: another replica. */
let replica: Database;

beforeAll(async () => {
  postgres = await RealPostgres.start();
  const url = await postgres.url();
  database = (await anOpenDatabase(url)).database;
  replica = (await anOpenDatabase(url)).database;
  await migrate(database);
  await addCampaign(database);
  await addCampaign(database, 'another');
});

afterAll(async () => {
  await Promise.all([database.destroy(), replica.destroy()]);
  await postgres.stop();
});

function run<T>(work: (transaction: Transaction) => Promise<T>, on = database): Promise<T> {
  return on.transaction().execute(work);
}

function anAttempt(lead: Lead, holder = 'me'): NewAttempt {
  const { id: lead_id, campaign } = lead;
  const standing = { number: 1, reserved_at: now, lead_status_before: 'new' };
  return { id: ids.next(), campaign, lead_id, phone: lead.phone ?? '', holder, ...standing };
}

async function rowOf(id: string): Promise<Attempt> {
  const row = await database
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row as Attempt;
}

describe('reserving', () => {
  it('gives one of two replicas the number, over campaigns, and neither an error', async () => {
    const { phone } = aLead();
    const mine = anAttempt(await storeLead(database, { phone }));
    const theirs = anAttempt(await storeLead(database, { phone, campaign: 'another' }), 'them');
    const [one, other] = await Promise.all([
      run((transaction) => attempts.reserve(transaction, [mine])),
      run((transaction) => attempts.reserve(transaction, [theirs]), replica),
    ]);
    expect(one.length + other.length).toBe(1);
    const open = await database
      .selectFrom('attempts')
      .select('id')
      .where('phone', '=', phone ?? '')
      .execute();
    expect(open).toHaveLength(1);
  });

  it('bears two campaigns that reserve the same numbers in opposite order', async () => {
    const leads = [await storeLead(database), await storeLead(database), await storeLead(database)];
    const twins: Lead[] = [];
    for (const { phone } of leads) twins.push(await storeLead(database, { phone, campaign: 'another' }));
    const reserved = await Promise.all([
      run((transaction) =>
        attempts.reserve(
          transaction,
          leads.map((lead) => anAttempt(lead)),
        ),
      ),
      run(
        (transaction) =>
          attempts.reserve(
            transaction,
            twins.toReversed().map((lead) => anAttempt(lead)),
          ),
        replica,
      ),
    ]);
    expect(reserved.flat()).toHaveLength(3);
  });

  it('gives a number that stands twice in one batch to the first', async () => {
    const lead = await storeLead(database);
    const twin = await storeLead(database, { phone: lead.phone });
    const wanted = [anAttempt(lead), anAttempt(twin)];
    const reserved = await run((transaction) => attempts.reserve(transaction, wanted));
    expect(reserved.map(({ id }) => id)).toEqual([wanted[0]?.id]);
  });

  it.each([
    ['reserved', false],
    ['dialing', false],
    ['in_doubt', false],
    ['placed', false],
    ['released', true],
    ['rejected', true],
    ['not_placed', true],
    ['ended', true],
  ])('of a number with a %s attempt succeeds: %p', async (state, succeeds) => {
    const lead = await storeLead(database);
    await storeAttempt(database, lead, { state });
    const reserved = await run((transaction) => attempts.reserve(transaction, [anAttempt(lead)]));
    expect(reserved).toHaveLength(succeeds ? 1 : 0);
  });
});

describe('the last gate before the provider is asked', () => {
  async function reserve(): Promise<Attempt> {
    const lead = await storeLead(database);
    const [attempt] = await run((transaction) => attempts.reserve(transaction, [anAttempt(lead)]));
    if (!attempt) throw new Error('Not reserved');
    return attempt;
  }

  function start(id: string, holder = 'me'): Promise<boolean> {
    return run((transaction) => attempts.startDialing(transaction, id, holder, now));
  }

  it('opens once', async () => {
    const { id } = await reserve();
    expect([await start(id), await start(id)]).toEqual([true, false]);
    expect(await rowOf(id)).toMatchObject({ state: 'dialing', dialing_at: now });
  });

  it('opens for one of two that come at once', async () => {
    const { id } = await reserve();
    const both = await Promise.all([
      start(id),
      run((transaction) => attempts.startDialing(transaction, id, 'me', now), replica),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
  });

  it('is shut for another holder, and for a holder whose lease is over', async () => {
    const { id } = await reserve();
    expect(await start(id, 'somebody else')).toBe(false);
    await database
      .updateTable('attempts')
      .set({ lease_until: databaseNowPlus(-1) })
      .where('id', '=', id)
      .execute();
    expect(await start(id)).toBe(false);
    expect((await rowOf(id)).state).toBe('reserved');
  });

  it('is shut while the campaign is paused', async () => {
    const { id } = await reserve();
    await database.updateTable('campaigns').set({ paused_at: now }).where('name', '=', 'default').execute();
    expect(await start(id)).toBe(false);
    await database.updateTable('campaigns').set({ paused_at: null }).where('name', '=', 'default').execute();
    expect(await start(id)).toBe(true);
  });

  it('is shut for a number that was suppressed a moment ago', async () => {
    const { id, phone } = await reserve();
    const standing = { reason: 'Said stop', channel: 'call', created_at: now };
    await database
      .insertInto('suppressions')
      .values({ phone, ...standing })
      .execute();
    expect(await start(id)).toBe(false);
  });
});

describe('what waits for somebody', () => {
  it('gives each abandoned attempt, and each doubtful one, to one of two replicas', async () => {
    await database.updateTable('attempts').set({ state: 'ended' }).where('state', '<>', 'ended').execute();
    const gone = { lease_until: new Date('2020-01-01') };
    await storeAttempt(database, await storeLead(database), { ...gone, state: 'reserved' });
    await storeAttempt(database, await storeLead(database), { ...gone, state: 'dialing' });
    await storeAttempt(database, await storeLead(database), { ...gone, state: 'placed', next_look_at: now });
    await storeAttempt(database, await storeLead(database), { state: 'reserved' });
    const nextLook = new Date(now.getTime() + 30_000);
    const take = (on: Database) =>
      run(async (transaction) => {
        const abandoned = await attempts.lockAbandoned(transaction, 'default', 1);
        const doubtful = await attempts.takeDoubtful(transaction, 'default', now, nextLook, 20);
        for (const { id } of abandoned)
          await attempts.patch(transaction, id, { lease_until: new Date('2099-01-01T00:00:00Z') });
        return [...abandoned, ...doubtful].map(({ state }) => state);
      }, on);
    const taken = await Promise.all([take(database), take(replica)]);
    expect(taken.flat().toSorted()).toEqual(['dialing', 'placed', 'reserved']);
  });
});
