import { Module } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommonModule } from '../common/common.module';
import { FakeClock } from '../common/fake-clock';
import { Metrics } from '../common/metrics';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, DatabaseSettings } from '../config/settings';
import { createApp } from '../configure-app';
import { openDatabase } from '../persistence/database';
import { GaugeReader } from './gauge-reader.service';
import { MetricsReport } from './metrics-report.service';
import { MetricsModule } from './metrics.module';
import { IN_MEMORY } from '../../test/support/memory';

const environment = readEnvironment({ DATA_DIR: IN_MEMORY, MAX_CONCURRENT_CALLS: '7' });

@Module({
  imports: [
    ConfigModule.for(environment),
    CommonModule.with(new FakeClock('2026-11-24T17:00:00Z')),
    MetricsModule,
  ],
})
class ScrapedModule {}

describe('GET /metrics', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createApp(ScrapedModule, false);
    await app.init();
  });

  afterAll(async () => await app.close());

  it("serves Prometheus's text: what code has counted, what the database holds, and Node's own metrics", async () => {
    app.get(Metrics).callsPlaced.inc(3);
    const answer = await app.inject('/metrics');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.body).toContain('# TYPE laura_calls_placed_total counter\nlaura_calls_placed_total 3\n');
    expect(answer.body).toContain('\nlaura_line_limit 7\n');
    expect(answer.body).toContain('\nlaura_paused 0\n');
    expect(answer.body).not.toContain('laura_budget_usd');
    expect(answer.body).toContain('\nlaura_leads{status="opted out"} 0\n');
    expect(answer.body).toMatch(/^process_cpu_user_seconds_total \d/m);
    expect(answer.body).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
  });

  it('declares each metric once and ends its last line', async () => {
    const { body } = await app.inject('/metrics');
    const declared = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(declared).toHaveLength(new Set(declared).size);
    expect(body.endsWith('\n')).toBe(true);
  });

  it('can be scraped by two at once', async () => {
    const answers = await Promise.all([app.inject('/metrics'), app.inject('/metrics')]);
    for (const { body } of answers) expect(body).toContain('\nlaura_active_calls 0\n');
  });
});

describe('a report without its database', () => {
  it('still tells what the process knows', async () => {
    const nowhere = readEnvironment({ DATABASE_URL: 'postgres://laura@127.0.0.1:1/laura' });
    const { database } = await openDatabase(new DatabaseSettings(nowhere), () => undefined);
    const campaign = new CampaignSettings(environment);
    const clock = new FakeClock('2026-11-24T17:00:00Z');
    const text = await new MetricsReport(new Metrics(), new GaugeReader(database, campaign, clock)).text();
    expect(text).toContain('laura_calls_placed_total 0\n');
    expect(text).not.toMatch(/laura_(active_calls|line_limit|paused|leads|outbox)/);
    await database.destroy();
  });
});
