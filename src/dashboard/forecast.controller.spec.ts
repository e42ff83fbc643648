import { Bench, NOON } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { Forecast } from '../simulation/forecast';
import { ForecastRows } from '../simulation/forecast-rows';
import { ForecastController } from './forecast.controller';

let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([ForecastController]);
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

const get = (token?: string) => routes.get('/api/forecast', token);

const FORECAST: Forecast = {
  generatedAt: NOON,
  finishAt: { p50: NOON, p90: null, bounds: [NOON, null] },
  costUsd: { p50: 12.5, p90: 14 },
  callsByDay: [{ day: '2026-06-10', calls: 31 }],
  neverReachable: [{ rule: 'consent-level', leads: 4, what: 'None is on record', toDo: 'Ask them' }],
  ...{ lines: 10, outcomes: 'a test', sampled: false },
};

describe('GET /api/forecast', () => {
  it('tells the newest forecast', async () => {
    const rows = bench.app.get(ForecastRows, { strict: false });
    await rows.keep('018f0000-0000-7000-8000-000000000001', FORECAST, new Date(NOON), 5);
    const answer = await get();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ ...FORECAST, comparison: null });
  });

  it('says so while there is none', async () => {
    expect((await get()).statusCode).toBe(404);
  });

  it('tells operators only', async () => {
    expect((await get('another-token-of-that-length')).statusCode).toBe(401);
  });
});
