import { LoggerService } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, addCampaign, Bench, eventually, NOON } from '../../test/support/database';
import { Metrics } from '../common/metrics';
import { AccessSettings, ServerSettings, TelephonySettings } from '../config/settings';
import { APP_OPTIONS, configureApp, newAdapter } from '../configure-app';
import { PredialGate } from './vapi-predial';
import { VapiPredialController } from './vapi-predial.controller';
import { WebhooksModule } from './webhooks.module';

const WEBHOOK_SECRET = 'webhook-secret-of-the-tests';
const CAMPAIGN_ID = '0b1f6b0e-3f51-4a4c-9d8e-0d6f3f0c1a2b';
/** Only `setTimeout` stands still in the test of the deadline. */
const REAL = ['Date', 'performance', 'nextTick', 'setImmediate', 'queueMicrotask', 'setInterval'] as const;
const headers = { 'x-webhook-token': WEBHOOK_SECRET };

/** Keeps every line whole, fields and all. */
class WholeLog implements LoggerService {
  readonly lines: string[] = [];
  log(...said: unknown[]): void {
    this.lines.push(JSON.stringify(said));
  }
  warn(...said: unknown[]): void {
    this.lines.push(JSON.stringify(said));
  }
  error(...said: unknown[]): void {
    this.lines.push(JSON.stringify(said));
  }
}

const log = new WholeLog();
let bench: Bench;
let app: NestFastifyApplication;

async function served(bench: Bench): Promise<NestFastifyApplication> {
  const tokens = [PredialGate, Metrics, AccessSettings, ServerSettings, TelephonySettings];
  const module = await Test.createTestingModule({
    controllers: [VapiPredialController],
    providers: tokens.map((token) => ({
      provide: token,
      useValue: bench.app.get<object>(token, { strict: false }),
    })),
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(newAdapter(), {
    ...APP_OPTIONS,
    bufferLogs: false,
  });
  app.useLogger(log);
  return await configureApp(app).init();
}

beforeAll(async () => {
  bench = await aBench([WebhooksModule], { WEBHOOK_SECRET });
  app = await served(bench);
});

beforeEach(async () => {
  await bench.reset();
  log.lines.splice(0);
});

afterAll(async () => {
  await app.close();
  await bench.database.destroy();
});

function predial(contact: unknown) {
  return { message: { type: 'campaign.predial', campaignId: CAMPAIGN_ID, contact } };
}

async function eligible(payload: object, from = app): Promise<boolean> {
  const answer = await from.inject({ method: 'POST', url: '/vapi-predial', headers, payload });
  expect(answer.statusCode).toBe(200);
  expect(Object.keys(answer.json<object>())).toEqual(['eligible']);
  return answer.json<{ eligible: boolean }>().eligible;
}

describe('POST /vapi-predial', () => {
  it('lets a known lead be called that we would call now, and records nothing', async () => {
    const { phone } = await storeLead(bench.database);
    expect(await eligible(predial({ number: phone, name: 'Ada' }))).toBe(true);
    expect(await bench.database.selectFrom('decisions').selectAll().execute()).toEqual([]);
    expect(await bench.database.selectFrom('webhook_events').selectAll().execute()).toEqual([]);
  });

  it('answers only those who know the secret', async () => {
    const { phone } = await storeLead(bench.database);
    const answer = await app.inject({
      method: 'POST',
      url: '/vapi-predial',
      payload: predial({ number: phone }),
    });
    expect(answer.statusCode).toBe(401);
  });

  it('says no to a number that it does not know', async () => {
    await storeLead(bench.database);
    expect(await eligible(predial({ number: '+12122777001' }))).toBe(false);
    expect(log.lines.join()).toContain('unknown-lead');
  });

  it.each(['paused_at', 'suspended_at'] as const)(
    'says no while the campaign is stopped (%s)',
    async (column) => {
      const { phone } = await storeLead(bench.database);
      await bench.database
        .updateTable('campaigns')
        .set({ [column]: new Date(NOON) })
        .execute();
      expect(await eligible(predial({ number: phone }))).toBe(false);
      expect(log.lines.join()).toContain('campaign-paused');
      await bench.database
        .updateTable('campaigns')
        .set({ [column]: null })
        .execute();
      expect(await eligible(predial({ number: phone }))).toBe(true);
    },
  );

  it('says no when the law does, and yes again when it no longer does', async () => {
    const { phone } = await storeLead(bench.database);
    bench.clock.set('2026-06-11T03:00:00Z');
    expect(await eligible(predial({ number: phone }))).toBe(false);
    expect(log.lines.join()).toContain('calling-window');
    bench.clock.set(NOON);
    expect(await eligible(predial({ number: phone }))).toBe(true);
    await bench.database
      .insertInto('suppressions')
      .values({
        phone: phone ?? '',
        reason: 'Asked',
        channel: 'call',
        call_id: null,
        created_at: new Date(NOON),
      })
      .execute();
    expect(await eligible(predial({ number: phone }))).toBe(false);
  });

  it.each([{ consent: 'none' }, { do_not_call: true }, { consent_expires_at: new Date(NOON) }])(
    'says no for any one lead of the number that may not be called: %j',
    async (changes) => {
      await addCampaign(bench.database, 'another');
      const { phone } = await storeLead(bench.database);
      await storeLead(bench.database, { phone, campaign: 'another', ...changes });
      expect(await eligible(predial({ number: phone }))).toBe(false);
    },
  );

  it.each(['left alone', 'opted out', 'blocked', 'called', 'in progress'] as const)(
    'says no to a lead whose status is %s',
    async (status) => {
      const { phone } = await storeLead(bench.database, { status });
      expect(await eligible(predial({ number: phone }))).toBe(false);
    },
  );

  it('says no while an attempt of ours to the number is open', async () => {
    const lead = await storeLead(bench.database, { status: 'retry' });
    const id = await storeAttempt(bench.database, lead);
    expect(await eligible(predial({ number: lead.phone }))).toBe(false);
    await bench.database.updateTable('attempts').set({ state: 'released' }).where('id', '=', id).execute();
    expect(await eligible(predial({ number: lead.phone }))).toBe(true);
  });

  it.each([
    ['no body of any meaning', {}],
    ['a list', []],
    ['no contact', predial(undefined)],
    ['a contact that is a text', predial('+12122777002')],
    ['no number', predial({ name: 'Ada' })],
    ['a number without its country', predial({ number: '2122777002' })],
    ['a number in a sentence', predial({ number: 'call +12122777002 now' })],
    ['a number that is a number', predial({ number: 12122777002 })],
    ['a message of another type', { message: { type: 'hang', contact: { number: '+12122777002' } } }],
  ])('says no to %s', async (_case, payload) => {
    await storeLead(bench.database, { phone: '+12122777002' });
    expect(await eligible(payload)).toBe(false);
  });

  it('says no within a second while the database does not answer', async () => {
    const { phone } = await storeLead(bench.database);
    const hold = Promise.withResolvers<void>();
    const holds = Promise.withResolvers<void>();
    // The embedded database has one connection: this transaction keeps every other query waiting.
    const held = bench.run(async () => {
      holds.resolve();
      await hold.promise;
    });
    await holds.promise;
    try {
      jest.useFakeTimers({ doNotFake: [...REAL] });
      let said: boolean | undefined;
      const asked = eligible(predial({ number: phone })).then((answer) => (said = answer));
      await eventually('the question has come', () => jest.getTimerCount() > 0);
      await jest.advanceTimersByTimeAsync(899);
      expect(said).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      expect(await asked).toBe(false);
      expect(log.lines.join()).toContain('too-late');
    } finally {
      jest.useRealTimers();
      hold.resolve();
      await held;
    }
    expect(await eligible(predial({ number: phone }))).toBe(true);
  });

  it('says no when the database is gone', async () => {
    const broken = await aBench([WebhooksModule], { WEBHOOK_SECRET });
    const other = await served(broken);
    const { phone } = await storeLead(broken.database);
    expect(await eligible(predial({ number: phone }), other)).toBe(true);
    await broken.database.destroy();
    expect(await eligible(predial({ number: phone }), other)).toBe(false);
    expect(log.lines.join()).toContain('could not be judged');
    await other.close();
  });

  it('logs ids and the rule, and nothing that anybody sent besides', async () => {
    const lead = await storeLead(bench.database, { do_not_call: true });
    await eligible(predial({ number: lead.phone, name: 'Ada Secret', id: 'not an id 2122777003' }));
    await eligible({
      message: { ...predial({ number: '+12122777003' }).message, campaignId: 'c +12122777003' },
    });
    const [known = '', ...others] = log.lines.filter((line) => line.includes('VAPI campaign'));
    expect(known).toContain(lead.id);
    expect(known).toContain(CAMPAIGN_ID);
    expect(known).toContain('do-not-call');
    expect(others).toHaveLength(1);
    expect(log.lines.join()).not.toMatch(/2122777003|Secret/);
    expect(log.lines.join()).not.toContain(lead.phone?.slice(2));
  });
});
