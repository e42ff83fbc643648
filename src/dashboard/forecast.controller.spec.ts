import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aBench, Bench, NOON } from '../../test/support/database';
import { configureApp, newAdapter } from '../configure-app';
import { Forecast } from '../simulation/forecast';
import { ForecastRows } from '../simulation/forecast-rows';
import { DashboardModule } from './dashboard.module';

const TOKEN = 'an-operators-token-of-length';
let bench: Bench;
let app: NestFastifyApplication;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { ADMIN_TOKEN: TOKEN });
  app = configureApp(bench.app.createNestApplication<NestFastifyApplication>(newAdapter()));
  await app.init();
});

beforeEach(() => bench.reset());

afterAll(() => app.close());

async function get(token = TOKEN) {
  return await app.inject({
    method: 'GET',
    url: '/api/forecast',
    headers: { authorization: `Bearer ${token}` },
  });
}

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
