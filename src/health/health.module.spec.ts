import { Module } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql } from 'kysely';
import { CommonModule } from '../common/common.module';
import { ExternalApis } from '../common/external-apis';
import { FakeClock } from '../common/fake-clock';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { createApp } from '../configure-app';
import { Database } from '../persistence/database';
import { HealthModule } from './health.module';
import { IN_MEMORY } from '../../test/support/memory';

const NOON = '2026-11-24T17:00:00.000Z';

@Module({
  imports: [
    ConfigModule.for(readEnvironment({ DATA_DIR: IN_MEMORY })),
    CommonModule.with(new FakeClock(NOON)),
    HealthModule,
  ],
})
class ProbedModule {}

describe('the probes', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createApp(ProbedModule, false);
    await app.init();
  });

  afterAll(async () => await app.close());

  /** Answers are held for a moment: asks again until these pieces, and no others, are down; returns the answer. */
  async function readyBut(...down: string[]) {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const ready = await app.inject('/health/ready');
      const { error } = ready.json<{ error: object }>();
      const isSo = JSON.stringify(Object.keys(error).toSorted()) === JSON.stringify(down);
      if (!isSo && performance.now() < deadline) continue;
      expect(Object.keys(error).toSorted()).toEqual(down);
      expect(ready.statusCode).toBe(down.length === 0 ? 200 : 503);
      return ready;
    }
  }

  it('answers OK in plain text', async () => {
    const answer = await app.inject('/health');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.body).toBe('OK');
  });

  it('is live and ready when all is well', async () => {
    expect((await app.inject('/health/live')).json()).toMatchObject({ status: 'ok' });
    const ready = await readyBut();
    expect(ready.json()).toMatchObject({
      status: 'ok',
      details: {
        database: { status: 'up' },
        migrations: { status: 'up' },
        airtable: { status: 'up' },
        vapi: { status: 'up' },
      },
    });
  });

  it('shows an outage of another service as degraded, and stays ready', async () => {
    const since = new Date(NOON);
    app.get(ExternalApis).report('vapi', 'token', {
      message: 'VAPI refuses the token (asked for +14155550123)',
      since,
      needsOperator: true,
    });
    const ready = await readyBut();
    expect(ready.json()).toMatchObject({
      status: 'degraded',
      details: {
        airtable: { status: 'up' },
        vapi: {
          status: 'degraded',
          faults: [
            { message: 'VAPI refuses the token (asked for [number])', since: NOON, needsOperator: true },
          ],
        },
      },
    });
    app.get(ExternalApis).clear('vapi', 'token');
    expect((await app.inject('/health/ready')).json()).toMatchObject({ status: 'ok' });
  });

  it('gives up on a database that hangs within three seconds', async () => {
    const held = Promise.withResolvers<void>();
    const holding = app
      .get(Database)
      .transaction()
      .execute(async (transaction) => {
        await sql`select 1`.execute(transaction);
        await held.promise;
      });
    await readyBut('database', 'migrations');
    const begunAt = performance.now();
    await readyBut('database', 'migrations');
    expect(performance.now() - begunAt).toBeLessThan(3_000);
    held.resolve();
    await holding;
    await readyBut();
  });

  it('is not ready while a migration has not been run', async () => {
    await sql`delete from kysely_migration where name = '0001-foundation'`.execute(app.get(Database));
    const ready = await readyBut('migrations');
    expect(ready.json()).toMatchObject({
      error: {
        migrations: { status: 'down', message: expect.stringContaining('0001-foundation') as string },
      },
    });
    await sql`insert into kysely_migration values ('0001-foundation', '')`.execute(app.get(Database));
    await readyBut();
  });

  it('is not ready on a database without any migration', async () => {
    await sql`alter table kysely_migration rename to gone`.execute(app.get(Database));
    const ready = await readyBut('migrations');
    expect(ready.json()).toMatchObject({ error: { migrations: { status: 'down' } } });
    await sql`alter table gone rename to kysely_migration`.execute(app.get(Database));
    await readyBut();
  });

  it('is live but not ready without its database, and tells no inner detail', async () => {
    await app.get(Database).destroy();
    const ready = await readyBut('database', 'migrations');
    expect(ready.json()).toMatchObject({
      status: 'error',
      error: { database: { status: 'down', message: 'The database does not answer' } },
    });
    expect(ready.body).not.toMatch(/destroyed|driver/);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject('/health')).statusCode).toBe(200);
  });
});
