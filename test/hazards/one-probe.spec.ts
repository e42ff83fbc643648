import { OrchestrationModule } from '../../src/orchestration/orchestration.module';
import { Reservation, Reservations } from '../../src/orchestration/reservation';
import { databaseNowPlus } from '../../src/persistence/sql';
import { storeLead } from '../support/a-lead';
import { aBench, Bench, RealPostgres } from '../support/database';

const ROUNDS = 10;

describe('two replicas of a suspended campaign over one PostgreSQL server', () => {
  let server: RealPostgres;
  const replicas: Bench[] = [];

  beforeAll(async () => {
    server = await RealPostgres.start();
    const variables = { DATABASE_URL: await server.url(), CALLS_PER_SECOND: '100' };
    const first = await aBench([OrchestrationModule], variables);
    replicas.push(first, await aBench([OrchestrationModule], variables, first));
  });

  afterAll(async () => {
    for (const { database } of replicas) await database.destroy();
    await server.stop();
  });

  const reserve = (replica: Bench, circumstances: object) =>
    replica.app.get(Reservations).reserve(1_000, circumstances);
  const made = (results: readonly (readonly Reservation[] | string)[]) =>
    results.flatMap((result) => (typeof result === 'string' ? [] : result));

  it('begin the suspension once and let one call through, however often both ask at once', async () => {
    const [first] = replicas;
    if (!first) throw new Error('No replica');
    const { database } = first;
    for (let round = 0; round < ROUNDS; round++) {
      for (let index = 0; index < 4; index++) await storeLead(database);
      const outage = { outage: `Outage ${round}` };
      const begun = await Promise.all(replicas.map((replica) => reserve(replica, outage)));
      expect(begun).toEqual(['suspended', 'suspended']);
      await database
        .updateTable('campaigns')
        .set({ probe_at: databaseNowPlus(-1) })
        .execute();
      const both = [...replicas, ...replicas].map((replica) => reserve(replica, { mayProbe: true }));
      expect(made(await Promise.all(both))).toHaveLength(1);
      await first.reset();
    }
  });
});
