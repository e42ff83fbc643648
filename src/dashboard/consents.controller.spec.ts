import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { aPhone, storeLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { APP_OPTIONS, configureApp, newAdapter } from '../configure-app';
import { ComplianceGate } from '../compliance/compliance-gate';
import { callSubject } from '../leads/call-subject';
import { ConsentsController } from './consents.controller';
import { DashboardModule } from './dashboard.module';

const ADMIN_TOKEN = 'an-operators-token-of-length';
const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
let bench: Bench;
let app: NestFastifyApplication;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { ADMIN_TOKEN });
  const module = await Test.createTestingModule({
    controllers: [ConsentsController],
  })
    .useMocker((token) => bench.app.get(token as never, { strict: false }))
    .compile();
  app = module.createNestApplication<NestFastifyApplication>(newAdapter(), APP_OPTIONS);
  await configureApp(app).init();
});

beforeEach(() => bench.reset());

afterAll(async () => {
  await app.close();
  await bench.database.destroy();
});

const GRANT = { kind: 'grant', level: 'express_written', at: '2026-02-01T12:00:00Z', source: 'Web form' };
const post = (payload: object) => app.inject({ method: 'POST', url: '/api/consents', headers, payload });

async function verdictOn(lead: Awaited<ReturnType<typeof storeLead>>): Promise<string> {
  const subject = callSubject(lead);
  if (!subject) throw new Error('No subject');
  const gate = bench.app.get(ComplianceGate, { strict: false });
  return (await bench.run((transaction) => gate.explain(transaction, subject))).verdict;
}

describe('POST /api/consents', () => {
  it('lets a lead that states nothing be called on a grant, and not after its withdrawal', async () => {
    const lead = await storeLead(bench.database, { consent: '', consent_at: null });
    expect(await verdictOn(lead)).toBe('refuse');
    expect((await post({ phone: lead.phone, ...GRANT })).statusCode).toBe(201);
    expect((await post({ phone: lead.phone, ...GRANT })).statusCode).toBe(200);
    expect(await verdictOn(lead)).toBe('allow');
    const withdrawal = { kind: 'revocation', at: '2026-03-01T12:00:00Z', source: 'Letter' };
    expect((await post({ phone: lead.phone, ...withdrawal })).statusCode).toBe(201);
    expect(await verdictOn(lead)).toBe('refuse');
  });

  it('shows what is on record for a number, and by whom', async () => {
    const phone = aPhone();
    await post({ phone, ...GRANT, evidence: 'form 7', channel: 'artificial_voice' });
    const answer = await app.inject({ url: `/api/consents/${encodeURIComponent(phone)}`, headers });
    expect(answer.json()).toMatchObject({
      consents: [{ kind: 'grant', level: 'express_written', evidence: 'form 7', origin: 'operator' }],
    });
    expect(answer.body).not.toContain(phone);
  });

  it.each([
    ['level', { level: undefined }],
    ['level', { kind: 'revocation' }],
    ['level', { level: 'none' }],
    ['kind', { kind: 'change' }],
    ['at', { at: '2027-02-01T12:00:00Z' }],
    ['at', { at: 'yesterday' }],
    ['source', { source: '' }],
    ['channel', { channel: 'fax' }],
    ['phone', { phone: '+1212' }],
    ['origin', { origin: 'call' }],
  ])('answers one with an unsound %s with 400 naming it, and stores nothing', async (field, changes) => {
    const answer = await post({ phone: aPhone(), ...GRANT, ...changes });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { field: string }[] }>().errors.map((error) => error.field)).toEqual([
      field,
    ]);
    expect(await bench.database.selectFrom('consents').select('id').execute()).toEqual([]);
  });

  it('answers nobody without the token', async () => {
    expect((await app.inject({ method: 'POST', url: '/api/consents', payload: GRANT })).statusCode).toBe(401);
  });
});
