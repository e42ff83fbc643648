import { storeCall } from '../../test/support/a-call';
import { addCampaign, Bench, NOON } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { CampaignHoursController } from './campaign-hours.controller';
import { CampaignHourList } from './campaign-hours';

let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([CampaignHoursController]);
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

const get = (query = '', token?: string) => routes.get(`/api/campaign/hours${query}`, token);

const hoursAfterNoon = (hours: number) => new Date(Date.parse(NOON) + hours * 3_600_000);

describe('GET /api/campaign/hours', () => {
  it('tells the last day by the hour: calls, answers, outcomes, empty hours too', async () => {
    bench.clock.set(hoursAfterNoon(0.5).toISOString());
    const call = (hours: number, disposition: string | null, campaign = 'default') =>
      storeCall(bench.database, { created_at: hoursAfterNoon(hours), disposition, campaign });
    await call(0, 'completed');
    await call(0.4, 'opted-out');
    await call(0.4, 'callback-requested');
    await call(0.4, 'no-answer');
    await call(0.4, null);
    await call(-0.1, 'busy');
    await call(-23.9, 'failed');
    await call(-24.1, 'failed');
    await addCampaign(bench.database, 'another');
    await call(0, 'completed', 'another');
    const { hours } = (await get()).json<CampaignHourList>();
    expect(hours).toHaveLength(25);
    expect(hours.map(({ at }) => at)).toEqual(
      hours.map((_, index) => hoursAfterNoon(index - 24).toISOString()),
    );
    expect(hours.at(-1)).toMatchObject({
      ...{ calls: 5, answered: 3 },
      outcomes: { completed: 1, 'opted-out': 1, 'callback-requested': 1, 'no-answer': 1, 'in hand': 1 },
    });
    expect(hours.at(-2)).toMatchObject({ calls: 1, answered: 0, outcomes: { busy: 1 } });
    expect(hours[0]).toMatchObject({ calls: 1, outcomes: { failed: 1 } });
    expect(hours[1]).toMatchObject({ calls: 0, answered: 0, outcomes: {} });
  });

  it('tells any range, whose end is left out', async () => {
    await storeCall(bench.database, { created_at: new Date('2026-06-01T00:00:00Z') });
    await storeCall(bench.database, { created_at: new Date('2026-06-02T00:00:00Z') });
    const { hours } = (await get('?from=2026-06-01&to=2026-06-02')).json<CampaignHourList>();
    expect([hours.length, hours[0]?.calls, hours[23]?.calls]).toEqual([24, 1, 0]);
  });

  it.each([
    'from=2026-06-02&to=2026-06-02',
    'from=2026-06-02&to=2026-06-01',
    'from=2026-01-01&to=2026-03-01',
    'to=soon',
  ])('refuses %s', async (query) => {
    expect((await get(`?${query}`)).statusCode).toBe(400);
  });

  it('tells operators only', async () => {
    expect((await get('', 'another-token-of-that-length')).statusCode).toBe(401);
  });
});
