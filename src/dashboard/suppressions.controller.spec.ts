import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Logger } from 'nestjs-pino';
import { aPhone, aSourceLeadOf, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Attempts } from '../call-log/attempts';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { APP_OPTIONS, configureApp, newAdapter } from '../configure-app';
import { LoggingModule } from '../logging/logging.module';
import { AttemptOutcomes } from '../orchestration/attempt-outcomes';
import { Dialer } from '../orchestration/dialer.service';
import { Reservation, Reservations } from '../orchestration/reservation';
import { DashboardModule } from './dashboard.module';
import { SuppressionEntry, SuppressionPage, SuppressionRegister } from './suppressions';
import { SuppressionsController } from './suppressions.controller';

const ADMIN_TOKEN = 'an-operators-token-of-length';
const PHONE = '+12122888001';
const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
let bench: Bench;
const log: string[] = [];
let app: NestFastifyApplication;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { ADMIN_TOKEN, CALLS_PER_SECOND: '100' });
  // The module's own services over HTTP, without its schedules: nothing dials meanwhile.
  const environment = readEnvironment({ ADMIN_TOKEN, LOG_FORMAT: 'json' });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.for(environment), LoggingModule.to({ write: (line) => void log.push(line) })],
    controllers: [SuppressionsController],
    providers: [{ provide: SuppressionRegister, useValue: bench.app.get(SuppressionRegister) }],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(newAdapter(), APP_OPTIONS);
  app.useLogger(app.get(Logger));
  await configureApp(app).init();
});

beforeEach(() => bench.reset());

afterAll(async () => {
  await app.close();
  await bench.database.destroy();
});

function suppress(phone: string | null, reason = 'She wrote to us') {
  return app.inject({ method: 'POST', url: '/api/suppressions', headers, payload: { phone, reason } });
}

function read(path: string) {
  return app.inject({ url: `/api/suppressions${path}`, headers });
}

async function reserve(): Promise<readonly Reservation[]> {
  const reserved = await bench.app.get(Reservations, { strict: false }).reserve(1_000);
  if (typeof reserved === 'string') throw new Error(`Nothing was reserved: ${reserved}`);
  return reserved;
}

async function statusOf(id: string): Promise<string> {
  const row = bench.database.selectFrom('leads').select('status').where('id', '=', id);
  return (await row.executeTakeFirstOrThrow()).status;
}

describe('POST /api/suppressions', () => {
  it('stores a number of any form as E.164, and keeps the first entry when asked again', async () => {
    const first = await suppress('(212) 288-8001');
    expect(first.statusCode).toBe(201);
    const entry = {
      ...{ phone: PHONE, reason: 'She wrote to us', channel: 'operator', callId: null },
      createdAt: new Date(NOON).toISOString(),
    };
    expect(first.json()).toEqual(entry);
    bench.clock.advance(1_000);
    const again = await suppress('+1 212 288 8001', 'Another reason');
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual(entry);
    expect(await bench.database.selectFrom('suppressions').selectAll().execute()).toHaveLength(1);
  });

  it('records who asked for it, without the number', async () => {
    await app.inject({
      ...{ method: 'POST', url: '/api/suppressions', headers: { ...headers, 'x-operator': 'Ada' } },
      payload: { phone: PHONE, reason: `Wrote to us from ${PHONE}` },
    });
    const rows = await bench.database.selectFrom('operator_actions').selectAll().execute();
    expect(rows).toMatchObject([{ who: 'Ada', command: 'suppress', subject: '+1••••••8001' }]);
    expect(JSON.stringify(rows)).not.toContain('2122888001');
  });

  it('tells one of two that come at once that it is new', async () => {
    const answers = await Promise.all([suppress(PHONE), suppress(PHONE)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 201]);
  });

  it.each([
    ['phone', { phone: '+1 212 28', reason: 'x' }],
    ['phone', { reason: 'x' }],
    ['reason', { phone: PHONE }],
    ['reason', { phone: PHONE, reason: '' }],
    ['reason', { phone: PHONE, reason: 'a\0b' }],
    ['channel', { phone: PHONE, reason: 'x', channel: 'import' }],
  ])('answers one with an unsound %s with 400 naming it, and stores nothing', async (field, payload) => {
    const answer = await app.inject({ method: 'POST', url: '/api/suppressions', headers, payload });
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json<{ errors: { field: string }[] }>();
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set([field]));
    expect(answer.body).not.toMatch(/2122888001|212 28/);
    expect(await bench.database.selectFrom('suppressions').selectAll().execute()).toEqual([]);
  });

  it('keeps a lead that is already reserved from being dialed', async () => {
    const lead = await storeLead(bench.database);
    const [reservation] = await reserve();
    if (!reservation) throw new Error('The lead was not reserved');
    expect((await suppress(lead.phone)).statusCode).toBe(201);
    const { id, holder } = reservation.attempt;
    const begun = await bench.run((transaction) =>
      bench.app.get(Attempts, { strict: false }).startDialing(transaction, id, holder, bench.clock.now()),
    );
    expect(begun).toBe(false);
    await bench.app.get(AttemptOutcomes, { strict: false }).release(reservation.attempt, 'Not begun');
    expect(await statusOf(lead.id)).toBe('new');
    expect(await reserve()).toEqual([]);
    expect(await statusOf(lead.id)).toBe('opted out');
  });

  it('has the dialer give a reserved lead up as opted out, without asking the provider', async () => {
    const lead = await storeLead(bench.database);
    bench.source.put(aSourceLeadOf(lead));
    const reserved = await reserve();
    expect(reserved).toHaveLength(1);
    await suppress(lead.phone);
    await bench.app.get(Dialer, { strict: false }).dialAll(reserved, new AbortController().signal);
    expect(bench.telephony.orders).toEqual([]);
    expect(await statusOf(lead.id)).toBe('opted out');
  });
});

describe('GET /api/suppressions', () => {
  it('reads one number in any form', async () => {
    await suppress(PHONE);
    for (const path of ['/+12122888001', '/%2B12122888001', '/2122888001', '/(212)%20288-8001']) {
      const answer = await read(path);
      expect(answer.statusCode).toBe(200);
      expect(answer.json<SuppressionEntry>().phone).toBe(PHONE);
    }
  });

  it.each([
    [404, '/+12122888001'],
    [404, '/%2B12122888001'],
    [400, '/+12128'],
  ])('answers %d for one that is not there or no number, without repeating it', async (status, path) => {
    const answer = await read(path);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ status, instance: '/api/suppressions/:phone' });
    expect(answer.body).not.toMatch(/2122888001|12128"/);
  });

  it('names no number in the log, however it is encoded, and whoever asks', async () => {
    await suppress(PHONE);
    log.splice(0);
    const paths = ['/+12122888001', '/(212)%20288-8001', '/%2B1%20212%20288%208001', '/%32122888001'];
    for (const path of paths) {
      expect((await read(path)).statusCode).toBe(200);
      expect((await app.inject(`/api/suppressions${path}`)).statusCode).toBe(401);
    }
    expect(log).toHaveLength(8);
    for (const line of log) {
      expect(line).toContain('/api/suppressions/:phone');
      expect(line).not.toMatch(/2122888001|288-8001|%20288/);
    }
  });

  it('reads all of them page by page, each once', async () => {
    const phones = Array.from({ length: 5 }, aPhone);
    for (const phone of phones) await suppress(phone);
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const answer = await read(`?limit=2${cursor && `&cursor=${cursor}`}`);
      const page: SuppressionPage = answer.json();
      seen.push(...page.suppressions.map(({ phone }) => phone));
      pages += 1;
      cursor = pages < 9 ? page.nextCursor : null;
      if (cursor !== null) expect(cursor).not.toMatch(/\d{7}/);
    }
    expect(seen).toEqual(phones.toSorted());
    expect(pages).toBe(3);
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=501'],
    ['limit', 'limit=many'],
    ['cursor', 'cursor=nonsense'],
    ['order', 'order=asc'],
  ])('answers an unsound %s with 400 naming it', async (field, query) => {
    const answer = await read(`?${query}`);
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json<{ errors: { field: string }[] }>();
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set([field]));
  });

  it('lets operators in only, and takes nothing off', async () => {
    await suppress(PHONE);
    expect((await app.inject('/api/suppressions')).statusCode).toBe(401);
    const refused = await app.inject(`/api/suppressions/${PHONE}`);
    expect(refused.statusCode).toBe(401);
    expect(refused.body).not.toContain('2122888001');
    const payload = { phone: PHONE, reason: 'x' };
    expect((await app.inject({ method: 'POST', url: '/api/suppressions', payload })).statusCode).toBe(401);
    for (const url of ['/api/suppressions', `/api/suppressions/${PHONE}`]) {
      expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(404);
    }
    expect((await read(`/${PHONE}`)).statusCode).toBe(200);
  });
});
