import { aPhone, storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, Bench, NOON } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { RULE_SET } from '../compliance/rule-set';
import { Campaign } from '../orchestration/campaign';
import { Eligibility } from './eligibility';
import { EligibilityController } from './eligibility.controller';

const CONSENT = { consent: 'express_written', consentAt: '2026-01-15T12:00:00Z' };
/** The same day in New York: after closing, and the next opening. */
const NIGHT = '2026-06-11T03:00:00Z';
const MORNING = '2026-06-11T12:00:00.000Z';
let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([EligibilityController], { MAX_ATTEMPTS: '3' });
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

const lookUp = (id: string, token?: null) => routes.get(`/api/leads/${id}/eligibility`, token);

const ask = (payload: object, token?: null, from = routes) => from.post('/api/eligibility', payload, token);

async function answerOn(id: string): Promise<Eligibility> {
  const answer = await lookUp(id);
  expect(answer.statusCode).toBe(200);
  return answer.json<Eligibility>();
}

async function answerTo(payload: object, from = routes): Promise<Eligibility> {
  const answer = await ask(payload, undefined, from);
  expect(answer.statusCode).toBe(200);
  return answer.json<Eligibility>();
}

function rulesOf({ reasons }: Eligibility): string[] {
  return reasons.map(({ rule }) => rule);
}

describe('GET /api/leads/:id/eligibility', () => {
  it('says yes to a lead that would be dialed now, by either id, and records nothing', async () => {
    const lead = await storeLead(bench.database);
    const yes = {
      ...{ leadId: lead.id, status: 'new', eligible: true, reasons: [], nextEligibleAt: null },
      ...{ decidedAt: new Date(NOON).toISOString(), ruleSet: RULE_SET },
    };
    expect(await answerOn(lead.id)).toEqual(yes);
    expect(await answerOn(lead.source_id)).toEqual(yes);
    expect(await bench.database.selectFrom('decisions').selectAll().execute()).toEqual([]);
  });

  it('knows neither the leads of another campaign nor what is no id', async () => {
    await addCampaign(bench.database, 'another');
    const foreign = await storeLead(bench.database, { campaign: 'another' });
    for (const id of [foreign.id, 'recNobody', '%00', '018f0000-0000-7000-8000-000000000001']) {
      const answer = await lookUp(id);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ status: 404, detail: 'There is no such lead' });
    }
  });

  it('lets operators in only', async () => {
    const lead = await storeLead(bench.database);
    expect((await lookUp(lead.id, null)).statusCode).toBe(401);
    expect((await ask({ phone: aPhone() }, null)).statusCode).toBe(401);
  });

  it('names the hours that block, with the citation and the next opening', async () => {
    bench.clock.set(NIGHT);
    const lead = await storeLead(bench.database);
    const answer = await answerOn(lead.id);
    expect(answer).toMatchObject({ eligible: false, nextEligibleAt: MORNING });
    expect(answer.reasons).toMatchObject([
      { rule: 'calling-window', citation: expect.stringContaining('64.1200') as string, retryAt: MORNING },
    ]);
  });

  it('names every reason, and no next instant when time alone does not heal them', async () => {
    bench.clock.set(NIGHT);
    const lead = await storeLead(bench.database, { consent: 'none', do_not_call: true, status: 'blocked' });
    const answer = await answerOn(lead.id);
    expect(rulesOf(answer)).toEqual(['lead-status', 'do-not-call', 'consent-level', 'calling-window']);
    expect(answer).toMatchObject({ eligible: false, nextEligibleAt: null, status: 'blocked' });
  });

  it.each(['called', 'in progress', 'left alone', 'opted out'] as const)(
    'says no to a lead whose status is %s',
    async (status) => {
      const lead = await storeLead(bench.database, { status, due_at: new Date(MORNING) });
      expect(rulesOf(await answerOn(lead.id))).toEqual(['lead-status']);
    },
  );

  it('says no to a lead whose attempts are used up, unless it asked to be called back', async () => {
    const lead = await storeLead(bench.database, { status: 'retry', attempts: 3 });
    expect(await answerOn(lead.id)).toMatchObject({ eligible: false, reasons: [{ rule: 'lead-status' }] });
    const callback = await storeLead(bench.database, { status: 'callback', attempts: 3 });
    expect(await answerOn(callback.id)).toMatchObject({ eligible: true });
  });

  it('moves the next instant of a lead that waits on to the window after its time', async () => {
    const waits = await storeLead(bench.database, { status: 'retry', due_at: new Date(NIGHT) });
    expect(await answerOn(waits.id)).toMatchObject({
      ...{ eligible: false, nextEligibleAt: MORNING },
      reasons: [{ rule: 'not-due', retryAt: new Date(NIGHT).toISOString() }],
    });
    const consent = { consent_expires_at: new Date('2026-06-11T11:59:59Z') };
    const runsOut = await storeLead(bench.database, { due_at: new Date(NIGHT), ...consent });
    expect(await answerOn(runsOut.id)).toMatchObject({ eligible: false, nextEligibleAt: null });
  });

  it('says no while a call to the number is open, even by another lead', async () => {
    const lead = await storeLead(bench.database);
    const other = await storeLead(bench.database, { phone: lead.phone, status: 'in progress' });
    const id = await storeAttempt(bench.database, other, { state: 'in_doubt', dialing_at: null });
    const answer = await answerOn(lead.id);
    expect(answer).toMatchObject({
      eligible: false,
      nextEligibleAt: null,
      reasons: [{ rule: 'call-in-hand' }],
    });
    await bench.database.updateTable('attempts').set({ state: 'released' }).where('id', '=', id).execute();
    expect(await answerOn(lead.id)).toMatchObject({ eligible: true });
  });

  it('says no while the campaign is paused', async () => {
    const lead = await storeLead(bench.database);
    await bench.app.get(Campaign, { strict: false }).pause('Too many complaints');
    expect(rulesOf(await answerOn(lead.id))).toEqual(['campaign-paused']);
    expect(rulesOf(await answerTo({ phone: aPhone(), ...CONSENT }))).toEqual(['campaign-paused']);
  });

  it('says no to a lead without a number', async () => {
    const lead = await storeLead(bench.database, { phone: null });
    expect(rulesOf(await answerOn(lead.id))).toEqual(['dialable-number']);
  });
});

describe('POST /api/eligibility', () => {
  it('refuses a number that is no lead for want of consent, and allows it with one', async () => {
    const phone = aPhone();
    const refused = await answerTo({ phone });
    expect(refused).toMatchObject({ leadId: null, status: null, eligible: false, nextEligibleAt: null });
    expect(rulesOf(refused)).toEqual(['consent-level', 'consent-period']);
    expect(await answerTo({ phone, ...CONSENT })).toMatchObject({ eligible: true, reasons: [] });
    const expired = { ...CONSENT, consentExpiresAt: '2026-06-01T00:00:00Z' };
    expect(rulesOf(await answerTo({ phone, ...expired }))).toEqual(['consent-period']);
  });

  it('uses what is known of the lead with that number, in whatever form it is asked', async () => {
    const lead = await storeLead(bench.database, { phone: '+12122999001' });
    for (const phone of ['(212) 299-9001', '+1 212-299-9001', '12122999001']) {
      expect(await answerTo({ phone })).toMatchObject({ leadId: lead.id, status: 'new', eligible: true });
    }
    await bench.database
      .insertInto('suppressions')
      .values({
        phone: '+12122999001',
        reason: 'Asked',
        channel: 'call',
        call_id: null,
        created_at: new Date(NOON),
      })
      .execute();
    expect(rulesOf(await answerTo({ phone: '2122999001' }))).toEqual(['suppression']);
  });

  it('gives the strictest answer of all leads with the number, of any campaign', async () => {
    await addCampaign(bench.database, 'another');
    const { phone } = await storeLead(bench.database);
    await storeLead(bench.database, { phone, campaign: 'another', do_not_call: true, attempts: 99 });
    const answer = await answerTo({ phone });
    expect(answer).toMatchObject({ leadId: null, status: null, eligible: false });
    expect(rulesOf(answer)).toEqual(['do-not-call']);
  });

  it('lets what is stated make the answer stricter, never milder', async () => {
    const agreed = await storeLead(bench.database);
    expect(rulesOf(await answerTo({ phone: agreed.phone, consent: 'none' }))).toEqual(['consent-level']);
    const farAway = await answerTo({ phone: agreed.phone, timezone: 'Asia/Tokyo' });
    expect(rulesOf(farAway)).toEqual(['calling-window']);
    // 21:00 in New York is too late and 08:00 in Tokyo early enough only between 19:00 and 21:00 in New York.
    expect(farAway.nextEligibleAt).toBe('2026-06-10T23:00:00.000Z');
    const never = await storeLead(bench.database, { consent: 'none' });
    expect(rulesOf(await answerTo({ phone: never.phone, ...CONSENT }))).toEqual(['consent-level']);
  });

  it.each([
    ['phone', { phone: 'call me on 212 299 9001' }],
    ['phone', { phone: '+1 999' }],
    ['phone', {}],
    ['phone', { phone: 12122999001 }],
    ['purpose', { phone: '+12122999001', purpose: 'political' }],
    ['consentAt', { phone: '+12122999001', consentAt: 'last week' }],
    ['consentExpiresAt', { phone: '+12122999001', consentExpiresAt: '2026-02-30T00:00:00Z' }],
    ['timezone', { phone: '+12122999001', timezone: 7 }],
    ['leadId', { phone: '+12122999001', leadId: 'x' }],
  ])(
    'answers a request with an unsound %s with 400 naming it, without the number',
    async (field, payload) => {
      const answer = await ask(payload);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const { errors } = answer.json<{ errors: { field: string }[] }>();
      expect(new Set(errors.map((error) => error.field))).toEqual(new Set([field]));
      expect(answer.body).not.toMatch(/2122999001|299 9001|\+1 999/);
    },
  );

  it('takes what is stated as null for not stated', async () => {
    const { phone } = await storeLead(bench.database);
    const nulls = { state: null, timezone: null, country: null, consent: null, consentAt: null };
    const stated = { ...nulls, consentExpiresAt: null, purpose: null };
    expect(await answerTo({ phone, ...stated })).toMatchObject({ eligible: true });
  });

  it('reads a number by the country that is stated', async () => {
    const lead = await storeLead(bench.database, { phone: '+442079460018', country: 'GB' });
    expect(await answerTo({ phone: '020 7946 0018', country: 'GB' })).toMatchObject({ leadId: lead.id });
  });
});

describe('a purpose that is not the campaign’s own', () => {
  const EXPRESS = { consent: 'express', consentAt: '2026-01-15T12:00:00Z' };

  it('is not milder than the campaign’s', async () => {
    const asked = { phone: aPhone(), ...EXPRESS, purpose: 'informational' };
    expect(rulesOf(await answerTo(asked))).toEqual(['consent-level']);
  });

  it('is judged as itself when it is the stricter', async () => {
    const other = await OperatorRoutes.serve([EligibilityController], { CALL_PURPOSE: 'informational' });
    try {
      const phone = aPhone();
      expect(await answerTo({ phone, ...EXPRESS }, other)).toMatchObject({ eligible: true });
      const sells = await answerTo({ phone, ...EXPRESS, purpose: 'marketing' }, other);
      expect(sells).toMatchObject({
        eligible: false,
        nextEligibleAt: null,
        reasons: [{ rule: 'consent-level' }],
      });
      const written = { phone, ...CONSENT, purpose: 'marketing' };
      expect(await answerTo(written, other)).toMatchObject({ eligible: true });
    } finally {
      await other.close();
    }
  });
});
