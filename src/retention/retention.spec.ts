import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { aBench, Bench, RealPostgres } from '../../test/support/database';
import { Database } from '../persistence/database';
import { json } from '../persistence/sql';
import { RetentionModule } from './retention.module';
import { Retention } from './retention.service';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const PAYLOAD = { message: { transcript: 'User: I live in Elm Street.' } };

let postgres: RealPostgres;

beforeAll(async () => {
  postgres = await RealPostgres.start();
});

afterAll(() => postgres.stop());

describe.each([
  ['PGlite', () => Promise.resolve({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await postgres.url() })],
])('Retention on %s', (_name, variablesOf) => {
  let bench: Bench;
  let database: Database;
  let retention: Retention;
  /** The database's clock, which the business clock agrees with unless a test says otherwise. */
  let now: Date;

  beforeAll(async () => {
    bench = await aBench([RetentionModule], await variablesOf());
    ({ database } = bench);
    retention = bench.app.get(Retention);
  });

  beforeEach(async () => {
    await bench.reset();
    const { rows } = await sql<{ now: Date }>`select now() as now`.execute(database);
    now = rows[0]?.now ?? new Date(NaN);
    bench.clock.set(now.toISOString());
  });

  afterAll(() => bench.app.close());

  const before = (ms: number) => new Date(now.getTime() - ms);

  async function storeCall(id: string, at: Date): Promise<void> {
    await database
      .insertInto('calls')
      .values({
        ...{ id, campaign: 'default', status: 'ended', disposition: 'completed', opted_out: false },
        ...{ transcript: 'User: Hello', recording_url: 'https://r.example/1', summary: 'Wants an offer' },
        ...{ cost_usd: 0.5, created_at: at, updated_at: at },
      })
      .execute();
  }

  async function storeWebhook(key: string, at: Date, processedAt: Date | null = at): Promise<void> {
    await sql`insert into webhook_events (id, provider, type, call_id, dedup_key, payload, received_at, processed_at)
      values (gen_random_uuid(), 'vapi', 'report', 'call', ${key}, ${json(PAYLOAD)}, ${at}, ${processedAt})`.execute(
      database,
    );
  }

  const calls = async () => await database.selectFrom('calls').selectAll().orderBy('id').execute();
  const webhooks = async () =>
    await database.selectFrom('webhook_events').selectAll().orderBy('dedup_key').execute();

  it('erases what is older than the days set, and nothing that is younger', async () => {
    await storeCall('old', before(90 * DAY_MS + MINUTE_MS));
    await storeCall('young', before(90 * DAY_MS - MINUTE_MS));
    await storeWebhook('old', before(90 * DAY_MS + MINUTE_MS));
    await storeWebhook('young', before(90 * DAY_MS - MINUTE_MS));
    expect(await retention.run()).toEqual({ calls: 1, webhooks: 1, deliveries: 0 });
    expect(await calls()).toMatchObject([
      { id: 'old', transcript: null, recording_url: null, summary: 'Wants an offer', cost_usd: 0.5 },
      { id: 'young', transcript: 'User: Hello', recording_url: 'https://r.example/1' },
    ]);
    expect(await webhooks()).toMatchObject([
      { dedup_key: 'old', payload: {} },
      { dedup_key: 'young', payload: PAYLOAD },
    ]);
    expect(await retention.run()).toEqual({ calls: 0, webhooks: 0, deliveries: 0 });
  });

  it('takes as many batches as there are', async () => {
    for (let call = 0; call < 1_001; call++) await storeCall(`call-${call}`, before(100 * DAY_MS));
    expect(await retention.run()).toMatchObject({ calls: 1_001 });
  }, 120_000);

  it('never loses an event that was not settled, however old', async () => {
    await storeWebhook('unsettled', before(1_000 * DAY_MS), null);
    expect(await retention.run()).toMatchObject({ webhooks: 0 });
    expect(await webhooks()).toMatchObject([{ payload: PAYLOAD, processed_at: null }]);
  });

  it.each([
    ['forward', 365],
    ['back', -365],
  ])('erases nothing early when the clock of the business is set %s', async (_direction, days) => {
    await storeCall('young', before(80 * DAY_MS));
    await storeWebhook('young', before(80 * DAY_MS));
    bench.clock.set(before(-days * DAY_MS).toISOString());
    expect(await retention.run()).toEqual({ calls: 0, webhooks: 0, deliveries: 0 });
  });

  it('erases nothing early when the clock of the database is set forward', async () => {
    bench.clock.set(before(365 * DAY_MS).toISOString());
    await storeCall('young', before(400 * DAY_MS));
    expect(await retention.run()).toEqual({ calls: 0, webhooks: 0, deliveries: 0 });
  });

  it('deletes what an automation took long ago, and keeps what it has not taken', async () => {
    await storeCall('young', now);
    const states = ['delivered', 'delivered', 'dead', 'pending'].entries();
    for (const [days, state] of states) {
      const delivered_at = state === 'delivered' ? before((90 + days) * DAY_MS - MINUTE_MS) : null;
      const kept = {
        campaign: 'default',
        call_id: 'young',
        kind: 'updated',
        occurred_at: before(365 * DAY_MS),
      };
      await database
        .insertInto('automation_deliveries')
        .values({ id: randomUUID(), ...kept, state, delivered_at })
        .execute();
    }
    expect(await retention.run()).toMatchObject({ deliveries: 1 });
    const left = await database.selectFrom('automation_deliveries').select('state').execute();
    expect(left.map(({ state }) => state).toSorted()).toEqual(['dead', 'delivered', 'pending']);
  });

  it('leaves the turn to the replica that has it', async () => {
    await storeCall('old', before(100 * DAY_MS));
    await database
      .insertInto('leases')
      .values({ name: 'retention', holder: 'another replica', expires_at: before(-MINUTE_MS) })
      .execute();
    expect(await retention.run()).toBeUndefined();
    expect(await calls()).toMatchObject([{ transcript: 'User: Hello' }]);
  });

  it('erases what came for an erased person afterwards', async () => {
    await storeCall('call', before(DAY_MS));
    await database
      .updateTable('calls')
      .set({ erased_at: before(MINUTE_MS), phone: '+12125550123' })
      .execute();
    await storeWebhook('late', now);
    await retention.run();
    expect(await calls()).toMatchObject([{ phone: null, transcript: null, summary: null, cost_usd: 0.5 }]);
    expect(await webhooks()).toMatchObject([{ dedup_key: 'late', payload: {} }]);
  });

  it('finds its rows by an index', async () => {
    const plans = [
      `select id from calls where (transcript is not null or recording_url is not null)
         and created_at < now() order by created_at limit 500`,
      `select id from webhook_events where payload <> '{}'::jsonb and processed_at is not null
         and received_at < now() order by received_at limit 500`,
    ].map(
      async (query) =>
        await bench.run(async (transaction) => {
          await sql`set local enable_seqscan = off`.execute(transaction);
          return JSON.stringify((await sql.raw(`explain ${query}`).execute(transaction)).rows);
        }),
    );
    const [ofCalls, ofWebhooks] = await Promise.all(plans);
    expect(ofCalls).toContain('calls_to_erase');
    expect(ofWebhooks).toContain('webhook_events_to_erase');
  });
});
