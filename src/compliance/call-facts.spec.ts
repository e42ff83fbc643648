import { IN_MEMORY } from '../../test/support/memory';
import { IdGenerator } from '../common/ids';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { migrate } from '../persistence/migrate';
import { findCallFacts } from './call-facts';
import { LONGEST_CAP_MS } from './jurisdictions';
import { CallFacts, NOTHING_ON_RECORD } from './rule-context';

const DAY_MS = 86_400_000;
const now = new Date('2026-06-10T16:00:00Z');
const ids = new IdGenerator();
let database: Database;

function daysAgo(days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

async function addCall(phone: string, dialingAt: Date, state = 'ended'): Promise<void> {
  const id = ids.next();
  const lead = {
    id,
    campaign: 'default',
    source_id: id,
    status: 'new',
    phone,
    consent: 'none',
    do_not_call: false,
    fields: '{}',
    attempts: 0,
    failures: 0,
    due_at: now,
    acknowledged: '{}',
    synced_at: now,
  };
  await database.insertInto('leads').values(lead).execute();
  const attempt = {
    id: ids.next(),
    campaign: 'default',
    lead_id: id,
    phone,
    number: 1,
    state,
    holder: 'a test',
    lease_until: now,
    reserved_at: now,
    dialing_at: dialingAt,
    looks: 0,
    lead_status_before: 'new',
  };
  await database.insertInto('attempts').values(attempt).execute();
}

async function factsOf(phone: string): Promise<CallFacts | undefined> {
  const facts = await database
    .transaction()
    .execute((transaction) => findCallFacts(transaction, [phone], now, LONGEST_CAP_MS));
  return facts.get(phone);
}

beforeAll(async () => {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: IN_MEMORY }));
  ({ database } = await openDatabase(settings, () => undefined));
  await migrate(database);
  await database.insertInto('campaigns').values({ name: 'default' }).execute();
});

afterAll(() => database.destroy());

describe('findCallFacts', () => {
  it('finds the calls that the longest cap counts, and none before', async () => {
    for (const days of [0.5, 29.9, 30.1]) await addCall('+33142685301', daysAgo(days));
    await addCall('+33142685301', daysAgo(3), 'not_placed');
    const facts = await factsOf('+33142685301');
    expect(facts?.recentDialsAt.map((at) => at.getTime()).toSorted()).toEqual([
      daysAgo(29.9).getTime(),
      daysAgo(0.5).getTime(),
    ]);
    expect(facts?.suppressed).toBe(false);
  });

  it('finds calls that others have placed and that were reported to us, once each', async () => {
    const phone = '+33142685304';
    await addCall(phone, daysAgo(2));
    const { id } = await database
      .selectFrom('attempts')
      .select('id')
      .where('phone', '=', phone)
      .executeTakeFirstOrThrow();
    const call = { campaign: 'default', phone, status: 'ended', opted_out: false, updated_at: now };
    await database
      .insertInto('calls')
      .values([
        { ...call, id: 'ours', attempt_id: id, created_at: daysAgo(2) },
        { ...call, id: 'flat', created_at: daysAgo(1), started_at: daysAgo(1.01) },
        { ...call, id: 'too old', created_at: daysAgo(31) },
      ])
      .execute();
    expect((await factsOf(phone))?.recentDialsAt).toEqual([daysAgo(2), daysAgo(1.01)]);
  });

  it("finds nothing of other numbers' calls, nor for a text that is no number", async () => {
    await addCall('+33142685302', daysAgo(1));
    expect((await factsOf('+33142685303'))?.recentDialsAt).toEqual([]);
    expect(await factsOf("'; \0")).toEqual(NOTHING_ON_RECORD);
  });
});
