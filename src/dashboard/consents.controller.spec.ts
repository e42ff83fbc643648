import { aPhone, storeLead } from '../../test/support/a-lead';
import { Bench } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { ComplianceGate } from '../compliance/compliance-gate';
import { callSubject } from '../leads/call-subject';
import { ConsentsController } from './consents.controller';

let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([ConsentsController]);
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

const GRANT = { kind: 'grant', level: 'express_written', at: '2026-02-01T12:00:00Z', source: 'Web form' };
const post = (payload: object, token?: null) => routes.post('/api/consents', payload, token);

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
    const answer = await routes.get(`/api/consents/${encodeURIComponent(phone)}`);
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
    expect((await post(GRANT, null)).statusCode).toBe(401);
  });
});
