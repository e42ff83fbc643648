import { Test, TestingModule } from '@nestjs/testing';
import { FakeClock } from '../common/fake-clock';
import { CommonModule } from '../common/common.module';
import { IdGenerator } from '../common/ids';
import { Metrics } from '../common/metrics';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { Database } from '../persistence/database';
import { PersistenceModule } from '../persistence/persistence.module';
import { ComplianceGate } from './compliance-gate';
import { ComplianceModule } from './compliance.module';
import { CallSubject, Decision } from './decision';
import { aSubject, NOON_IN_NEW_YORK } from './rule-context.factory';
import { RULE_SET } from './rule-set';
import { Suppressions } from './suppressions';
import { IN_MEMORY } from '../../test/support/memory';

const HOUR_MS = 3_600_000;
const clock = new FakeClock(NOON_IN_NEW_YORK);
const ids = new IdGenerator();
let app: TestingModule;
let database: Database;
let gate: ComplianceGate;

function decide(...subjects: CallSubject[]): Promise<readonly Decision[]> {
  return database.transaction().execute((transaction) => gate.decide(transaction, subjects, 'reserve'));
}

async function decideOne(changes: Partial<CallSubject>): Promise<Decision> {
  const [decision] = await decide(aSubject({ leadId: ids.next(), ...changes }));
  if (!decision) throw new Error('No decision');
  return decision;
}

function storedRow(decision: Decision) {
  return database.selectFrom('decisions').selectAll().where('id', '=', decision.id).executeTakeFirstOrThrow();
}

async function addLead(phone: string): Promise<string> {
  const id = ids.next();
  await database
    .insertInto('leads')
    .values({
      id,
      campaign: 'default',
      source_id: id,
      status: 'new',
      phone,
      consent: 'none',
      do_not_call: false,
      fields: '{}',
      attempts: 0,
      failures: 0,
      due_at: clock.now(),
      acknowledged: '{}',
      synced_at: clock.now(),
    })
    .execute();
  return id;
}

/** @param campaign another deployment's campaign counts as well */
async function addAttempt(phone: string, hoursAgo: number | null, state: string, campaign = 'default') {
  const now = clock.now();
  const id = ids.next();
  await database
    .insertInto('attempts')
    .values({
      id,
      campaign,
      lead_id: await addLead(phone),
      phone,
      number: 1,
      state,
      holder: 'a test',
      lease_until: now,
      reserved_at: now,
      dialing_at: hoursAgo === null ? null : new Date(now.getTime() - hoursAgo * HOUR_MS),
      looks: 0,
      lead_status_before: 'new',
    })
    .execute();
  return id;
}

beforeAll(async () => {
  const environment = readEnvironment({ DATA_DIR: IN_MEMORY, MAX_ATTEMPTS_PER_DAY: '2' });
  app = await Test.createTestingModule({
    imports: [CommonModule.with(clock), ConfigModule.for(environment), PersistenceModule, ComplianceModule],
  }).compile();
  database = app.get(Database);
  gate = app.get(ComplianceGate);
  for (const name of ['default', 'another'])
    await database.insertInto('campaigns').values({ name }).execute();
});

beforeEach(() => clock.set(NOON_IN_NEW_YORK));

afterAll(() => database.destroy());

describe('DatabaseComplianceGate', () => {
  it('records each decision before it answers, in the order asked', async () => {
    const subjects = [
      aSubject({ leadId: ids.next(), phone: '+12125550101' }),
      aSubject({ leadId: ids.next(), phone: '+12125550102', doNotCall: true }),
      aSubject({ leadId: ids.next(), phone: '+12125550101', consent: 'none' }),
    ];
    const decisions = await decide(...subjects);
    expect(decisions.map(({ leadId, verdict }) => [leadId, verdict])).toEqual([
      [subjects[0]?.leadId, 'allow'],
      [subjects[1]?.leadId, 'refuse'],
      [subjects[2]?.leadId, 'refuse'],
    ]);
    for (const decision of decisions) {
      expect(await storedRow(decision)).toMatchObject({
        campaign: 'default',
        lead_id: decision.leadId,
        moment: 'reserve',
        verdict: decision.verdict,
        rule_set: RULE_SET,
        findings: JSON.parse(JSON.stringify(decision.findings)),
        decided_at: clock.now(),
      });
    }
  });

  it('keeps the facts that were judged, without the number and most of the postal code', async () => {
    const phone = '+18505550103';
    await addAttempt(phone, 2, 'ended');
    const row = await storedRow(
      await decideOne({ phone, timezone: 'America/Chicago', postalCode: '32404-1' }),
    );
    expect(row.inputs).toMatchObject({
      subject: { timezone: 'America/Chicago', consent: 'express_written', doNotCall: false },
      number: { country: 'US', type: 'FIXED_LINE_OR_MOBILE' },
      zones: [
        { zone: 'America/Chicago', sources: ['stated', 'area-code'] },
        { zone: 'America/New_York', sources: ['area-code'] },
      ],
      jurisdictions: expect.arrayContaining([expect.objectContaining({ code: 'US' })]),
      facts: { suppressed: false, recentDialsAt: ['2026-06-10T14:00:00.000Z'] },
      policy: { purpose: 'marketing', maxAttemptsPerDay: 2 },
    });
    expect(JSON.stringify(row)).not.toMatch(/8505550103|32404/);
  });

  it("keeps little of a person's own words, and no number in them", async () => {
    const state = `Ask +1 850 555 0199 ${'or my neighbour '.repeat(20)}`;
    const row = await storedRow(await decideOne({ phone: '+18505550103', state }));
    expect(row.inputs.subject).toMatchObject({
      state: expect.stringMatching(/^Ask \[number\] or my.{0,48}$/) as string,
    });
    expect(JSON.stringify(row)).not.toContain('555 0199');
  });

  it('leaves no trace of a decision whose transaction is rolled back', async () => {
    const leadId = ids.next();
    const rolledBack = database.transaction().execute(async (transaction) => {
      await gate.decide(transaction, [aSubject({ leadId })], 'dial');
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(
      await database.selectFrom('decisions').where('lead_id', '=', leadId).select('id').execute(),
    ).toEqual([]);
  });

  it('refuses a number as soon as it is suppressed, in the same transaction', async () => {
    const subject = aSubject({ phone: '+12125550104' });
    const suppressions = app.get(Suppressions);
    const verdicts = await database.transaction().execute(async (transaction) => {
      const [before] = await gate.decide(transaction, [subject], 'dial');
      const suppression = { phone: subject.phone, reason: 'Asked in a call', channel: 'call' as const };
      await suppressions.add(transaction, suppression);
      const [after] = await gate.decide(transaction, [subject], 'dial');
      return [before?.verdict, after?.verdict];
    });
    expect(verdicts).toEqual(['allow', 'refuse']);
  });

  it('counts calls of every campaign, calls in doubt included, until they are 24 hours old', async () => {
    const phone = '+12125550105';
    await addAttempt(phone, 23, 'ended', 'another');
    expect((await decideOne({ phone })).verdict).toBe('allow');
    await addAttempt(phone, 1, 'in_doubt');
    expect(await decideOne({ phone })).toMatchObject({
      verdict: 'refuse',
      nextLegalAt: new Date('2026-06-10T17:00:00Z'),
    });
    clock.advance(HOUR_MS);
    expect((await decideOne({ phone })).verdict).toBe('allow');
  });

  it('does not count attempts that called nobody', async () => {
    const phone = '+12125550106';
    await addAttempt(phone, 1, 'rejected');
    await addAttempt(phone, 1, 'not_placed');
    await addAttempt(phone, null, 'reserved');
    await addAttempt(phone, 25, 'ended');
    expect((await decideOne({ phone })).verdict).toBe('allow');
  });

  it('refuses and records subjects that no database text could hold, without an exception', async () => {
    const hostile = '\0 \uD800 <script>';
    const texts = { timezone: hostile, state: hostile, country: hostile, consent: hostile };
    const decision = await decideOne({ phone: `+1212555\0`, consentAt: new Date(NaN), ...texts });
    expect(decision.verdict).toBe('refuse');
    expect((await storedRow(decision)).verdict).toBe('refuse');
    expect((await decideOne({ phone: '' })).verdict).toBe('refuse');
  });

  it('ties decisions to their attempts in one go', async () => {
    const phones = ['+12125550107', '+12125550108'];
    const decisions = await Promise.all(phones.map((phone) => decideOne({ phone })));
    const attempts = await Promise.all(phones.map((phone) => addAttempt(phone, null, 'reserved')));
    const links = decisions.map(({ id }, index) => ({ decisionId: id, attemptId: attempts[index] ?? '' }));
    await database.transaction().execute((transaction) => gate.linkAttempts(transaction, links));
    const linked = await database
      .selectFrom('decision_attempts')
      .selectAll()
      .orderBy('decision_id')
      .execute();
    expect(linked.map((row) => ({ decisionId: row.decision_id, attemptId: row.attempt_id }))).toEqual(
      links.toSorted((one, other) => (one.decisionId < other.decisionId ? -1 : 1)),
    );
  });

  it('has nothing to do for nobody', async () => {
    expect(await decide()).toEqual([]);
    await database.transaction().execute((transaction) => gate.linkAttempts(transaction, []));
  });

  it('counts decisions by verdict and by the rule that a person must see to first', async () => {
    const metrics = app.get(Metrics);
    metrics.dialDecisions.reset();
    await decideOne({ phone: '+12125550109' });
    clock.set('2026-06-10T05:00:00Z');
    await decideOne({ phone: '+12125550109' });
    await decideOne({ phone: '+12125550109', consent: 'none' });
    const { values } = await metrics.dialDecisions.get();
    expect(values.map(({ labels, value }) => [labels.verdict, labels.rule, value])).toEqual([
      ['allow', 'none', 1],
      ['refuse', 'calling-window', 1],
      ['refuse', 'consent-level', 1],
    ]);
  });

  it('tells the next legal instant without touching the database', () => {
    expect(gate.nextLegalInstant(aSubject(), new Date('2026-06-10T05:00:00Z'))).toEqual(
      new Date('2026-06-10T12:00:00Z'),
    );
    expect(gate.nextLegalInstant(aSubject({ phone: 'nobody' }), clock.now())).toBeUndefined();
  });
});
