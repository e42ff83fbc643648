import { storeCall } from '../../test/support/a-call';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { PersistenceModule } from '../persistence/persistence.module';
import { Forecast } from './forecast';
import { ForecastInputs } from './forecast-input';
import { ForecastRows } from './forecast-rows';
import { Forecasts } from './forecasts.service';
import { InlineSimulationRunner, SimulationRunner } from './simulation-runner';

const DAY_MS = 86_400_000;
let bench: Bench;
let forecasts: Forecasts;
let rows: ForecastRows;

class ForecastBench {}

beforeAll(async () => {
  const providers = [
    ...[Forecasts, ForecastInputs, ForecastRows],
    { provide: SimulationRunner, useClass: InlineSimulationRunner },
  ];
  bench = await aBench([{ module: ForecastBench, imports: [PersistenceModule], providers }]);
  forecasts = bench.app.get(Forecasts, { strict: false });
  rows = bench.app.get(ForecastRows, { strict: false });
});

beforeEach(() => bench.reset());

afterAll(() => bench.app.close());

function aForecast(changes: Partial<Forecast> = {}): Forecast {
  return {
    generatedAt: NOON,
    finishAt: { p50: NOON, p90: NOON, bounds: [NOON, NOON] },
    costUsd: { p50: 1, p90: 2 },
    callsByDay: [],
    neverReachable: [],
    lines: 10,
    outcomes: 'a test',
    sampled: false,
    ...changes,
  };
}

const daysBefore = (days: number) => new Date(Date.parse(NOON) - days * DAY_MS);

describe('Forecasts', () => {
  it('foretells the campaign from where it stands', async () => {
    for (let nth = 0; nth < 20; nth += 1) await storeLead(bench.database);
    await storeLead(bench.database, { consent: 'none' });
    await storeLead(bench.database, { status: 'blocked', do_not_call: true });
    await storeLead(bench.database, { status: 'called', attempts: 1 });
    const suppressed = await storeLead(bench.database);
    await bench.database
      .insertInto('suppressions')
      .values({
        phone: suppressed.phone ?? '',
        reason: 'A test',
        channel: 'call',
        created_at: new Date(NOON),
      })
      .execute();
    await forecasts.refresh();
    const forecast = await forecasts.latest();
    expect(forecast).toMatchObject({
      generatedAt: new Date(NOON).toISOString(),
      lines: 10,
      sampled: false,
      comparison: null,
    });
    expect(new Set(forecast?.neverReachable.map(({ rule, leads }) => `${rule} ${leads}`))).toEqual(
      new Set(['consent-level 1', 'do-not-call 1', 'suppression 1']),
    );
    const calls = forecast?.callsByDay.reduce((sum, day) => sum + day.calls, 0) ?? 0;
    expect(calls).toBeGreaterThanOrEqual(20);
    expect(calls).toBeLessThanOrEqual(60);
    expect(Date.parse(forecast?.finishAt.p50 ?? '')).toBeGreaterThan(Date.parse(NOON));
    expect(forecast?.costUsd.p90).toBeGreaterThanOrEqual(forecast?.costUsd.p50 ?? Infinity);
  });

  it('goes by the limit that an operator has set', async () => {
    await bench.database.updateTable('campaigns').set({ lines_limit: 3 }).execute();
    await forecasts.refresh();
    expect(await forecasts.latest()).toMatchObject({ lines: 3 });
  });

  it('has none at first, and makes it when it is asked for one', async () => {
    expect(await forecasts.latest()).toBeUndefined();
    await forecasts.refresh();
    expect(await forecasts.latest()).toBeDefined();
  });

  it('makes a new one only after some minutes', async () => {
    await forecasts.refresh();
    bench.clock.advance(60_000);
    await forecasts.refresh();
    const count = async () => (await bench.database.selectFrom('forecasts').select('id').execute()).length;
    expect(await count()).toBe(1);
    await bench.database
      .updateTable('forecasts')
      .set({ recorded_at: new Date(0) })
      .execute();
    await forecasts.refresh();
    expect(await count()).toBe(2);
  });

  it('compares what was foretold a week ago with what has happened since', async () => {
    const madeAt = daysBefore(7.5);
    const callsByDay = ['2026-06-02', '2026-06-03', '2026-06-04', '2026-06-09', '2026-06-10'].map((day) => ({
      day,
      calls: 10,
    }));
    await rows.keep('018f0000-0000-7000-8000-000000000001', aForecast({ callsByDay }), madeAt, 1);
    await rows.keep('018f0000-0000-7000-8000-000000000002', aForecast(), daysBefore(0), 1);
    const lead = await storeLead(bench.database);
    for (const dialing_at of [daysBefore(6), daysBefore(1), daysBefore(0), daysBefore(8)])
      await storeAttempt(bench.database, lead, { state: 'ended', dialing_at });
    await storeAttempt(bench.database, lead, { state: 'not_placed', dialing_at: daysBefore(1) });
    const latest = await forecasts.latest();
    // From the first midnight after it to today's: the 4th to the 9th.
    expect(latest?.comparison).toEqual({
      madeAt: madeAt.toISOString(),
      predictedCalls: 20,
      actualCalls: 2,
      predictedFinishAt: NOON,
    });
  });

  it('keeps one forecast for each day gone by, and none for ever', async () => {
    const id = (nth: number) => `018f0000-0000-7000-8000-00000000000${nth}`;
    for (const [nth, days] of [100, 3.4, 3.2, 1.3, 0].entries())
      await rows.keep(id(nth), aForecast(), daysBefore(days), 1);
    const kept = await bench.database.selectFrom('forecasts').select('id').orderBy('made_at').execute();
    expect(kept.map((row) => row.id)).toEqual([id(2), id(3), id(4)]);
  });

  it("takes how people answer from the campaign's own calls, once there are enough", async () => {
    const lead = await storeLead(bench.database);
    for (let nth = 0; nth < 210; nth += 1) {
      const at = new Date(daysBefore(1).getTime() + nth * 1000);
      const attempt_id = await storeAttempt(bench.database, lead, {
        ...{ state: 'ended', disposition: 'completed', provider_fault: false, dialing_at: at },
        hung_up_at: new Date(at.getTime() + 40_000),
      });
      await storeCall(bench.database, {
        ...{
          attempt_id,
          lead_id: lead.id,
          started_at: at,
          ended_at: new Date(at.getTime() + 30_000),
          cost_usd: 0.1,
        },
        ...{ created_at: at, analysis: { outcome: 'interested' } },
      });
    }
    await storeLead(bench.database);
    await forecasts.refresh();
    expect((await forecasts.latest())?.outcomes).toBe("the campaign's own last 210 calls");
  });
});
